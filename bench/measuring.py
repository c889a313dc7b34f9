"""The measuring half of `act.py`: imported once Django is set up on the database in question."""

import cProfile
import pstats
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from django.core.management import call_command
from django.db import connection, connections, transaction

from huiyin.cases.actions import act, register
from huiyin.jobs.setting_up import place_of
from huiyin.people import actions as people
from huiyin.people.queries import actor_of
from huiyin.rules.case import Actor
from huiyin.rules.deeds import Deed
from huiyin.rules.steps.dispatch import Dispatch
from huiyin.rules.steps.handle import Accept, DraftAnswer, SignOff
from huiyin.rules.steps.receive import Register
from huiyin.rules.vocabulary import Role

BEGAN = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
HEADING = f"{'database':<11} {'deed':<9}{'door/s':>9} {'bare/s':>9}{'door:bare':>11}   middle half"
MATTER = Register(
    number="",
    place="starter",
    petitioner="1",
    channel="hotline",
    kind="complaint",
    class_code="0201",
    area="990101001000-c01",
    title="和平社区门口三盏路灯不亮",
    text="和平社区东门到公交站一段，三盏路灯坏了快一周，晚上接孩子看不清路，请尽快来修。" * 3,
)
ANSWER = "三盏路灯已更换灯头并恢复照明，沿线其余路灯一并检查，未见异常，欢迎继续监督。" * 3
STEPS: dict[str, tuple[str, Deed | None]] = {
    "agent": ("register", None),
    "dispatcher": ("", Dispatch(lead="housing")),  # handed over; not measured
    "clerk": ("accept", Accept(contact="李强 13800000000")),
    "drafter": ("answer", DraftAnswer(text=ANSWER)),
    "head": ("answer", SignOff()),
}
"""Who does what to each case, and the name it is measured under: an answer is two deeds here."""
TABLES = ("journal_fact", "journal_text", "cases_case", "cases_part", "cases_notice")

Statement = tuple[str, Any, bool]


@dataclass
class Measured:
    """Seconds of one deed through the door and bare, a pair a round."""

    door: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)

    def line(self, database: str, deed: str) -> str:
        """The door's speed as a share of the bare one: median and middle half of the rounds."""
        shares = [bare / door for door, bare in zip(self.door, self.bare, strict=True)]
        low, _, high = quantiles(shares, n=4)
        return (
            f"{database:<11} {deed:<9}{1 / median(self.door):>9.0f} {1 / median(self.bare):>9.0f}"
            f"{median(shares):>11.2f}   {low:.2f} - {high:.2f}"
        )


class Twins:
    """The door's database and its twin."""

    def __init__(self) -> None:
        self.door, self.bare = connections["default"], connections["bare"]
        self.said: list[Statement] = []

    def turn(self, deed: Callable[[], Any]) -> tuple[float, float]:
        """Seconds for the deed through the door, and for its statements in the twin."""
        self.said.clear()
        with self.door.execute_wrapper(self._listen):
            started = perf_counter()
            deed()
            door = perf_counter() - started
        return door, self._repeat()

    def _listen(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.said.append((sql, params, many))
        return execute(sql, params, many, context)

    def _repeat(self) -> float:
        """The same statements in one transaction, their rows fetched as the door fetched them."""
        said = [one for one in self.said if not one[0].startswith("BEGIN")]
        started = perf_counter()
        with transaction.atomic(using="bare"), self.bare.cursor() as cursor:
            for sql, params, many in said:
                if many:
                    cursor.executemany(sql, params)
                    continue
                cursor.execute(sql, params)
                if cursor.description:
                    cursor.fetchall()
        return perf_counter() - started

    def check(self) -> None:
        """Both sides must have done the same work."""
        for table in TABLES:
            rows = []
            for one in (self.door, self.bare):
                with one.cursor() as cursor:
                    cursor.execute(f"SELECT * FROM {table} ORDER BY id")
                    rows.append(cursor.fetchall())
            if rows[0] != rows[1] or not rows[0]:
                raise SystemExit(f"The twin of {table} differs: the measurement means nothing.")


class World:
    """A place under the starter regime, its people, and the case in hand."""

    def __init__(self) -> None:
        place = place_of("starter")

        def member(role: Role, unit: str) -> Actor:
            name = f"bench-{role}"
            return actor_of(
                people.add_member(name, name=name, place=place, roles=[role], unit=unit)
            )

        clerk = member(Role.CLERK, "housing")
        self.people = {
            "agent": member(Role.AGENT, "centre"),
            "dispatcher": member(Role.DISPATCHER, "centre"),
            "clerk": clerk,
            "drafter": clerk,
            "head": member(Role.HEAD, "housing"),
        }
        self.number = ""

    def do(self, who: str, at: datetime) -> None:
        """The next deed of a case; the first makes a new one."""
        _, deed = STEPS[who]
        actor = self.people[who]
        if deed is None:
            self.number = register(MATTER, actor=actor, now=at).case.number
        else:
            act(self.number, deed, actor=actor, now=at)


def report(rounds: int, cases: int, *, waits: bool) -> Iterator[str]:
    """A line for each deed, on the database that the environment names."""
    name = connection.display_name + ("" if waits else "*")
    with fresh_tables():
        for deed, found in measure(rounds, cases, waits=waits).items():
            yield found.line(name, deed)


def measure(rounds: int, cases: int, *, waits: bool) -> dict[str, Measured]:
    """`rounds` rounds of so many cases each; the first round warms up and does not count."""
    world = World()
    measured = {deed: Measured() for deed, _ in STEPS.values() if deed}
    with twins(waits=waits) as pair:
        for nth in range(rounds + 1):
            spent = {deed: [0.0, 0.0] for deed in measured}
            for case in range(cases):
                _one_case(world, pair, spent, BEGAN + timedelta(days=nth, minutes=case))
            for deed, (door, bare) in spent.items() if nth else ():
                measured[deed].door.append(door / cases)
                measured[deed].bare.append(bare / cases)
        pair.check()
    return measured


def _one_case(world: World, pair: Twins, spent: dict[str, list[float]], at: datetime) -> None:
    for hours, (who, (deed, _)) in enumerate(STEPS.items()):
        moment = at + timedelta(hours=hours)
        door, bare = pair.turn(lambda who=who, moment=moment: world.do(who, moment))  # type: ignore[misc]
        if deed:
            spent[deed][0] += door
            spent[deed][1] += bare


@contextmanager
def fresh_tables() -> Iterator[None]:
    """Tables in an empty SQLite file, or in a database of our own on the server."""
    if connection.vendor == "sqlite":
        call_command("migrate", verbosity=0)
        yield
        return
    named = str(connection.settings_dict["NAME"])
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(named, verbosity=0)


@contextmanager
def twins(*, waits: bool) -> Iterator[Twins]:
    """The twin is made of the door's database as it stands, and vanishes afterwards.

    `waits`: for the disk at each commit, as the settings of the house say (SQLite only).
    """
    own = connections["default"]
    name = str(own.settings_dict["NAME"])
    settings = {**own.settings_dict, "NAME": f"{name}_bare"}
    own.close()
    if own.vendor == "sqlite":
        for end in ("", "-wal"):
            if Path(name + end).exists():
                shutil.copy(name + end, f"{name}_bare{end}")
    else:
        _on_server(f'CREATE DATABASE "{name}_bare" TEMPLATE "{name}"')
    connections.settings["bare"] = settings
    try:
        pair = Twins()
        for one in () if waits else (pair.door, pair.bare):
            with one.cursor() as cursor:
                cursor.execute("PRAGMA synchronous=OFF")
        yield pair
    finally:
        connections["bare"].close()
        if own.vendor == "postgresql":
            _on_server(f'DROP DATABASE IF EXISTS "{name}_bare"')


def _on_server(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


def profile(cases: int) -> None:
    """Where the door spends its time."""
    with fresh_tables():
        world, watch = World(), cProfile.Profile()
        for case in range(cases + 1):
            for hours, who in enumerate(STEPS):
                if case:  # the first one fills the caches
                    watch.enable()
                world.do(who, BEGAN + timedelta(minutes=case, hours=hours))
                watch.disable()
    stats = pstats.Stats(watch)
    stats.sort_stats("tottime").print_stats(25)
    stats.sort_stats("cumulative").print_stats(60)
