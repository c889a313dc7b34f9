"""Reporting a matter, and the receipt."""

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiyin.cases import queries as cases
from huiyin.cases.actions import Refused
from huiyin.dispatch.queries import Seems
from huiyin.intake import actions as intake
from huiyin.people.models import Place
from huiyin.rules.case import Case
from huiyin.rules.facts import Registered, What
from huiyin.rules.law import Law
from huiyin.web import asking, attaching, crowd, particulars, qr
from huiyin.web.citizen import again, emergency, forms, handed, hints, showing, visits
from huiyin.web.citizen.forms import Entrance, ReportForm
from huiyin.web.citizen.handed import Known
from huiyin.web.citizen.pages import page, place_and_law
from huiyin.web.citizen.views import see_other
from huiyin.web.classing import class_of, classed

RECEIPT = "receipt"


@never_cache
def report(request: HttpRequest, place: str) -> HttpResponse:
    """A problem, a wish, a question; `?port=business` is the entrance of businesses (SN-4).

    `?area=` and `?kind=`, as links and codes to scan have them, fill the form in (FX-3, P11).
    """
    where = place_and_law(place)
    port, channel = request.GET.get("port", "public"), request.GET.get("channel", "")
    return _take(request, where, forms.entrance(where[1], port=port, channel=channel))


@never_cache
def whistle(request: HttpRequest, place: str) -> HttpResponse:
    """A breach of discipline, reported under a code, without identity (JS-4)."""
    where = place_and_law(place)
    return _take(request, where, forms.whistle_entrance(where[1]))


def _take(request: HttpRequest, where: tuple[Place, Law], door: Entrance | None) -> HttpResponse:
    if door is None:
        raise Http404(gettext("这里没有这个入口。"))
    key = again.key_of(request)
    response = _answer(request, where, door, key)
    again.keep(response, where[0].pk, key)
    return response


def _answer(
    request: HttpRequest, where: tuple[Place, Law], door: Entrance, key: str
) -> HttpResponse:
    place, law = where
    sent = request.method == "POST"
    form = ReportForm(door, law, place, request.POST if sent else None, key=key)
    known = handed.known(request, place.pk, door)
    if known is not None:
        known.fill(form)
    named = request.POST if sent else request.GET
    form.begin_at(named.get("area", ""), named.get("kind", ""))
    if sent:
        return _sent(request, where, form, known)
    return page(request, "report", where, form=form, door=door, known=known)


def _sent(
    request: HttpRequest, where: tuple[Place, Law], form: ReportForm, known: Known | None
) -> HttpResponse:
    (place, law), door, status = where, form.door, 422
    if crowd.holds_up(form, request, timezone.now()):
        return page(request, "report", where, form=form, door=door, known=known, status=429)
    form.is_valid()
    taken_in = attaching.gather(form, request, place.pk, whistle=door.channel.whistle)
    form.hear()
    if taken_in and not form.errors:
        matter, person = classed(place, form.matter(), law), form.person()
        person = known.person(person) if known else person
        try:
            with transaction.atomic():  # whose case it is, before anybody is told of it
                taken = intake.report(place, matter, person, now=timezone.now(), key=form.key())
                if known is not None:
                    known.took(taken, person.phone)
        except Refused as no:
            form.refuse(no.refusal, law)
            status = asking.status_of(no.refusal)
        else:
            return _hand_over(request, place, taken, form)
    return page(request, "report", where, form=form, door=door, known=known, status=status)


def _hand_over(
    request: HttpRequest, place: Place, taken: intake.Receipt, form: ReportForm
) -> HttpResponse:
    if not taken.case.whistle:  # JS-4: of those the browser keeps nothing beyond the receipt
        visits.keep(request, taken.number, taken.case.petitioners[0].ref)
    keep_receipt(request, taken, emergency.number_for(form.said()))
    return see_other("citizen:receipt", place.pk)


def keep_receipt(request: HttpRequest, taken: intake.Receipt, call: str = "") -> None:
    """For the next page alone, and for nobody who knew the session's name before."""
    request.session.cycle_key()
    request.session[RECEIPT] = {"number": taken.number, "code": taken.code, "call": call}


@never_cache
@require_safe
def receipt(request: HttpRequest, place: str) -> HttpResponse:
    """Shown once: the code is in no address and in no page that can be called again."""
    where = place_and_law(place)
    kept = request.session.pop(RECEIPT, None)
    case = cases.find(kept["number"]) if kept else None
    if kept is None or case is None:
        return redirect("citizen:look-up", place)
    now, (first, *_) = timezone.now(), cases.timeline(case.number)
    look_up = reverse("citizen:look-up", args=[place]) + f"?number={case.number}"
    call = kept.get("call", "")
    open_questions = not case.whistle and not getattr(first.fact.what, "particulars", "")
    return page(
        request,
        "receipt",
        where,
        case=case,
        code=kept["code"],
        qr=qr.drawn(request.build_absolute_uri(look_up)),
        promises=showing.promises(case, now),
        alike=hints.alike(*where, _seems(case, first.fact.what), now, but=case.number),
        questions=particulars.first(where[1], class_of(case, where[1])) if open_questions else [],
        call=call,
        call_text=emergency.sentence_for(call) if call else "",
        url=reverse("citizen:case", args=[place, case.number]),
    )


def _seems(case: Case, what: What) -> Seems:
    """The matter as it is compared with others; a whistle-blower's is compared with none."""
    if case.whistle or not isinstance(what, Registered):
        return Seems(case.place, "")
    return Seems(case.place, f"{what.title} {what.text}", case.area, case.class_code)
