"""Taking a report: the person apart, the matter through the one door."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from huiyin.cases import actions as cases
from huiyin.cases import numbers
from huiyin.cases import queries as case_queries
from huiyin.cases.actions import Refused
from huiyin.intake import attachments, identity, queries, sealing
from huiyin.intake.identity import Person
from huiyin.intake.models import LookUp, Petitioner, Reading
from huiyin.people.models import Place
from huiyin.regimes import queries as regimes
from huiyin.rules import access
from huiyin.rules.case import Actor, Case, PetitionerRole
from huiyin.rules.deeds import has_control_characters
from huiyin.rules.refusals import forbidden, invalid, not_found, not_now
from huiyin.rules.steps.receive import AnswerDirectly, CoSign, Register
from huiyin.rules.words import N_

TRIES = 5
REST = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Matter:
    """What is reported, apart from who reports it; `particulars` has a line for each answer."""

    channel: str
    kind: str
    title: str
    text: str
    level: str = ""
    class_code: str = ""
    area: str = ""
    address: str = ""
    position: str = ""
    particulars: str = ""
    collective: bool = False
    on_behalf: bool = False
    confidential: bool = False
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the petitioner takes away."""

    number: str
    code: str
    case: Case


def report(
    place: Place,
    matter: Matter,
    person: Person,
    *,
    actor: Actor | None = None,
    now: datetime,
    key: str = "",
) -> Receipt:
    """Take a report. `actor` is the member who registers it, or None for the petitioner.

    `key`: the same person's same matter, sent again with it, gives the same receipt again and no
    second case. Raises Refused.
    """
    channel = regimes.current(place.regime).channels.get(matter.channel)
    if channel is None:
        raise Refused(invalid("channel", N_("没有这个渠道，请从列表中选择。")))
    person = identity.tidy(person)
    wrong = identity.check(person, channel)
    if wrong is not None:
        raise Refused(wrong)
    with transaction.atomic():
        kept = _keep(place, Person() if channel.whistle else person, now)
        ref = str(kept.pk)
        deed = Register(
            number="",
            place=place.pk,
            petitioner=ref,
            **{name: getattr(matter, name) for name in Matter.__slots__},
        )
        who = actor or queries.petitioner_actor(ref)
        said = sealing.index(repr((matter, person)))  # the key alone must not open another's case
        once = f"{place.pk}/{actor.id if actor else 'public'}/{said}/{key}" if key else ""
        outcome = cases.register(deed, actor=who, now=now, key=once)
        attachments.attach(matter.attachments, place.pk, outcome.case.number, by=who.id)
        if outcome.facts:
            _belongs(kept, outcome.case)
        else:
            kept.delete()  # a retry: the person of the first try stands
    number = outcome.case.number
    return Receipt(number, numbers.code_of(number), outcome.case)


def receipt(number: str) -> Receipt:
    """The receipt of a case that is there, given once more to whoever was given it before."""
    case = case_queries.find(number)
    if case is None:
        raise Refused(not_found(N_("没有这件诉求。")))
    return Receipt(number, numbers.code_of(number), case)


def solve(  # noqa: PLR0913 - what `report` asks, and the answer
    place: Place,
    matter: Matter,
    person: Person,
    answer: AnswerDirectly,
    *,
    actor: Actor,
    now: datetime,
    key: str = "",
) -> Receipt:
    """Register what was solved on the spot, and answer it: both or neither (FX-4).

    `key` as in `report`. Raises Refused.
    """
    with transaction.atomic():
        taken = report(place, matter, person, actor=actor, now=now, key=key)
        case = attachments.act(taken.number, answer, actor=actor, now=now, key=key).case
    return Receipt(taken.number, taken.code, case)


def _keep(place: Place, person: Person, now: datetime) -> Petitioner:
    """A record of the person; a whistle-blower's is empty, so that their code can act (JS-4)."""
    row = _row(place, person, now)
    row.save(force_insert=True)
    return row


def _belongs(kept: Petitioner, case: Case) -> None:
    """So that a person's cases are found by their number; a whistle-blower has none (JS-4)."""
    if kept.phone_index:
        Petitioner.objects.filter(pk=kept.pk).update(case=case.number)


def _row(place: Place, person: Person, now: datetime) -> Petitioner:
    return Petitioner(
        place=place.pk,
        name=sealing.seal(person.name, "name"),
        phone=sealing.seal(person.phone, "phone"),
        identity_no=sealing.seal(person.identity_no, "identity_no"),
        email=sealing.seal(person.email, "email"),
        phone_index=sealing.index(person.phone),
        told_in=person.told_in,
        made_at=now,
    )


def keep_all(place: Place, people: list[Person], made_at: list[datetime]) -> list[str]:
    """Records for many people at once, for imports; their references in the same order."""
    tidy = map(identity.tidy, people)
    rows = [_row(place, one, at) for one, at in zip(tidy, made_at, strict=True)]
    return [str(row.pk) for row in Petitioner.objects.bulk_create(rows)]


def belong_all(taken: Iterable[Case]) -> None:
    """These cases were taken: whoever left a number finds them by it."""
    began = [(one.petitioners[0].ref, one.number) for one in taken if one.petitioners]
    case_of = {int(ref): number for ref, number in began if ref.isdecimal()}
    rows = list(Petitioner.objects.filter(pk__in=case_of).exclude(phone_index="").only("pk"))
    for row in rows:
        row.case = case_of[row.pk]
    Petitioner.objects.bulk_update(rows, ["case"], batch_size=200)


def forget_all(refs: list[str]) -> None:
    """Take back records of people whose matters were not taken after all."""
    if refs:
        Petitioner.objects.filter(pk__in=refs).delete()


def tell_in(ref: str, told_in: str) -> None:
    """How a petitioner wants to be told from now on (P85). Raises Refused."""
    if told_in not in identity.TOLD_IN:
        raise Refused(invalid("told_in", N_("请选一种通知方式。")))
    if ref.isdecimal():
        Petitioner.objects.filter(pk=ref, erased_at=None).update(told_in=told_in)


def co_sign(case: Case, person: Person, *, now: datetime) -> Receipt:
    """Join a case with one's own name and number (B15). Raises Refused."""
    person = identity.tidy(person)
    law = case_queries.law_of(case)
    wrong = identity.check(person, law.channels[case.channel])
    if wrong is not None:
        raise Refused(wrong)
    if not person.phone:
        raise Refused(invalid("phone", N_("请留下联系电话，以便答复您。")))
    with transaction.atomic():
        place = Place.objects.get(pk=case.place)
        kept = _keep(place, person, now)
        ref = str(kept.pk)
        actor = queries.petitioner_actor(ref)
        outcome = cases.act(case.number, CoSign(petitioner=ref), actor=actor, now=now)
        _belongs(kept, case)
        if _signed_before(outcome.case, ref, person):  # asked last: two may sign at once
            raise Refused(not_now(N_("这个电话已经在这件诉求里署名了。")))
    return Receipt(case.number, numbers.code_of(case.number, ref), outcome.case)


def _signed_before(case: Case, own: str, person: Person) -> bool:
    refs = [one.ref for one in case.petitioners if one.ref.isdecimal() and one.ref != own]
    index = sealing.index(person.phone)
    return Petitioner.objects.filter(pk__in=refs, phone_index=index).exists()


@dataclass(frozen=True, slots=True)
class Opened:
    """A case opened by number and code, and whose code it was."""

    case: Case
    petitioner: str


def look_up(number: str, code: str, *, now: datetime) -> Opened:
    """Open a case by number and code. Raises Refused.

    A wrong number and a wrong code are told in the same words; after five failures whatever is
    wrong is told to wait for a quarter of an hour. The right code always opens: one of 31^8 is not
    guessed at the speed of a server, and nobody must be able to lock a petitioner out.
    """
    known = numbers.normalise(number)
    if not known:
        raise Refused(
            invalid("number", N_("受理编号写得不对，请照回执核对，例如 SN-20261124-00012-7。"))
        )
    case = case_queries.find(known)
    owner = _owner_of(case, code) if case else None
    if case is None or owner is None:
        if _failed(known, now) > TRIES:
            raise Refused(not_now(N_("试错次数太多，请核对回执，15 分钟后再试。")))
        raise Refused(not_found(N_("编号或查询码不对，请照回执核对。")))
    LookUp.objects.filter(number=known).delete()
    return Opened(case, owner)


def _owner_of(case: Case, code: str) -> str | None:
    """Whose code it is: the first petitioner's, or a co-signer's own."""
    if numbers.is_code_of(case.number, code):
        return queries.citizen_actor(case).petitioner
    for person in case.petitioners:
        signed = person.role is PetitionerRole.CO_SIGNER
        if signed and numbers.is_code_of(case.number, code, person.ref):
            return person.ref
    return None


def _failed(number: str, now: datetime) -> int:
    """How often of late; who tries on while it rests does not prolong the rest."""
    LookUp.objects.filter(failed_at__lte=now - REST).delete()
    tries = LookUp.objects.filter(number=number)
    tries.filter(failures__lt=TRIES).update(failed_at=now)
    if not tries.filter(failures__lte=TRIES).update(failures=F("failures") + 1):
        LookUp.objects.get_or_create(number=number, defaults={"failures": 1, "failed_at": now})
    return tries.values_list("failures", flat=True).first() or 1


def read_petitioner(case: Case, ref: str, *, member: Actor, purpose: str, now: datetime) -> Person:
    """The person in the clear. Who looks, when and what for is kept. Raises Refused."""
    if not purpose.strip() or has_control_characters(purpose):
        raise Refused(invalid("purpose", N_("请写明查看个人信息的用途。")))
    if not access.may_know_petitioners(member, case):
        raise Refused(forbidden(N_("本单位不承办这件诉求。")))
    row = Petitioner.objects.filter(pk=ref).first() if ref.isdecimal() else None
    if row is None or not case.is_petitioner(ref):
        raise Refused(not_found(N_("没有这位诉求人的信息。")))
    Reading.objects.create(
        petitioner=row, case=case.number, member=member.id, purpose=purpose.strip()[:200], at=now
    )
    return queries.unsealed(row)
