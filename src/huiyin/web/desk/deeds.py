"""What can be done to a case from the desk: each deed a card, with its form or with the reason."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext

from huiyin.dispatch.queries import points_in
from huiyin.intake import actions as intake
from huiyin.intake import attachments
from huiyin.intake.identity import Person
from huiyin.journal.queries import Entry
from huiyin.rules import access
from huiyin.rules import facts as f
from huiyin.rules.case import Case
from huiyin.rules.deeds import Row
from huiyin.rules.law import Law
from huiyin.rules.lifecycle import TABLE, Allowed, allowed, owner
from huiyin.rules.refusals import Refusal, Why
from huiyin.rules.vocabulary import Mode, Role
from huiyin.rules.words import N_
from huiyin.web import points
from huiyin.web.asking import label, sentence
from huiyin.web.classing import class_of
from huiyin.web.desk import mediating, noting
from huiyin.web.desk.frame import Desk
from huiyin.web.forms import DeedForm, deed_form

NEXT = (
    "rule_on_objection",
    "decide_extension",
    "rule_on_extension",
    "record_decision",
    "decide_exclusion",
    "dispatch",
    "claim",
    "accept",
    "deliver_part",
    "draft_answer",
    "contact",
    "sign_off",
    "audit",
    "record_follow_up",
    "strike_off",
    "call_meeting",
    "answer_directly",
)
"""What a case waits for, the most pressing first: the first that may be done is the next step."""

WAITED_FOR = ("draft_answer", "sign_off", "strike_off")
"""Where nothing else is the next step, the first of these that is only held up: shown with why."""

FINAL = frozenset({"withdraw", "decline", "transfer_emergency", "merge", "take_measure"})
"""Deeds that cannot be taken back."""

MANY = (
    *("dispatch", "reassign", "classify", "merge", "claim", "accept", "progress"),
    *("sign_off", "send_back", "audit", "strike_off", "decide_extension"),
    *("urge", "order", "escalate", "archive"),
)
"""Deeds that are the same for many cases; the others need a look at each."""

HELP = {
    "supplement": N_("诉求人补充的情况，原话记下来。"),
    "ask_back": N_("诉求人会读到，用“补充情况”回答；举报人凭查询码看到。"),
    "list_points": N_("一行一点，用诉求人的意思写短。答复要逐点回应，诉求人逐点打勾。"),
    "co_sign": N_("本人同意后，用自己的姓名和电话联名，另得一个查询码。"),
    "withdraw": N_("诉求人自己要求撤回。撤回后不再办理。"),
    "decline": N_("告知诉求人法定渠道和理由，这件诉求就此结束。"),
    "answer_directly": N_("当场答复，不再交办。"),
    "transfer_emergency": N_("情况紧急，立即交给能处置的人，这里就此结束。"),
    "classify": N_("改了分类，正在走的时限按新的分类重算。"),
    "dispatch": N_("责任清单里有对应单位的，已经预选，可以改。"),
    "merge": N_("反映的是同一件事：本件结束，诉求人并入那一件，一起等答复。"),
    "split": N_("一封信说了两件事：第二件单独登记，得新的编号。"),
    "object": N_("不属于本单位职责，或不只是本单位的职责。"),
    "rule_on_objection": N_("裁定后由谁办理就此确定，理由留在记录里。"),
    "whistle": N_("被呼叫的单位要到现场报到，并成为协办单位。"),
    "arrive": N_("到了现场再报。吹哨的一方会收到通知，报到时限停止。"),
    "rate_duty": N_("吹哨的评到场的，到场的评吹哨的，各评一次。"),
    "claim": N_("由本单位主办，直接进入办理。"),
    "designate_fallback": N_("没人管的事也要有人管；指定后不得退单。"),
    "accept": N_("诉求人会看到经办人的姓名和电话。"),
    "contact": N_("记下什么时候、和谁、说了什么。"),
    "mediate": N_("姓名和协议内容加密保存，记录里只写调解过和结果。"),
    "note": N_("只有看得到这件诉求的同事能看，不给诉求人，也不公开。"),
    "request_extension": N_("到期之前申请，由分管领导签字。"),
    "shelve": N_("挂账期间时限暂停，到复核时间必须再看。"),
    "draft_answer": N_("这就是诉求人会读到的答复，请写完整。"),
    "sign_off": N_("您对这份答复负责。签发后进入下一环节。"),
    "audit": N_("不勾选“审核通过”就是退回重办，要写明理由。"),
    "decide_extension": N_("不勾选“同意延期”就是不同意，要写明理由。"),
    "object_to_extension": N_("诉求人来电或来人不同意延期的，原话记下来。"),
    "rule_on_extension": N_("不勾选“维持延期”就是撤销延期：原来的时限恢复，已过的马上亮红灯。"),
    "decide_exclusion": N_("不勾选“同意剔除”就是不同意。"),
    "record_follow_up": N_("一次一记；没有联系上也要记。"),
    "rate": N_("代不会上网的诉求人记下他本人的评价。"),
    "consent_publication": N_("不勾选就是不同意公开。"),
    "publish": N_("逐字检查，不得出现姓名、电话、住址等个人信息。"),
    "strike_off": N_("各环节都已完成，从台账上销去。"),
}


@dataclass(frozen=True, slots=True)
class Card:
    """A deed on the page; names as in huiyin/parts/deed_card.html."""

    code: str
    label: str
    help: str
    allowed: bool
    reason: str
    url: str
    form: forms.Form | None
    next: bool
    danger: bool
    open: bool
    held_up: bool = False
    phrases: Any = None


class CoSignForm(DeedForm):
    """Joining a case takes a person, whom the rules know by reference only."""

    row = TABLE["co_sign"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_person(self)


def add_person(form: forms.Form) -> None:
    """Ask who it is; what must be given is the channel's to say."""
    for name, words in (
        ("name", gettext("诉求人姓名")),
        ("phone", gettext("联系电话")),
        ("identity_no", gettext("身份证号")),
    ):
        widget = forms.TextInput({"autocomplete": "off"})
        form.fields[name] = forms.CharField(label=words, required=False, widget=widget)


def person_of(form: forms.Form) -> Person:
    """The person that was filled in."""
    return Person(**{name: form.cleaned_data[name] for name in ("name", "phone", "identity_no")})


def is_for_people(row: Row, law: Law) -> bool:
    """Is it a deed on a case that somebody other than the system may do?"""
    who = {role for role, _ in access.who_may(row.id, law)}
    return row.phases is not None and who != {Role.SYSTEM}


def offered(desk: Desk) -> list[tuple[str, str]]:
    """Deeds for many that somebody at this desk may do at all: (id, name)."""
    return [
        (row.id, label((row.label, row.label_en.capitalize())))
        for row in (TABLE[name] for name in MANY)
        if row.used(desk.law) and _may_ever(row.id, desk)
    ]


def _may_ever(deed: str, desk: Desk) -> bool:
    return any(role in desk.actor.roles for role, _ in access.who_may(deed, desk.law))


def form_class(row: Row, case: Case, law: Law, desk: Desk) -> type[DeedForm]:
    """The form of a deed at this desk."""
    if row.id == "co_sign":
        return CoSignForm
    if row.id == "mediate":
        return mediating.form_class(case, desk)
    if row.id == "note":
        return noting.form_class(case, desk)
    return deed_form(row, case, law, case.place, unit=desk.member.unit)


def fill(form: DeedForm, case: Case) -> DeedForm:
    """Hide in the form what makes a second click harmless and a stale page harmless."""
    for name, value in (("key", uuid4().hex), ("seen", case.facts)):
        hidden = forms.HiddenInput()
        form.fields[name] = forms.CharField(widget=hidden, initial=value, required=False)
    return form


def seen_again(form: DeedForm, case: Case) -> DeedForm:
    """The refused form, to be sent once more by somebody who has now seen how the case stands."""
    sent = QueryDict(mutable=True)
    sent.update(form.data)
    sent["seen"], sent["key"] = str(case.facts), uuid4().hex
    form.data = sent
    return form


def do(form: DeedForm, case: Case, desk: Desk) -> Case:
    """Through the door. Raises Refused."""
    if isinstance(form, CoSignForm):
        return intake.co_sign(case, person_of(form), now=desk.now).case
    if form.row.id == "mediate":
        return mediating.record(form, case, desk).case
    key = form.cleaned_data["key"]
    return attachments.act(case.number, form.deed(), actor=desk.actor, now=desk.now, key=key).case


def in_the_way(row: Row, case: Case, law: Law, desk: Desk) -> Refusal | None:
    """Why the deed cannot be done now, whatever is filled in."""
    every = allowed(case, desk.actor, desk.now, law)
    found = next((one for one in every if one.row is row), None)
    return found.refusal if found else None


def cards(scene: "Scene", tried: DeedForm | None = None) -> list[Card]:
    """Every deed that people of this place may do: what can be done now, the next step first.

    `tried`: a form that was refused; it is shown again, open, with what was typed.
    """
    case, law, desk = scene.case, scene.law, scene.desk
    found = [one for one in allowed(case, desk.actor, desk.now, law) if is_for_people(one.row, law)]
    step = _next_step(found, case, law, desk)
    held = "" if step else _held_up(found, case, law, desk)
    made = [_card(one, scene, tried, step) for one in found]
    made = [replace(card, held_up=card.code == held) for card in made]
    return sorted(made, key=lambda card: (not card.held_up, not card.allowed, not card.next))


def _next_step(found: list[Allowed], case: Case, law: Law, desk: Desk) -> str:
    possible = {one.row.id for one in found if one.yes}
    if "contact" in possible and (case.contacted or not law.regime.handling.contact_first):
        possible.discard("contact")
    if "call_meeting" in possible and not case.dissatisfied:
        possible.discard("call_meeting")
    return next((one for one in NEXT if one in possible), "") if _is_mine(case, law, desk) else ""


def _is_mine(case: Case, law: Law, desk: Desk) -> bool:
    return owner(case, law) in desk.actor.roles or case.part(desk.actor.unit) is not None


def _held_up(found: list[Allowed], case: Case, law: Law, desk: Desk) -> str:
    """What this desk would do next if something were not missing: a part, a contact, a consent."""
    missing = {
        one.row.id
        for one in found
        if one.refusal is not None
        and one.refusal.why is Why.NOT_NOW
        and case.phase in (one.row.phases or ())
    }
    waiting = next((one for one in WAITED_FOR if one in missing), "")
    return waiting if _is_mine(case, law, desk) else ""


@dataclass(frozen=True, slots=True)
class Scene:
    """A case on somebody's desk: what has happened to it, the class it is or seems to be of."""

    case: Case
    law: Law
    desk: Desk
    entries: list[Entry]
    class_code: str

    @classmethod
    def of(cls, case: Case, law: Law, desk: Desk, entries: list[Entry]) -> "Scene":
        """The case, filed as it is or as its words suggest."""
        return cls(case, law, desk, entries, class_of(case, law))


def _card(one: Allowed, scene: Scene, tried: DeedForm | None, step: str) -> Card:
    row, law = one.row, scene.law
    again = tried is not None and tried.row.id == row.id
    form = tried if again else _fresh(row, scene) if one.yes else None
    return Card(
        code=row.id,
        label=label((row.label, row.label_en.capitalize())),
        help=gettext(HELP[row.id]) if row.id in HELP else "",
        allowed=one.yes or again,
        reason=sentence(one.refusal, law) if one.refusal else "",
        url=reverse("desk:do", args=[scene.case.number, row.id]),
        form=form,
        next=row.id == step,
        danger=row.id in FINAL,
        open=again or row.id == step,
    )


def _fresh(row: Row, scene: Scene) -> DeedForm:
    starts = _STARTS.get(row.id)
    initial = dict(starts(scene)) if starts else {}
    made = form_class(row, scene.case, scene.law, scene.desk)(initial=initial)
    return fill(made, scene.case)


Start = Callable[[Scene], Iterator[tuple[str, Any]]]


def _as_it_is(scene: Scene) -> Iterator[tuple[str, Any]]:
    yield from (
        ("kind", scene.case.kind),
        ("level", scene.case.level),
        ("class_code", scene.class_code),
        ("area", scene.case.area),
    )


def _by_catalogue(scene: Scene) -> Iterator[tuple[str, Any]]:
    lead, assisting = scene.law.responsible(scene.class_code, scene.case.area)
    yield "lead", lead
    yield "assisting", assisting
    if assisting and Mode.LEAD_ASSISTING in scene.law.regime.dispatch.modes:
        yield "mode", Mode.LEAD_ASSISTING


def _as_assigned(scene: Scene) -> Iterator[tuple[str, Any]]:
    yield "lead", scene.case.lead.unit if scene.case.lead else ""
    yield "assisting", tuple(part.unit for part in scene.case.assisting)


def _me(scene: Scene) -> Iterator[tuple[str, Any]]:
    yield "officer", scene.desk.actor.id
    yield "contact", f"{scene.desk.member.name} {scene.desk.member.phone}".strip()


def _points(scene: Scene) -> Iterator[tuple[str, Any]]:
    """Those listed before, or those that the letter itself counts up."""
    listed = [one.text for one in points.of(scene.entries)]
    letter = getattr(scene.entries[0].fact.what, "text", "")
    yield "points", "\n".join(listed or points_in(letter))


def _sent_back(scene: Scene) -> Iterator[tuple[str, Any]]:
    """What was drafted and came back to be mended; what is to be done again is written anew."""
    drafted: f.Drafted | None = None
    back = False
    for entry in scene.entries:
        match entry.fact.what:
            case f.Drafted() as what:
                drafted, back = what, False
            case f.SentBack() | f.AuditFailed():
                back = True
            case f.Redone():
                back = False
    if drafted is not None and back:
        yield "text", drafted.text
        yield "points", drafted.points.splitlines()


def _lead(scene: Scene) -> Iterator[tuple[str, Any]]:
    yield "unit", scene.case.lead.unit if scene.case.lead else ""


_STARTS: dict[str, Start] = {
    "list_points": _points,
    "classify": _as_it_is,
    "dispatch": _by_catalogue,
    "reassign": _as_assigned,
    "accept": _me,
    "claim": _me,
    "draft_answer": _sent_back,
    "designate_fallback": lambda scene: iter([("lead", scene.law.regime.dispatch.fallback)]),
    "take_measure": _lead,
}
"""What a form begins with."""


def done(row: Row, case: Case) -> str:
    """What to say once it is done."""
    words = label((row.label, row.label_en))
    return gettext("{number}：“{deed}”已完成。").format(number=case.number, deed=words)
