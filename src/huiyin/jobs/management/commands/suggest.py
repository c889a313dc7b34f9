"""huiyin suggest: how well the house guesses where letters belong."""

import json
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext
from tqdm import tqdm

from huiyin.dispatch.learning import training
from huiyin.dispatch.learning.training import ENOUGH, Figures, Labelled, TooFew
from huiyin.intake import ledgers
from huiyin.intake.ledgers import LedgerError

_GROUP = "near_duplicate_group"
_ROUNDS = 11
"""Steps of one training (`training.learn`)."""


class Command(BaseCommand):
    """Nothing of the place's own is read or changed by `evaluate`."""

    help = "suggest evaluate TRAIN [TEST]: how well letters are put in their places 建议"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The verb and its files."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        evaluate = verbs.add_parser("evaluate", help="learn from one file, be measured on another")
        evaluate.add_argument("train", type=Path, help="CSV or XLSX with columns body and label")
        evaluate.add_argument("test", type=Path, nargs="?", help="another, of the same columns")
        evaluate.add_argument("--folds", type=int, help="instead of TEST: parts of TRAIN in turn")
        evaluate.add_argument("--json", action="store_true", help="for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the verb; what cannot be read or learned from is one sentence."""
        try:
            getattr(self, f"_{options['verb']}")(**options)
        except LedgerError as error:
            raise CommandError(str(error)) from None
        except TooFew:
            told = gettext("可以学的太少：至少要有两个类别，每类至少 {enough} 封信。")
            raise CommandError(told.format(enough=ENOUGH)) from None

    def _evaluate(self, train: Path, test: Path | None, folds: int | None, **options: Any) -> None:
        if (test is None) == (folds is None):
            raise CommandError(gettext("请给出第二个文件，或用 --folds 说明分成几份，二者选一。"))
        letters = _letters(train)
        if folds is not None and not 2 <= folds <= len(letters):
            raise CommandError(gettext("--folds 至少是 2，不能多于信的数量。"))
        if folds is not None:
            figures = _counted(folds, lambda tick: training.fold(letters, folds, tick))
        else:
            unseen = _letters(test or train)
            figures = _counted(
                1, lambda tick: training.measure(training.learn(letters, tick), unseen)
            )
        self._print(figures, as_json=options["json"])

    def _print(self, figures: Figures, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(asdict(figures)))
            return
        spread = figures.macro_f1_spread
        over_folds = "" if spread is None else f" ± {spread:.3f}"
        self.stdout.write(
            # both languages at once: a table that is pasted into mails and read by scripts
            f"  信件 letters                     {figures.letters:>9}\n"
            f"  宏平均 F1 macro F1               {figures.macro_f1:>9.3f}{over_folds}\n"
            f"  前三个里有 among three           {figures.top3:>9.2%}\n"
            f"  有把握的 decided at 98 %         {figures.coverage_at_98:>9.2%}\n"
            f"  其中对的 of them right           {figures.precision_at_98:>9.2%}\n"
            f"  每封用时 ms per letter           {figures.ms_per_letter:>9.2f}\n"
            f"  模型大小 MB                      {figures.model_mb:>9.2f}"
        )


def _counted(trainings: int, work: Callable[[training.Progress], Figures]) -> Figures:
    with tqdm(total=trainings * _ROUNDS, unit=" steps") as bar:
        return work(bar.update)


def _letters(path: Path) -> list[Labelled]:
    """Every row that has both; a file without the columns is refused."""
    found = []
    for row in ledgers.rows(path):
        missing = [name for name in ("body", "label") if name not in row.cells]
        if missing:
            told = gettext("{path}：没有“{column}”这一列，需要 body 和 label 两列。")
            raise LedgerError(told.format(path=path, column=missing[0]))
        text, label, group = (str(row.cells.get(name) or "") for name in ("body", "label", _GROUP))
        if text.strip() and label.strip():
            found.append(Labelled(text, label.strip(), group))
    if not found:
        told = gettext("{path} 里没有一封既有正文又有类别的信。")
        raise LedgerError(told.format(path=path))
    return found
