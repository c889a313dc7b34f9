"""huiyin journal verify: is the record whole, and do the cases stand where it says?"""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.utils.translation import gettext
from tqdm import tqdm

from huiyin.cases import numbers
from huiyin.cases import queries as cases
from huiyin.intake import upkeep
from huiyin.journal import queries as journal


class Command(BaseCommand):
    """Recompute every hash, rebuild every case, compare; say where it is not so."""

    help = "journal verify [--case N]: prove that the record is whole 核验记录"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`verify`, of one case or of all."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        verify = verbs.add_parser("verify", help="recompute hashes and rebuild cases")
        verify.add_argument("--case", help="one case number only")

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify; raises CommandError (exit 1) when anything is not as it was written."""
        wanted = self._wanted(options["case"])
        found = 0
        count = 0
        for number in tqdm(wanted, unit=" cases", disable=None):
            count += 1
            for fault in faults(number):
                found += 1
                self.stdout.write(fault)
        if found:
            told = gettext("核验了 {count} 件，发现 {found} 处不符。")
            raise CommandError(told.format(count=count, found=found))
        told = gettext("核验了 {count} 件，记录完整，与现状一致。")
        self.stdout.write(told.format(count=count))

    def _wanted(self, text: str | None) -> Iterable[str]:
        if text is None:
            return cases.every_number()
        number = numbers.normalise(text)
        if not number or not (cases.is_known(number) or journal.end(number)[0]):
            raise CommandError(gettext("没有受理编号为“{number}”的诉求。").format(number=text))
        return [number]


def faults(number: str) -> Iterator[str]:
    """What is wrong with one case, a sentence each; what cannot be read at all is wrong, too."""
    try:
        yield from _faults(number)
    except (ValueError, TypeError, AttributeError, LookupError):
        yield gettext("{number}：有一处被改得无法读出。").format(number=number)
    except OperationalError as error:
        if "decode" not in str(error):  # the database is away: that says nothing about the case
            raise
        yield gettext("{number}：有一处被改得无法读出。").format(number=number)


def _faults(number: str) -> Iterator[str]:
    broken = False
    for fault in journal.faults(number):
        broken = True
        told = gettext("{number} 第 {seq} 条：{message}")
        what = {"seq": fault.seq, "message": gettext(fault.message)}
        yield told.format(number=fault.case, **what)
    if broken:
        return
    field = cases.disagreement(number)
    if field:
        told = gettext("{number}：现状的“{field}”与记录推算的不一致。")
        yield told.format(number=number, field=field)
    for fault in upkeep.faults(number):
        told = gettext("{number} 第 {seq} 条：{message}")
        what = {"seq": fault.seq, "message": gettext(fault.message)}
        yield told.format(number=fault.case, **what)
