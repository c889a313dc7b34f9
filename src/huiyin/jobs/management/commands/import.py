"""huiyin import letters FILE --regime ID --map map.toml: take a ledger in."""

import csv
import gc
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext
from tqdm import tqdm

from huiyin.intake import ledgers
from huiyin.intake.ledgers import BadRow, LedgerError
from huiyin.jobs import setting_up
from huiyin.jobs.importing import Import, Tally
from huiyin.regimes.files import RegimeErrors, shipped
from huiyin.regimes.queries import NoSuchRegime


class Command(BaseCommand):
    """Every letter at its real time through the door; bad rows are listed, good ones kept."""

    help = "import letters FILE --regime ID --map MAP: take a ledger in 导入台账"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`letters`, the ledger, the regime and the map."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        letters = verbs.add_parser("letters", help="a CSV or XLSX ledger of letters")
        letters.add_argument("file", type=Path, help="the ledger")
        letters.add_argument("--regime", required=True, help="under whose law")
        letters.add_argument("--map", type=Path, required=True, help="which column says what")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, with a progress bar, and end with the table."""
        now = timezone.now()
        ledger: Path = options["file"]
        try:
            mapped = ledgers.read_map(options["map"])
            table = ledgers.rows(ledger)
            rows = list(ledgers.letters(table, mapped, now))
            setting_up.tables()
            place = setting_up.place_of(options["regime"])
            law = setting_up.law_in_force(options["regime"])
        except (LedgerError, RegimeErrors) as error:
            raise CommandError(str(error)) from None
        except NoSuchRegime:
            known = "、".join(shipped())
            told = gettext("没有“{regime}”这套规则，可用的有：{known}。")
            raise CommandError(told.format(regime=options["regime"], known=known)) from None
        self._check(mapped.defaults, law)
        gc.freeze()  # what is loaded by now stays: to look through it again and again took 7 %
        going = Import(place, law, mapped.defaults, now)
        with tqdm(total=len(rows), unit=" letters") as bar:
            for count in going.run(rows):
                bar.update(count)
        self._print(going.tally, law.regime.name)
        if going.tally.bad:
            path = _list_bad(ledger, place.pk, going.tally.bad)
            self.stdout.write(gettext("未导入的行见 {path}").format(path=path))

    def _check(self, defaults: ledgers.Defaults, law: Any) -> None:
        for name, known in (
            ("channel", law.channels),
            ("kind", law.kinds),
            ("level", law.levels),
            ("area", law.areas),
        ):
            value = getattr(defaults, name)
            if value and value not in known:
                told = gettext("列对照文件 defaults.{name}：“{regime}”没有“{value}”。")
                raise CommandError(told.format(name=name, regime=law.regime.id, value=value))

    def _print(self, tally: Tally, name: str) -> None:
        answered = tally.in_time + tally.overdue
        share = f"（{tally.in_time / answered:.2%}）" if answered else ""
        lights = tally.lights
        self.stdout.write(
            # both languages at once: a table that is pasted into mails and read by scripts
            f"\n{name}：按本地规则计 under the place's own law\n"
            f"  收到 received          {tally.received:>8}\n"
            f"  按期答复 in time       {tally.in_time:>8}{share}\n"
            f"  超期答复 overdue       {tally.overdue:>8}\n"
            f"  未答复、未到期 open    {tally.open_in_time:>8}\n"
            f"  未答复、已超期 late    {tally.open_overdue:>8}\n"
            f"  灯（答复时或现在） ● 绿 {lights['green']}  ▲ 黄 {lights['yellow']}"
            f"  ■ 红 {lights['red']}\n"
            f"  此前已导入 before      {tally.before:>8}\n"
            f"  未导入 bad rows        {len(tally.bad):>8}"
        )


def _list_bad(ledger: Path, place: str, bad: list[BadRow]) -> Path:
    """The bad rows as a file: row number and reason, nothing of the letter itself."""
    folder = Path(settings.HUIYIN_HOME, "imports")
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{ledger.stem}-{place}.bad.csv"
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["row", "reason"])
        writer.writerows((one.row, one.reason) for one in sorted(bad, key=lambda one: one.row))
    return target
