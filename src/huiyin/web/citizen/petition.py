"""One case to those who brought it: its page, what they can do now, and signing with others."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiyin.cases import numbers
from huiyin.cases import queries as cases
from huiyin.cases.actions import Refused
from huiyin.intake import actions as intake
from huiyin.intake import attachments, one_time
from huiyin.intake import queries as petitioners
from huiyin.intake.identity import NOT_TOLD
from huiyin.intake.queries import petitioner_actor
from huiyin.rules.case import Actor, Case
from huiyin.rules.law import Law
from huiyin.rules.lifecycle import TABLE, allowed
from huiyin.rules.words import N_
from huiyin.web import asking, attaching, crowd, fates
from huiyin.web.citizen import again, forms, looked, showing, visits
from huiyin.web.citizen.hints import ME_TOO
from huiyin.web.citizen.pages import page, place_and_law
from huiyin.web.citizen.report import keep_receipt
from huiyin.web.citizen.views import see_other

DEEDS: dict[str, tuple[str, str]] = {
    "rate": (N_("评价办理结果"), N_("提交评价")),
    "vote": (N_("投一票：满意还是不满意"), N_("投票")),
    "redo": (N_("不满意，要求重新办理"), N_("要求重新办理")),
    "supplement": (N_("补充情况"), N_("提交补充")),
    "urge": (N_("催一催"), N_("催办")),
    "object_to_extension": (N_("不同意延期，提出异议"), N_("提出异议")),
    "consent_publication": (N_("同意公开这件事吗"), N_("提交")),
    "withdraw": (N_("撤回诉求"), N_("撤回诉求")),
}
"""What a petitioner can do, in the order of the page: what it is called, and the button's words."""

SAID = {
    "rate": N_("谢谢，您的评价已经记下。"),
    "vote": N_("您的一票已经记下。"),
    "redo": N_("已经退回承办单位重新办理。"),
    "supplement": N_("补充的情况已经交给办理的人。"),
    "urge": N_("已经催办。"),
    "object_to_extension": N_("您的异议已经记下，裁定后告诉您。"),
    "consent_publication": N_("您的意思已经记下。"),
    "withdraw": N_("诉求已经撤回。"),
}
ASKED_OF = frozenset({"rate", "vote"})
SALT = "huiyin.co-sign"


@never_cache
@require_safe
def case(request: HttpRequest, place: str, number: str) -> HttpResponse:
    """Where it is, who has it, when they will hear, what they can do now (PS-7, JS-16)."""
    found = visits.opened(request, numbers.normalise(number))
    if found is None:
        return _ask_for_code(request, place, number)
    return _show(request, *found)


@never_cache
@require_safe
def file(
    request: HttpRequest, place: str, number: str, pk: int, *, thumb: bool = False
) -> HttpResponse:
    """A file that the page of the case shows, whole or small; of anything else, nothing."""
    found = visits.opened(request, numbers.normalise(number))
    told = showing.show(*found, timezone.now()) if found else None
    if found is None or told is None or pk not in showing.files(told):
        raise Http404(gettext("没有这个文件。"))
    kept = {one.id: one for one in attachments.of_case(found[0].number).values()}
    return attaching.give(request, kept.get(pk), thumb=thumb)


def _ask_for_code(request: HttpRequest, place: str, number: str) -> HttpResponse:
    """The same page whether the case exists or not."""
    form = forms.LookUpForm(initial={"number": number[:40]})
    first = gettext("请先输入查询码，再看这件诉求。")
    where, by_phone = place_and_law(place), one_time.offered(place)
    return page(request, "look_up", where, form=form, first=first, by_phone=by_phone, status=403)


def _show(
    request: HttpRequest,
    found: Case,
    ref: str,
    *,
    tried: forms.PetitionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    law = cases.law_of(found)
    where = place_and_law(found.place)
    return page(
        request,
        "case",
        where,
        status=status,
        case=found,
        shown=showing.show(found, ref, now),
        told=list(fates.steps(found.number, law, ref)),
        looked=looked.steps(found, ref, law),
        tellings=[] if found.whistle else _tellings(ref),
        deeds=_deeds(found, petitioner_actor(ref), law, now, tried),
        merged=_address(found.place, found.merged_into) if found.merged_into else "",
        co_sign=_invitation(request, found, ref, now),
    )


def _tellings(ref: str) -> list[dict[str, Any]]:
    """The ways to be told, and which was chosen."""
    chosen = petitioners.told_in(ref)
    return [
        {
            "value": value,
            "label": words if lang else gettext(words),
            "lang": lang,
            "checked": value == chosen,
        }
        for value, words, lang in TOLD_IN
    ]


def _address(place: str, number: str) -> str:
    return reverse("citizen:case", args=[place, number])


def _deeds(
    found: Case, actor: Actor, law: Law, now: datetime, tried: forms.PetitionForm | None
) -> list[dict[str, Any]]:
    """What can be done now; what cannot is left out, its reason is told when it is tried."""
    can = {one.row.id for one in allowed(found, actor, now, law) if one.yes}
    cards = []
    for name, (label, submit) in DEEDS.items():
        if name not in can:
            continue
        row = TABLE[name]
        was_tried = tried is not None and tried.row is row
        form = tried if was_tried else forms.petition_form(row, found, law)()
        cards.append(
            {
                "code": name,
                "label": gettext(label),
                "submit": gettext(submit),
                "allowed": True,
                "form": form,
                "open": was_tried or name in ASKED_OF,
                "next": name in ASKED_OF,
                "danger": name == "withdraw",
                "url": reverse("citizen:deed", args=[found.place, found.number, name]),
            }
        )
    return cards


@never_cache
@require_POST
def deed(request: HttpRequest, place: str, number: str, name: str) -> HttpResponse:
    """Do one deed, or say why not."""
    if name not in DEEDS:
        raise Http404(gettext("没有这一步。"))
    found = visits.opened(request, numbers.normalise(number))
    if found is None:
        return _ask_for_code(request, place, number)
    case, ref = found
    form = forms.petition_form(TABLE[name], case, cases.law_of(case))(request.POST)
    ready, status = form.is_valid(), 422
    if crowd.holds_up(form, request, timezone.now()):
        return _show(request, case, ref, tried=form, status=429)
    if attaching.gather(form, request, case.place, whistle=case.whistle) and ready:
        try:
            _do(case, form, ref)
        except Refused as no:
            return _refused(request, case, ref, form, no)
        messages.success(request, gettext(SAID[name]))
        response = see_other("citizen:case", case.place, case.number)
        if name == "withdraw":
            again.forget(response, case.place)
        return response
    return _show(request, case, ref, tried=form, status=status)


TOLD_IN = (
    ("", "中文", "zh-Hans"),
    ("en", "English", "en"),
    (NOT_TOLD, N_("不要发通知"), ""),
)
"""How one may want to be told: the value, what it is called, and in what language that is."""


@never_cache
@require_POST
def told_in(request: HttpRequest, place: str, number: str) -> HttpResponse:
    """In which language the petitioner is told from now on, or not at all (P85)."""
    found = visits.opened(request, numbers.normalise(number))
    if found is None:
        return _ask_for_code(request, place, number)
    case, ref = found
    try:
        intake.tell_in(ref, request.POST.get("told_in", "?"))
    except Refused as no:
        messages.error(request, asking.sentence(no.refusal, cases.law_of(case)))
    else:
        messages.success(request, gettext("以后照这样通知您。"))
    return see_other("citizen:case", case.place, case.number)


def _do(case: Case, form: forms.PetitionForm, ref: str) -> None:
    attachments.act(
        case.number,
        form.deed(),
        actor=petitioner_actor(ref),
        now=timezone.now(),
        key=form.cleaned_data["key"][:40],
    )


def _refused(
    request: HttpRequest, case: Case, ref: str, form: forms.PetitionForm, no: Refused
) -> HttpResponse:
    """The sentence at the form, or above the page where the form is not to be had any more."""
    form.refuse(no.refusal)
    fresh = visits.opened(request, case.number) or (case, ref)
    if not no.refusal.field:
        messages.error(request, asking.sentence(no.refusal, cases.law_of(case)))
    return _show(request, *fresh, tried=form, status=asking.status_of(no.refusal))


def _invitation(request: HttpRequest, found: Case, ref: str, now: datetime) -> str:
    """The address to pass on so that others may sign; "" where nobody can."""
    may = next(
        (
            one.yes
            for one in allowed(found, petitioner_actor(ref), now, cases.law_of(found))
            if one.row.id == "co_sign"
        ),
        False,
    )
    if not (may and found.collective):
        return ""
    token = signing.Signer(salt=SALT).sign(found.number)
    return request.build_absolute_uri(reverse("citizen:co-sign", args=[found.place, token]))


@never_cache
def co_sign(request: HttpRequest, place: str, token: str) -> HttpResponse:
    """A second person joins a matter of many, by name and consent (B15)."""
    where = place_and_law(place)
    case, reads = _invited(token, place)
    channel = cases.law_of(case).channels[case.channel]
    form, status = forms.CoSignForm(channel, request.POST or None), 200
    if request.method == "POST":
        status = 422
        if crowd.holds_up(form, request, timezone.now()):
            status = 429
        elif form.is_valid():
            try:
                taken = intake.co_sign(case, form.person(), now=timezone.now())
            except Refused as no:
                form.refuse(no.refusal)
                status = asking.status_of(no.refusal)
            else:
                visits.keep(request, taken.number, taken.case.petitioners[-1].ref)
                keep_receipt(request, taken)
                return see_other("citizen:receipt", case.place)
    letter = showing.letter(case) if reads else None
    about = showing.about(case, cases.law_of(case))
    return page(
        request, "co_sign", where, form=form, letter=letter, about=about, case=case, status=status
    )


def _invited(token: str, place: str) -> tuple[Case, bool]:
    """The case that a link invites to sign, and may its words be read. Raises Http404.

    Whoever was sent the link by a petitioner reads what they wrote; whom the house led there, since
    they seem to mean the same, does not.
    """
    for salt, reads in ((SALT, True), (ME_TOO, False)):
        try:
            case = cases.find(signing.Signer(salt=salt).unsign(token))
        except signing.BadSignature:
            continue
        if case is not None and case.place == place:
            return case, reads
    raise Http404(gettext("这个联名链接不对，请向发给您的人再要一次。"))
