"""huiyin journal: is the record whole, do the cases stand where it says, are they found so?"""

from argparse import ArgumentParser
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.utils.translation import gettext
from tqdm import tqdm

from huiyin.cases import agreeing, finding, numbers
from huiyin.cases import queries as cases
from huiyin.intake import upkeep
from huiyin.journal import queries as journal


class Command(BaseCommand):
    """`verify`: recompute every hash, rebuild every case, compare; say where it is not so.

    `index`: find cases by the words of the record; make good what is not indexed as it says.
    """

    help = "journal verify|index [--case N]: prove the record, index its words 核验记录、重建检索"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`verify`, of one case or of all."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        verify = verbs.add_parser("verify", help="recompute hashes and rebuild cases")
        verify.add_argument("--case", help="one case number only")
        index = verbs.add_parser("index", help="index every word anew where it is not as recorded")
        index.add_argument("--case", help="one case number only")
        index.add_argument("--check", action="store_true", help="only say what does not agree")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; raises CommandError (exit 1) when anything was found that is not as it should."""
        if options["verb"] == "index":
            self._index(options["case"], check=options["check"])
        else:
            self._verify(self._wanted(options["case"]))

    def _index(self, number: str | None, *, check: bool) -> None:
        count = found = 0
        pages = [list(self._wanted(number))] if number else cases.numbers_in_pages(PAGE)
        with tqdm(unit=" cases", disable=None) as bar:
            for page in pages:
                count += len(page)
                found += self._disagree(page) if check else finding.renew(page)
                bar.update(len(page))
        sound = finding.is_sound()
        told = gettext("检索索引：查了 {count} 件，与记录不符的 {found} 件。")
        if check and (found or not sound):
            self.stdout.write(told.format(count=count, found=found))
            raise CommandError(gettext("请运行 huiyin journal index 重建。"))
        if not sound:
            finding.renew_index()
        self.stdout.write(told.format(count=count, found=found))

    def _disagree(self, page: Collection[str]) -> int:
        wrong = finding.disagreeing(page)
        for number in wrong:
            told = gettext("{number}：检索索引与记录不符。")
            self.stdout.write(told.format(number=number))
        return len(wrong)

    def _verify(self, wanted: Iterable[str]) -> None:
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


PAGE = 500


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
    field = agreeing.disagreement(number)
    if field:
        told = gettext("{number}：现状的“{field}”与记录推算的不一致。")
        yield told.format(number=number, field=field)
    for fault in upkeep.faults(number):
        told = gettext("{number} 第 {seq} 条：{message}")
        what = {"seq": fault.seq, "message": gettext(fault.message)}
        yield told.format(number=fault.case, **what)
