"""huiyin suggest: how well the house guesses where letters belong."""

import json
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext
from tqdm import tqdm

from huiyin.dispatch.history import ABOUT, past
from huiyin.dispatch.learning import training
from huiyin.dispatch.learning.training import ENOUGH, Figures, Labelled, TooFew
from huiyin.dispatch.queries import learned
from huiyin.dispatch.retraining import Retrained, retrain
from huiyin.intake import ledgers
from huiyin.intake.ledgers import LedgerError
from huiyin.jobs import setting_up
from huiyin.people import queries as people
from huiyin.regimes import queries as regimes

_GROUP = "near_duplicate_group"
_ROUNDS = 11
"""Steps of one training (`training.learn`)."""


class Command(BaseCommand):
    """`train` learns from the cases of places; `evaluate` from files, and changes nothing."""

    help = "suggest train|show|evaluate: learn where letters belong, and how well 建议"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The verb and its files."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        evaluate = verbs.add_parser("evaluate", help="learn from one file, be measured on another")
        evaluate.add_argument("train", type=Path, help="CSV or XLSX with columns body and label")
        evaluate.add_argument("test", type=Path, nargs="?", help="another, of the same columns")
        evaluate.add_argument("--folds", type=int, help="instead of TEST: parts of TRAIN in turn")
        evaluate.add_argument("--json", action="store_true", help="for machines")
        train = verbs.add_parser("train", help="learn from what people decided; the better stays")
        train.add_argument("places", nargs="*", help="ids of places; all of them")
        verbs.add_parser("show", help="what was learned, and how good it is")

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

    def _train(self, places: list[str], **options: Any) -> None:
        setting_up.tables()
        every = {place.pk: place for place in people.places()}
        for name in places:
            if name not in every:
                raise CommandError(gettext("没有“{place}”这个地方。").format(place=name))
        chosen = [every[name] for name in places] or list(every.values())
        with tqdm(total=len(chosen) * len(ABOUT), unit=" models") as bar:
            for place in chosen:
                decided = past(place.pk, regimes.current(place.regime))
                for about in ABOUT:
                    made = retrain(place.pk, about, decided, now=timezone.now())
                    bar.update()
                    self.stdout.write(_in_words(place.pk, made))

    def _show(self, **options: Any) -> None:
        for place in people.places():
            for about, one in learned(place.pk).items():
                self.stdout.write(
                    f"{one.place:<12} {about:<6} {one.made_at:%Y-%m-%d} {one.learned_from:>7}"
                    f"  F1 {one.figures['macro_f1']:.3f}"
                    f"  98 % {one.figures['coverage_at_98']:.1%}"
                )

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


def _in_words(place: str, made: Retrained) -> str:
    """One line of the report: what was tried, on how much, and what stays."""
    stays = {
        "new": gettext("用新的"),
        "old": gettext("仍用旧的"),
        "none": gettext("可以学的还太少"),
    }[made.kept]
    scores = [one.macro_f1 for one in (made.before, made.figures) if one is not None]
    told = " → ".join(f"{score:.3f}" for score in scores)
    return f"{place:<12} {made.about:<6} {made.cases:>7}  {told:<14} {stays}"


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
