"""Telephone calls: what the switchboard tells, who is on the line, and whom to call back (B23)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, QuerySet

from huiyin.cases import actions as cases
from huiyin.cases import queries as case_queries
from huiyin.cases.actions import Refused
from huiyin.intake import actions as intake
from huiyin.intake import drafts, identity, queries, sealing
from huiyin.intake.actions import Matter, Receipt
from huiyin.intake.identity import Person
from huiyin.intake.models import Call, Petitioner, Reading
from huiyin.people.models import Place
from huiyin.rules import access
from huiyin.rules.case import Actor
from huiyin.rules.refusals import invalid, not_found
from huiyin.rules.steps.receive import AnswerDirectly
from huiyin.rules.words import N_

EVENTS = ("ringing", "answered", "ended", "missed")
RINGS = timedelta(minutes=3)
"""A call that the switchboard has said nothing more of for so long does not ring any more."""
PURPOSE = "来电"
"""What a caller's name is read for; written in the record of readings."""


@dataclass(frozen=True, slots=True)
class Event:
    """What the switchboard says of a call; `number` "" where the caller's is withheld."""

    call_id: str
    event: str
    number: str
    agent: str
    at: datetime


def hear(place: Place, event: Event) -> None:
    """Note what happened to a call. The same event twice, and events in any order, are no harm."""
    with transaction.atomic():
        call, _ = Call.objects.select_for_update().get_or_create(
            place=place.pk,
            call_id=event.call_id,
            defaults={"state": "ringing", "rang_at": event.at},
        )
        _note(call, event)
        call.save()
        heard = _heard_since(call)
        if heard is not None:
            _settle(_waiting(call, until=heard), heard)


def _heard_since(call: Call) -> datetime | None:
    """When somebody spoke with this number, at the call or at a later one."""
    if not call.number_index:
        return None
    spoken = Call.objects.filter(
        place=call.place, number_index=call.number_index, answered_at__gte=call.rang_at
    )
    last: datetime | None = spoken.aggregate(last=Max("answered_at"))["last"]
    return last


def _note(call: Call, event: Event) -> None:
    if event.number and not call.number_index:
        number = identity.tidy(Person(phone=event.number)).phone
        call.number = sealing.seal(number, "caller")
        call.number_index = sealing.index(number)
    call.rang_at = min(call.rang_at, event.at)
    if event.agent and (not call.agent or event.event == "answered"):
        call.agent = event.agent
    if event.event != "ringing":
        name = f"{event.event}_at"
        setattr(call, name, getattr(call, name) or event.at)
    call.state = _state(call)


def _state(call: Call) -> str:
    if call.answered_at is not None:
        return "ended" if call.ended_at else "answered"
    return "missed" if call.missed_at or call.ended_at else "ringing"


def number_of(call: Call) -> str:
    """The caller's number in the clear."""
    return sealing.unseal(call.number, "caller")


def on_the_line(place: Place, login: str, *, now: datetime) -> list[Call]:
    """Calls that ring for this agent or for anybody, or that the agent has answered; newest first.

    What rings for another agent is the other's.
    """
    live = Call.objects.filter(
        place=place.pk, state__in=["ringing", "answered"], agent__in=["", login]
    )
    fresh = live.filter(state="answered", agent=login) | live.filter(
        state="ringing", rang_at__gt=now - RINGS
    )
    return list(fresh.order_by("-rang_at", "-pk")[:5])


def call_of(place: Place, pk: str) -> Call:
    """One call of the place. Raises Refused."""
    found = Call.objects.filter(pk=int(pk), place=place.pk).first() if _is_id(pk) else None
    if found is None:
        raise Refused(not_found(N_("没有这通电话。")))
    return found


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 18


# -- who is on the line


def cases_of(phone: str, actor: Actor) -> list[str]:
    """Numbers of this person's cases, whatever the channel; nothing of whistle-blowing."""
    return list(_records(phone, actor).values_list("case", flat=True))


def _records(phone: str, actor: Actor) -> QuerySet[Petitioner]:
    tidy = identity.tidy(Person(phone=phone)).phone
    known = Petitioner.objects.filter(place__in=actor.places, erased_at=None).exclude(case="")
    return known.filter(phone_index=sealing.index(tidy) or "-").order_by("-made_at", "-pk")


def read_caller(phone: str, *, member: Actor, now: datetime) -> Person:
    """The person whose number it is, as last given; empty where there is none. The look is kept.

    Only from cases whose petitioners the member may know.
    """
    for row in _records(phone, member)[:20]:
        case = case_queries.find(row.case)
        if case is None or case.whistle or not access.may_know_petitioners(member, case):
            continue
        Reading.objects.create(
            petitioner=row, case=row.case, member=member.id, purpose=PURPOSE, at=now
        )
        return queries.unsealed(row)
    return Person()


# -- what comes of a call


@dataclass(frozen=True, slots=True)
class Told:
    """What was said on the telephone; `answer` "" where it could not be answered at once."""

    matter: Matter
    person: Person
    answer: str = ""
    call: str = ""


def take(place: Place, told: Told, *, actor: Actor, now: datetime, key: str) -> Receipt:
    """Register what was said, and answer it where it was answered: both or neither.

    The draft of that key is done with; a missed call of the same number needs no calling back.
    Raises Refused.
    """
    with transaction.atomic():
        receipt = intake.report(place, told.matter, told.person, actor=actor, now=now, key=key)
        case = receipt.case
        if told.answer:
            deed = AnswerDirectly(text=told.answer)
            case = cases.act(receipt.number, deed, actor=actor, now=now, key=key).case
        settle(place, told.call, case.number, now=now)
        drafts.done(actor, key, now=now)
    return Receipt(receipt.number, receipt.code, case)


def settle(place: Place, call: str, case: str, *, now: datetime) -> None:
    """The call led to that case: nobody has to call its number back any more."""
    if not call:
        return
    found = call_of(place, call)
    Call.objects.filter(pk=found.pk).update(case=case)
    _settle(_waiting(found), now, case)


# -- calling back


@dataclass(frozen=True, slots=True)
class Missed:
    """A number that rang in vain: since when, how often, and who has tried to call it back."""

    pk: int
    number: str
    since: datetime
    times: int
    taken_by: str
    tries: int
    tried_at: datetime | None


def to_call_back(place: Place) -> list[Missed]:
    """Whom to call back, the longest waiting first; calls of one number are one line."""
    calls: dict[str, list[Call]] = {}
    for call in _unsettled(place.pk).order_by("rang_at", "pk"):
        calls.setdefault(call.number_index, []).append(call)
    return [_missed(group) for group in calls.values()]


def count_to_call_back(place: Place) -> int:
    """How many numbers wait."""
    return _unsettled(place.pk).values("number_index").distinct().count()


def _unsettled(place: str) -> QuerySet[Call]:
    missed = Call.objects.filter(place=place, state="missed", settled_at=None)
    return missed.exclude(number_index="")


def _missed(group: list[Call]) -> Missed:
    first = group[0]
    tried = [call.tried_at for call in group if call.tried_at]
    return Missed(
        pk=first.pk,
        number=number_of(first),
        since=first.rang_at,
        times=len(group),
        taken_by=next((call.taken_by for call in group if call.taken_by), ""),
        tries=max(call.tries for call in group),
        tried_at=max(tried, default=None),
    )


def call_back(place: Place, pk: str, result: str, *, actor: Actor, now: datetime) -> None:
    """`take`: I shall call; `missed`: nobody answered; `reached`: spoken with. Raises Refused."""
    waiting = _waiting(call_of(place, pk))
    if result == "take":
        waiting.update(taken_by=actor.id)
    elif result == "missed":
        most = max(waiting.values_list("tries", flat=True), default=0)
        waiting.update(taken_by=actor.id, tries=most + 1, tried_at=now)
    elif result == "reached":
        waiting.update(taken_by=actor.id, tried_at=now)
        _settle(waiting, now)
    else:
        raise Refused(invalid("result", N_("请选择回电的结果。")))


def _waiting(call: Call, until: datetime | None = None) -> QuerySet[Call]:
    """Every missed call of the same number that nobody has called back yet."""
    same = _unsettled(call.place).filter(number_index=call.number_index)
    return same.filter(rang_at__lte=until) if until else same


def _settle(calls: QuerySet[Call], now: datetime, case: str = "") -> None:
    calls.update(settled_at=now, **({"case": case} if case else {}))
