"""The measuring half of `desk.py`: imported once Django is set up on the database in question."""

import os
from collections.abc import Callable, Iterator
from random import Random
from statistics import median, quantiles
from time import perf_counter
from typing import Any

import copying
import filling
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from huiyin.cases.models import CaseRow
from huiyin.cases.queries import listing
from huiyin.dispatch.queries import Seems, similar, suggest
from huiyin.people.models import Member
from huiyin.people.queries import actor_of
from huiyin.regimes import queries as regimes

WORDS = {
    "in every fifth case": "小区",
    "in every fiftieth": "路灯",
    "in one of a thousand": "平安路",
    "two words": "路灯 老人和孩子",
    "a sentence": "已安排人员处理完毕",
    "words and a number": "平安路18号",
    "one character": "灯",
    "rare": "经办编号4711",
    "in no case": "火星移民",
    "telephone": "13900004711",
}
Ask = Callable[[int], Any]


def prepare(cases: int, copies: int) -> Iterator[int]:
    """Tables, place, people, and as many cases as are missing; yields how many there are."""
    call_command("migrate", verbosity=0)
    there = CaseRow.objects.count()
    if CaseRow.objects.exclude(place="starter").exists():
        raise SystemExit("This database holds other cases: name one for this purpose.")
    if there >= cases:
        yield there
        return
    own = filling.Filling(cases // copies, timezone.now())
    own.staff()
    yield from own.work()
    if copies > 1:
        seconds = (own.now - own.began).total_seconds() / own.cases
        for nth, _ in enumerate(copying.copies(copies, own.cases, seconds), 1):
            yield min(own.cases * (1 + nth // 6), cases)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def report(rounds: int) -> Iterator[str]:
    """A line for each page and word: median and p95 in milliseconds, and queries."""
    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("collectstatic", interactive=False, verbosity=0)
    cases = CaseRow.objects.count()
    load = os.getloadavg()[0]
    yield f"{connection.display_name}, {cases:,} cases, {os.cpu_count()} cores, load {load:.1f}; ms"
    yield f"{'':<46}{'median':>8}{'p95':>8}{'queries':>9}"
    for login in filling.STAFF:
        yield from (_line(f"{login[6:]}: {name}", ask, rounds) for name, ask in _pages(login))
    yield from (_line(name, ask, rounds) for name, ask in _functions())


def _line(name: str, ask: Ask, rounds: int) -> str:
    ask(0)  # the first fills caches
    spent = []
    with Counting() as counting:
        for nth in range(1, rounds + 1):
            started = perf_counter()
            ask(nth)
            spent.append((perf_counter() - started) * 1000)
    last = quantiles(spent, n=20)[-1]
    return f"{name:<46}{median(spent):>8.2f}{last:>8.2f}{counting.queries / rounds:>9.1f}"


class Counting:
    """How many queries were asked."""

    def __enter__(self) -> "Counting":
        self.queries = 0
        self._wrapper = connection.execute_wrapper(self._count)
        self._wrapper.__enter__()
        return self

    def __exit__(self, *trouble: Any) -> None:
        self._wrapper.__exit__(*trouble)

    def _count(self, execute: Any, *asked: Any) -> Any:
        self.queries += 1
        return execute(*asked)


def _pages(login: str) -> Iterator[tuple[str, Ask]]:
    member = Member.objects.get(username=login)
    client = Client()
    client.force_login(member)

    def page(address: str) -> Ask:
        def ask(nth: int) -> None:
            assert client.get(address).status_code == 200, address

        return ask

    for name, address in (
        ("inbox", "/desk/"),
        ("inbox, overdue", "/desk/?light=red"),
        ("all cases", "/desk/cases"),
        ("all cases, page 20", "/desk/cases?page=20"),
        ("all cases, being handled", "/desk/cases?phase=handling"),
        ("all cases, of one unit", "/desk/cases?unit=discipline"),
    ):
        yield name, page(address)
    for name, words in WORDS.items():
        yield f"search {name}", page(f"/desk/cases?q={words}")
    yield "search, struck off ones", page("/desk/cases?q=路灯&phase=struck_off")
    yield "search, overdue ones", page("/desk/cases?q=路灯&light=red")
    yield "case page", _case_pages(client, member)


def _case_pages(client: Client, member: Member) -> Ask:
    """A different case each time, old and new."""
    rows = listing(actor_of(member), now=timezone.now(), view="all")
    numbers = list(rows.values_list("number", flat=True)[:925:37])

    def ask(nth: int) -> None:
        assert client.get(f"/desk/cases/{numbers[nth % len(numbers)]}").status_code == 200

    return ask


def _functions() -> Iterator[tuple[str, Ask]]:
    law = regimes.current("starter")
    house = filling.Filling(1, timezone.now())
    matters = [house.matter(Random(nth), "1") for nth in range(50)]

    def suggested(nth: int) -> None:
        matter = matters[nth % 50]
        suggest(law, matter.title, matter.text)

    def like(nth: int) -> None:
        matter = matters[nth % 50]
        seems = Seems(matter.place, matter.title + matter.text, matter.area, matter.class_code)
        similar(law, seems, now=timezone.now())

    yield "suggestion", suggested
    yield "similar cases", like
