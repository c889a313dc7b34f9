"""Which clocks a fact starts, pauses, moves and stops, read from the law.

A deadline is a pure function of start, limit, extras, pauses and calendar, kept with those inputs
so that anybody can recompute and explain it (B1). No step speaks of time limits; only this does.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from huiyin.rules import facts as f
from huiyin.rules.case import Case, Clock, Stand
from huiyin.rules.law import Law
from huiyin.rules.vocabulary import ClockLaw, LimitRule, Rung
from huiyin.rules.worktime import (
    Explanation,
    Limit,
    Pause,
    at_share,
    due,
    explain,
    is_provisional,
    up_at,
)

YELLOW, RED = 1, 2
"""Stages of a clock; above RED come the rungs of its ladder."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """What a clock has to say when it strikes next."""

    clock: Clock
    stage: int
    rung: Rung | None


@dataclass(frozen=True, slots=True)
class _Event:
    """A fact as the clocks see it: what, when, and the case before and after."""

    what: f.What
    at: datetime
    before: Case | None
    case: Case
    law: Law

    @property
    def kind(self) -> str:
        return f.kind_of(type(self.what))

    def live(self, clock: str) -> Iterator[Clock]:
        """Clocks of that law that have not stopped."""
        return (one for one in self.case.clocks if one.id == clock and one.stopped_at is None)


def follow(
    before: Case | None, after: Case, what: f.What, at: datetime, law: Law
) -> tuple[Clock, ...]:
    """New values of the clocks of `after` that `what`, happening at `at`, changed."""
    if before is not None and _touches_none(before, after, what, law):
        return ()
    live = {clock.key: clock for clock in after.clocks if clock.stopped_at is None}
    if before is not None and before.open and not after.open:
        return tuple(_stop(clock, at, law) for clock in live.values())
    event = _Event(what, at, before, after, law)
    changed = _moved_by(live, event)
    for rule in law.clocks_touched_by.get(event.kind, ()):
        for of in _subjects(rule, event):
            key = f"{rule.id}:{of}" if of else rule.id
            new = _turn(rule, of, changed.get(key, live.get(key)), event)
            if new is not None:
                changed[key] = new
    if isinstance(what, f.Classified | f.Accepted):
        changed.update(_relimited({**live, **changed}, after, at, law))
    if before is None or before.assignments is not after.assignments:
        changed.update(_left(live, after, at, law))
    return tuple(changed.values())


def _moved_by(live: dict[str, Clock], event: _Event) -> dict[str, Clock]:
    """A strike moves its clock to the next stage, an extension all that can be extended; taken
    back, those that it had moved."""
    what = event.what
    if isinstance(what, f.Struck):
        return {what.clock: _struck(live[what.clock], what.stage, event.at, event.law)}
    if isinstance(what, f.ExtensionGranted):
        return _extended(live, what.limit, event.at, event.law)
    if isinstance(what, f.ExtensionRevoked):
        return _extended(live, "", event.at, event.law)
    return {}


_ALWAYS = (f.Struck, f.ExtensionGranted, f.ExtensionRevoked, f.Classified, f.Accepted)
"""Facts that move clocks whether or not the law names them."""


def _touches_none(before: Case, after: Case, what: f.What, law: Law) -> bool:
    """Does `what` leave all clocks alone? Most facts do, and this is asked of each."""
    return (
        f.kind_of(type(what)) not in law.clocks_touched_by
        and not isinstance(what, _ALWAYS)
        and before.assignments is after.assignments
        and before.open == after.open
    )


def _subjects(rule: ClockLaw, event: _Event) -> Iterator[str]:
    """For whom this rule speaks of the event: "" the case, or the units or the order meant."""
    what = event.what
    if rule.per == "case":
        if not _is_about_a_part_only(event):
            yield ""
    elif rule.per == "order":
        if isinstance(what, f.Ordered | f.OrderAnswered):
            yield what.order
    elif isinstance(what, f.Accepted | f.PartDelivered | f.Arrived):
        if any(part.unit == what.unit for part in event.case.assisting):
            yield what.unit
    elif event.kind in rule.starts:
        yield from _parts_without_clock(rule, event)
    else:
        yield from (clock.of for clock in event.live(rule.id))


def _parts_without_clock(rule: ClockLaw, event: _Event) -> Iterator[str]:
    """The units that the event brings in; where it names none, all that have just been offered."""
    timed = {clock.of for clock in event.live(rule.id)}
    what = event.what
    if isinstance(what, f.Whistled):
        called = set(what.units)
    elif isinstance(what, f.UnitAsked):
        called = {what.unit}
    else:
        called = {part.unit for part in event.case.assisting}
    for part in event.case.assisting:
        if part.stand is Stand.OFFERED and part.unit in called and part.unit not in timed:
            yield part.unit


def _is_about_a_part_only(event: _Event) -> bool:
    """An assisting unit's acceptance, or a reassignment within one lead, moves no case clock."""
    what, before, lead = event.what, event.before, event.case.lead
    if isinstance(what, f.Accepted):
        return lead is None or lead.unit != what.unit
    if isinstance(what, f.Reassigned) and before is not None:
        return before.lead is not None and before.lead.unit == what.lead
    return False


def _turn(rule: ClockLaw, of: str, old: Clock | None, event: _Event) -> Clock | None:
    """The clock after the event, or None where nothing changes."""
    if event.kind in rule.starts:
        return _start(rule, of, event)
    if old is None or old.stopped_at is not None:
        return None
    if event.kind in rule.stops:
        return _stop(old, event.at, event.law)
    return _paused_or_resumed(rule, old, event)


def _paused_or_resumed(rule: ClockLaw, old: Clock, event: _Event) -> Clock | None:
    kind = event.kind
    for pause in rule.pauses:
        if kind in pause.on and not old.paused:
            return old.but(pauses=(*old.pauses, Pause(event.at, None, kind)), next_at=None)
        if kind in pause.until and old.paused and old.pauses[-1].reason in pause.on:
            ended = replace(old.pauses[-1], end=event.at)
            return _moved(old.but(pauses=(*old.pauses[:-1], ended)), event.at, event.law)
    return None


def _start(rule: ClockLaw, of: str, event: _Event) -> Clock:
    at, law = event.at, event.law
    limit = limit_for(rule, event.case, law)
    fresh = Clock(
        id=rule.id,
        of=of,
        started_at=at,
        limit=str(limit) if limit else "",
        until=None if limit else getattr(event.what, "until", None),
        cut_off=rule.cut_off is not None,
        calendar=law.calendar.version,
        yellow_at=at,
        red_at=at,
        next_at=None,
    )
    return _timed(fresh, law)


def _stop(clock: Clock, at: datetime, law: Law) -> Clock:
    if clock.paused:  # what it stood for is no delay: the deadline it is judged by moves too
        ended = replace(clock.pauses[-1], end=at)
        clock = _timed(clock.but(pauses=(*clock.pauses[:-1], ended)), law)
    return clock.but(stopped_at=at, next_at=None)


def limit_for(rule: ClockLaw, case: Case, law: Law) -> Limit | None:
    """The limit the law sets for this clock of this case; None where a fact names the moment."""
    for special in rule.limits:
        if not _fits(special, case):
            continue
        limit = _named(special, case, law)
        if limit is not None:
            return limit
    return rule.limit


def _fits(special: LimitRule, case: Case) -> bool:
    return (
        (not special.kinds or case.kind in special.kinds)
        and (not special.channels or case.channel in special.channels)
        and (not special.levels or case.level in special.levels)
        and (not special.classes or case.class_code.startswith(special.classes))
    )


def _named(special: LimitRule, case: Case, law: Law) -> Limit | None:
    if special.by == "catalogue":
        return law.class_limit(case.class_code)
    if special.by == "standard":
        promised = case.lead and law.standards.get(case.lead.standard)
        return promised.limit if promised else None
    return special.limit


def _timed(clock: Clock, law: Law) -> Clock:
    """The clock with its moments computed anew from its inputs."""
    rule = law.clocks[clock.id]
    cut_off = rule.cut_off if clock.cut_off else None
    share = rule.yellow
    limit = Limit.parse(clock.limit) if clock.limit else None
    if limit is None:
        red = clock.until or clock.started_at
        yellow = clock.started_at + (red - clock.started_at) * float(share)
    else:
        start, calendar = clock.started_at, law.calendar
        red = due(start, limit, calendar, pauses=clock.pauses, cut_off=cut_off)
        yellow = at_share(
            start, limit, calendar, share, pauses=clock.pauses, cut_off=cut_off, end=red
        )
        for text in clock.extras:
            extra = Limit.parse(text)
            yellow = at_share(red, extra, calendar, share, pauses=clock.pauses)
            red = due(red, extra, calendar, pauses=clock.pauses)
    timed = clock.but(
        yellow_at=min(yellow, red),
        red_at=red,
        calendar=law.calendar.version,
        provisional=is_provisional(clock.started_at, red, law.calendar, limit),
    )
    return timed.but(next_at=_next_alarm_at(timed, None, law))


def _moved(clock: Clock, at: datetime, law: Law) -> Clock:
    """The clock with a new sum: what lies ahead again strikes again, what is past does not."""
    timed = _timed(clock, law)
    if not timed.is_red(at):
        staged = timed.but(stage=0 if at < timed.yellow_at else min(clock.stage, YELLOW))
        return staged.but(next_at=_next_alarm_at(staged, at, law))
    if clock.stage < RED:
        return timed
    return timed.but(next_at=clock.next_at or _next_alarm_at(timed, at, law))


def recompute(clock: Clock, law: Law) -> Clock:
    """The same clock, its yellow and red computed again from its own inputs."""
    if clock.paused:
        return clock
    fresh = _timed(clock, law)
    return fresh.but(next_at=clock.next_at)


def explain_clock(clock: Clock, law: Law) -> tuple[Explanation, ...]:
    """The sum behind the deadline, one explanation for the limit and one for each extension."""
    if not clock.limit or clock.paused:
        return ()
    rule = law.clocks[clock.id]
    cut_off = rule.cut_off if clock.cut_off else None
    limit = Limit.parse(clock.limit)
    sums = [explain(clock.started_at, limit, law.calendar, pauses=clock.pauses, cut_off=cut_off)]
    for text in clock.extras:
        extra = Limit.parse(text)
        sums.append(explain(sums[-1].due, extra, law.calendar, pauses=clock.pauses))
    return tuple(sums)


def rungs(clock: Clock, law: Law) -> tuple[Rung, ...]:
    """The rungs that this clock climbs after red, lowest first."""
    name = law.clocks[clock.id].ladder
    return law.ladders[name].rungs if name else ()


def _next_alarm_at(clock: Clock, struck_at: datetime | None, law: Law) -> datetime | None:
    """When the stage after `clock.stage` is due; a rung counts from the strike of the one below."""
    if not clock.running:
        return None
    if clock.stage < YELLOW:
        return clock.yellow_at
    if clock.stage < RED:
        return up_at(clock.red_at)
    ladder = rungs(clock, law)
    taken = clock.stage - RED
    if taken >= len(ladder):
        return None
    since, after = struck_at or up_at(clock.red_at), ladder[taken].after
    return due(since, after, law.calendar) if after else since


def next_alarm(clock: Clock, law: Law) -> Alarm | None:
    """What the clock says at `clock.next_at`; None when it has nothing more to say."""
    if clock.next_at is None:
        return None
    stage = clock.stage + 1
    rung = rungs(clock, law)[stage - RED - 1] if stage > RED else None
    return Alarm(clock, stage, rung)


def _struck(clock: Clock, stage: int, at: datetime, law: Law) -> Clock:
    staged = clock.but(stage=stage)
    return staged.but(next_at=_next_alarm_at(staged, at, law))


def _extended(live: dict[str, Clock], limit: str, at: datetime, law: Law) -> dict[str, Clock]:
    """Clocks with more time, or without the last they were given; "" takes it back.

    One that stands still has it when it runs on.
    """
    changed = {}
    for key, clock in live.items():
        if law.clocks[clock.id].extendable and clock.limit and (limit or clock.extras):
            extras = (*clock.extras, limit) if limit else clock.extras[:-1]
            new = clock.but(extras=extras)
            changed[key] = new if clock.paused else _moved(new, at, law)
    return changed


def _relimited(live: dict[str, Clock], case: Case, at: datetime, law: Law) -> dict[str, Clock]:
    """Clocks whose limit is another one now: same start, new sum (P68)."""
    changed = {}
    for key, clock in live.items():
        limit = limit_for(law.clocks[clock.id], case, law)
        if clock.limit and limit and str(limit) != clock.limit and clock.stopped_at is None:
            new = clock.but(limit=str(limit))
            changed[key] = new if clock.paused else _moved(new, at, law)
    return changed


def _left(live: dict[str, Clock], case: Case, at: datetime, law: Law) -> dict[str, Clock]:
    """Clocks of units that have no part in the case any more stop."""
    units = {part.unit for part in case.assisting}
    orders = {order.id for order in case.orders}
    return {
        key: _stop(clock, at, law)
        for key, clock in live.items()
        if clock.of and clock.of not in units and clock.of not in orders
    }
