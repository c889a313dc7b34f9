"""Making a model from letters with their labels, and measuring it on letters it has not seen.

Training alone needs scikit-learn, which is loaded when it begins; guessing does without.
"""

import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import mean, pstdev
from typing import Any

import numpy as np
from numpy.typing import NDArray

from huiyin.dispatch.learning.model import Floats, Model
from huiyin.dispatch.learning.reading import grams, plain

ENOUGH = 10
"""Letters of a label, copies not counted, below which it is not learned."""
PRECISION = 0.98
"""How often a guess above the bar is right."""
KNOWN_GRAMS = 20_000
"""Characters and pairs that tell labels apart best; more made it worse on real letters."""
_RARE = 3
_FOLDS = 10
_OPENING = 60
"""Letters that begin alike, over so many characters, are taken for copies of one."""


class TooFew(Exception):
    """There is not enough to learn from; the sentence is the caller's."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A letter and where it belonged. Letters of one `group` are copies of each other."""

    text: str
    label: str
    group: str = ""

    @property
    def kin(self) -> str:
        """What it has in common with its copies."""
        return self.group or plain(self.text)[:_OPENING]


@dataclass(frozen=True, slots=True)
class Figures:
    """How good a model is on letters it has not seen; shares from 0 to 1.

    `coverage_at_98`: of how many letters it is surer than its own bar, which was set on other
    letters so that 98 % are right; `precision_at_98`: how many of those were. `top3`: the label is
    among the three likeliest. `macro_f1_spread`: over folds; None for one test.
    """

    letters: int
    macro_f1: float
    macro_f1_spread: float | None
    top3: float
    coverage_at_98: float
    precision_at_98: float
    ms_per_letter: float
    model_mb: float


Progress = Callable[[], object]


def learn(letters: Sequence[Labelled], progress: Progress = lambda: None) -> Model:
    """A model of the letters; `progress` is called eleven times. Raises TooFew.

    Labels of fewer letters than `ENOUGH` are left out.
    """
    known = _learnable(letters)
    counts = _counts(known)
    labels = np.array([one.label for one in known])
    lines = _Lines.fit(counts, labels)
    progress()
    far = np.zeros((len(known), len(lines.labels)), dtype=np.float32)
    for seen, unseen in _split(labels, known):
        part = _Lines.fit(counts, labels, seen)
        far[unseen] = part.distances(counts[unseen])
        progress()
    scale, shift, sure = _calibrated(far, labels)
    right = np.array(lines.labels)[sure.argmax(axis=1)] == labels
    return Model(
        labels=lines.labels,
        grams=tuple(str(one) for one in counts.names[lines.kept]),
        rarity=lines.rarity,
        lines=lines.weights,
        offsets=lines.offsets,
        scale=scale,
        shift=shift,
        bar=bar_for(sure.max(axis=1), right),
    )


def bar_for(sure: Floats, right: NDArray[np.bool_], precision: float = PRECISION) -> float:
    """The lowest confidence above which that share of guesses is right; 1.1 where none is.

    By one standard error more than asked, for another set of letters is never quite alike.
    """
    order = np.argsort(-sure, kind="stable")
    often = np.arange(1, len(order) + 1)
    error = np.sqrt(precision * (1 - precision) / often)
    good = np.flatnonzero(np.cumsum(right[order]) / often >= precision + error)
    return float(sure[order[good[-1]]]) if len(good) else 1.1


def measure(model: Model, letters: Sequence[Labelled]) -> Figures:
    """How it does on these letters, which it must not have learned from."""
    from sklearn.metrics import f1_score  # noqa: PLC0415

    begun = time.perf_counter()
    sure = np.array([model.confidences(one.text) for one in letters])
    spent = time.perf_counter() - begun
    labels = np.array(model.labels)
    said = np.array([one.label for one in letters])
    guessed = labels[sure.argmax(axis=1)]
    likeliest = labels[np.argsort(-sure, axis=1)[:, :3]]
    above = sure.max(axis=1) >= model.bar
    return Figures(
        letters=len(letters),
        macro_f1=float(f1_score(said, guessed, average="macro", zero_division=0)),
        macro_f1_spread=None,
        top3=float((likeliest == said[:, None]).any(axis=1).mean()),
        coverage_at_98=float(above.mean()),
        precision_at_98=float((guessed == said)[above].mean()) if above.any() else 1.0,
        ms_per_letter=1000 * spent / len(letters),
        model_mb=len(model.packed()) / 1e6,
    )


def fold(letters: Sequence[Labelled], folds: int, progress: Progress = lambda: None) -> Figures:
    """Learned on all but a part and measured on that, for each part in turn. Raises TooFew."""
    known = _learnable(letters)
    labels = np.array([one.label for one in known])
    each = [
        measure(learn([known[at] for at in seen], progress), [known[at] for at in unseen])
        for seen, unseen in _split(labels, known, folds)
    ]
    scores = [one.macro_f1 for one in each]
    means = {
        name: mean(getattr(one, name) for one in each)
        for name in ("top3", "coverage_at_98", "precision_at_98", "ms_per_letter", "model_mb")
    }
    return Figures(len(known), mean(scores), pstdev(scores), **means)


# -- what it is made of


def _learnable(letters: Sequence[Labelled]) -> list[Labelled]:
    often = Counter(label for label, _ in {(one.label, one.kin) for one in letters})
    known = [one for one in letters if often[one.label] >= ENOUGH]
    if len({one.label for one in known}) < 2:
        raise TooFew
    return known


def _split(
    labels: NDArray[np.str_], letters: Sequence[Labelled], folds: int = _FOLDS
) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Parts of like make, no letter and its copy in two."""
    from sklearn.model_selection import StratifiedGroupKFold  # noqa: PLC0415

    groups = [one.kin for one in letters]
    split = StratifiedGroupKFold(folds, shuffle=True, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a label may be rarer than folds are many
        yield from split.split(labels, labels, groups)


@dataclass(frozen=True)
class _Counts:
    """Letters by grams: how often each is in each."""

    table: Any
    names: NDArray[np.str_]

    def __getitem__(self, rows: NDArray[np.intp]) -> Any:
        return self.table[rows]


def _counts(letters: Sequence[Labelled]) -> _Counts:
    from sklearn.feature_extraction.text import CountVectorizer  # noqa: PLC0415

    reader = CountVectorizer(analyzer=grams, min_df=2, dtype=np.float32)
    table = reader.fit_transform(one.text for one in letters).tocsr()
    return _Counts(table, np.asarray(reader.get_feature_names_out(), dtype=str))


@dataclass(frozen=True)
class _Lines:
    """What tells the labels apart: the kept grams, their rarity, and a line for each label."""

    labels: tuple[str, ...]
    kept: NDArray[np.intp]
    rarity: Floats
    weights: Floats
    offsets: Floats

    @classmethod
    def fit(
        cls, counts: _Counts, labels: NDArray[np.str_], rows: NDArray[np.intp] | None = None
    ) -> "_Lines":
        from sklearn.feature_selection import chi2  # noqa: PLC0415
        from sklearn.svm import LinearSVC  # noqa: PLC0415

        table, said = (counts.table, labels) if rows is None else (counts.table[rows], labels[rows])
        present = (table > 0).astype(np.float32)
        known = np.flatnonzero(np.asarray(present.sum(axis=0)).ravel() >= _RARE)
        telling = chi2(present[:, known], said)[0]
        kept = known[np.argsort(-telling, kind="stable")[:KNOWN_GRAMS]]
        there = np.asarray(present[:, kept].sum(axis=0)).ravel()
        rarity = (np.log((1 + len(said)) / (1 + there)) + 1).astype(np.float32)
        lines = LinearSVC(random_state=0).fit(_weighted(table[:, kept], rarity), said)
        weights = lines.coef_.astype(np.float32)
        offsets = lines.intercept_.astype(np.float32)
        if len(weights) == 1:  # of two labels scikit-learn keeps one line
            weights, offsets = np.vstack([-weights, weights]), np.r_[-offsets, offsets]
        return cls(tuple(str(one) for one in lines.classes_), kept, rarity, weights, offsets)

    def distances(self, table: Any) -> Floats:
        far: Floats = _weighted(table[:, self.kept], self.rarity) @ self.weights.T + self.offsets
        return far


def _weighted(table: Any, rarity: Floats) -> Any:
    """Of each letter: how often, dampened, times how rare; all letters equally long."""
    from sklearn.preprocessing import normalize  # noqa: PLC0415

    dampened = table.copy()
    dampened.data = 1 + np.log(dampened.data)
    return normalize(dampened.multiply(rarity).tocsr())


def _calibrated(far: Floats, labels: NDArray[np.str_]) -> tuple[Floats, Floats, Floats]:
    """From distances to probabilities, by letters the lines had not seen."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    fitted = LogisticRegression(max_iter=500).fit(far, labels)
    scale, shift = fitted.coef_.astype(np.float32), fitted.intercept_.astype(np.float32)
    if len(scale) == 1:  # likewise
        scale, shift = np.vstack([-scale / 2, scale / 2]), np.r_[-shift / 2, shift / 2]
    return scale, shift, fitted.predict_proba(far).astype(np.float32)
