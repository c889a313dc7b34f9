"""A story taken through its course, moment by moment; and finding the moment at which it began."""

import heapq
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from random import Random

from huiyin.cases.actions import Refused
from huiyin.cases.queries import light
from huiyin.intake.actions import Matter
from huiyin.intake.queries import petitioner_actor
from huiyin.jobs.demo import cast, fields
from huiyin.jobs.demo.cast import Player, Stage
from huiyin.jobs.demo.fields import Scene
from huiyin.jobs.demo.halls import Hall, Paper
from huiyin.jobs.demo.stories import Step, Story
from huiyin.rules import access
from huiyin.rules.case import Actor, Case, Phase, Stand
from huiyin.rules.law import Law
from huiyin.rules.steps import gates
from huiyin.rules.steps.supervise import Strike
from huiyin.rules.vocabulary import Gate, Role
from huiyin.rules.worktime import Limit, due

SOON = Limit.parse("2wh")
EARLIEST = timedelta(days=60)
"""No story begins longer ago."""
PACE = timedelta(hours=2)
"""How far apart the moments are that are tried."""
WAKING = range(8, 22)
AT_DESK = (range(9, 12), range(14, 17))


class TooLate(Exception):
    """The course would go on after now."""


class Play:
    """One story in one hall. `book`: story id -> case number, of the stories played together."""

    def __init__(
        self,
        story: Story,
        stage: Stage,
        hall: Hall,
        began: datetime,
        until: datetime,
        book: dict[str, str],
    ) -> None:
        self.story, self.stage, self.hall = story, stage, hall
        self.began, self.until, self.book = began, until, book
        self.law = stage.law
        self.lot = Random(story.id)  # noqa: S311 - the same story every time

    def moments(self) -> Iterator[datetime]:
        """Yields when the next thing happens; asked for more, it happens. Raises TooLate."""
        yield self.began
        self.begin()
        at = self.began
        for step in self._course():
            at = self._later(at, step.after)
            yield at
            self._strike(at)
            self._do(step, at)
        yield self.until
        self._strike(self.until)

    def _later(self, at: datetime, after: Limit) -> datetime:
        on = due(at, after, self.law.calendar).astimezone(UTC)
        on += timedelta(seconds=self.lot.randrange(5, 90))
        if on > self.until:
            raise TooLate(self.story.id)
        return on

    def begin(self) -> None:
        """Report the matter; done again, it only gives the receipt again."""
        story, law = self.story, self.law
        by = cast.player(self.stage, Role(story.by)) if story.by else None
        known = law.regime.dispatch.automatic or by is not None
        matter = Matter(
            channel=story.channel or _channel(story, law),
            kind=story.kind or law.regime.kinds[0].id,
            title=story.title,
            text=story.text,
            level=fields.level(story, law) if by else "",
            class_code=story.class_code if known else "",
            area=story.area or self.stage.ground,
            address=story.address,
            collective=story.collective,
            on_behalf=story.on_behalf,
            confidential=story.confidential,
        )
        person = cast.petitioner(self.stage, self.lot, story.person)
        self.hall.begin(matter, person, by, self.began)
        self.book[story.id] = self.hall.case.number

    def _course(self) -> Iterator[Step]:
        """The steps one by one, each seen in the light of how the case stands by then."""
        for step in self.story.course:
            ways = {
                "dispatch": self._dispatch,
                "join": self._join,
                "answer": self._answer,
                "close": self._close,
            }
            yield from ways.get(step.deed, _as_it_is)(step)

    def _dispatch(self, step: Step) -> Iterator[Step]:
        if self.hall.case.phase is not Phase.REGISTERED:
            return  # the law has assigned it by itself
        if not self.hall.case.class_code:
            yield Step("classify", Limit.parse("3m"))
        yield step

    def _join(self, step: Step) -> Iterator[Step]:
        """The assisting units take on their parts."""
        for part in self.hall.case.waiting_for:
            if part.stand is Stand.OFFERED:
                yield Step("accept", step.after, {"as": part.unit})

    def _answer(self, step: Step) -> Iterator[Step]:
        """Every part is delivered, the answer written and taken through sign-off and audit."""
        yield from self._join(Step("join", Limit.parse("20m")))
        for part in self.hall.case.waiting_for:
            yield Step("deliver_part", Limit.parse("20m"), {"as": part.unit})
        if self.law.regime.handling.contact_first and not self.hall.case.contacted:
            yield Step("contact", Limit.parse("15m"))
        yield Step("draft_answer", step.after)
        yield from self._through_gates()

    def _through_gates(self) -> Iterator[Step]:
        while (phase := self.hall.case.phase) in (Phase.SIGNING, Phase.AUDITING):
            yield Step("sign_off" if phase is Phase.SIGNING else "audit", Limit.parse("1wh"))

    def _close(self, step: Step) -> Iterator[Step]:
        """Whatever still stands between the answer and striking off."""
        while (case := self.hall.case).phase is Phase.ANSWERED and not case.dissatisfied:
            gate = gates.current(case, self.law)
            if gate is Gate.VOTE:
                cast_already = len(case.votes)
                for nth in range(cast_already, len(case.petitioners)):
                    yield Step("vote", Limit.parse("3h"), {"who": str(nth)})
            elif gate is None:
                yield Step("strike_off", SOON)
            else:
                yield Step("rate" if gate is Gate.RATING else "record_follow_up", step.after)
            yield from self._through_gates()

    def _strike(self, until: datetime) -> None:
        """What the clocks said up to a moment, each at its own time."""
        while (at := (case := self.hall.case).next_alarm_at) is not None and at <= until:
            clock = next(one for one in case.clocks if one.next_at == at)
            moment = max(at, case.changed_at or at).astimezone(UTC)
            self.hall.act(Strike(clock=clock.key), self.hall.actor(None), moment)

    def _do(self, step: Step, at: datetime) -> None:
        if step.deed == "co_sign":
            return self.hall.co_sign(cast.petitioner(self.stage, self.lot), at)
        given = dict(step.given)
        player = self._player(step)
        actor = self.hall.actor(player) if player else self._petitioner(given)
        if step.deed == "merge":
            given["into"] = self.book.get(
                f"{self.story.id.split('/')[0]}/{given['into']}", "paper-1"
            )
        scene = Scene(self.story, self.hall.case, self.law, at, self.lot, player)
        return self.hall.act(fields.deed(step.deed, scene, given), actor, at)

    def _petitioner(self, given: Mapping[str, str]) -> Actor:
        return petitioner_actor(self.hall.case.petitioners[int(given.get("who", "0"))].ref)

    def _player(self, step: Step) -> Player | None:
        """The first who may do it, as the table of permissions says; None: the petitioner."""
        case = self.hall.case
        for role, _ in access.who_may(step.deed, self.law):
            if step.given.get("by", role) != role or role is Role.SYSTEM:
                continue
            if role is Role.PETITIONER:
                return None
            unit = step.given.get("as") or (case.lead.unit if case.lead else "")
            player = cast.player(self.stage, role, unit)
            if access.role_for(player.on_paper(), step.deed, case, self.law) is not None:
                return player
        raise LookupError(f"{self.story.id}: nobody may {step.deed}")


def _as_it_is(step: Step) -> Iterator[Step]:
    yield step


def _channel(story: Story, law: Law) -> str:
    """The first channel open to whoever registers it."""
    wanted = "staff" if story.by else "public"
    channels = [one for one in law.regime.channels if not one.whistle]
    return next((one.id for one in channels if one.open_to == wanted), channels[0].id)


def together(plays: list[Play]) -> None:
    """Play stories of one event, whatever happens first first."""
    waiting: list[tuple[datetime, int, Iterator[datetime]]] = []
    for nth, play in enumerate(plays):
        moments = play.moments()
        waiting.append((next(moments), nth, moments))
    heapq.heapify(waiting)
    while waiting:
        _, nth, moments = heapq.heappop(waiting)
        if (at := next(moments, None)) is not None:
            heapq.heappush(waiting, (at, nth, moments))


def beginnings(event: list[Story], stage: Stage, now: datetime) -> list[datetime]:
    """When each story of an event began, so that all has happened by now and looks as it should.

    Tried on paper from the latest possible moment backwards. On a day when no beginning gives the
    light asked for, the latest that can be played at all. Raises LookupError where none can.
    """
    why: Exception | None = None
    next_best: list[datetime] = []
    for at in _moments_before(event[0], stage.law, now):
        began = [at, *(_after(at, story, stage.law) for story in event[1:])]
        try:
            stands = [rehearse(s, stage, b, now) for s, b in zip(event, began, strict=True)]
        except (TooLate, Refused) as error:
            why = error
            continue
        if all(_looks(case, s, stage.law, now) for case, s in zip(stands, event, strict=True)):
            return began
        next_best = next_best or began
        if _is_past(light_of(stands[0], stage.law, now), event[0].light):
            break
    if next_best:
        return next_best
    raise LookupError(f"{event[0].id} cannot be played") from why


def _after(at: datetime, story: Story, law: Law) -> datetime:
    return due(at, story.later or SOON, law.calendar).astimezone(UTC)


def _moments_before(story: Story, law: Law, now: datetime) -> Iterator[datetime]:
    lot = Random(story.id)  # noqa: S311 - the same story every time
    at = now - timedelta(days=story.days)
    while at > now - EARLIEST:
        spread = (now - at) / 20  # nobody writes on the hour
        moment = at - min(spread, PACE) * lot.random()
        if _is_likely(law.calendar.local(moment), story, law):
            yield moment
        at -= PACE


def _is_likely(local: datetime, story: Story, law: Law) -> bool:
    """Staff register at the desk, people while they are awake."""
    if not story.by:
        return local.hour in WAKING
    at_desk = any(local.hour in hours for hours in AT_DESK)
    return at_desk and law.calendar.is_working_day(local.date())


def rehearse(story: Story, stage: Stage, began: datetime, until: datetime) -> Case:
    """How the story would stand at `until`, had it begun at `began`. Raises TooLate, Refused."""
    hall = Paper(stage.id, stage.law)
    for _ in Play(story, stage, hall, began, until, {}).moments():
        pass
    return hall.case


def _looks(case: Case, story: Story, law: Law, now: datetime) -> bool:
    """Does it show the light and the stage it should?"""
    if max((c.stage for c in case.clocks if c.running), default=0) < story.stage:
        return False
    return not story.light or light_of(case, law, now) == story.light


def _is_past(light: str, wanted: str) -> bool:
    """Would an earlier beginning only take it further from the light it should show?"""
    turns = ("green", "yellow", "red")
    return light in turns and wanted in turns and turns.index(light) > turns.index(wanted)


def light_of(case: Case, law: Law, now: datetime) -> str:
    """The light of the running clock of staff that turns red first."""
    owners = law.owners
    running = [c for c in case.clocks if c.running and owners(c.id) is not Role.PETITIONER]
    first = min(running, key=lambda clock: clock.red_at, default=None)
    return light(first.yellow_at, first.red_at, now) if first and case.open else ""
