"""A model: which label a letter gets, how sure that is, and which of its words speak for it.

A line through the space of characters and pairs for every label, and from their distances a
probability that was held against letters the line had not seen. Nothing in a stored model is code.
"""

import io
import math
import zipfile
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from huiyin.dispatch.learning.reading import grams, plain

Floats = NDArray[np.float32]

WORDS = 5
"""How many words are named for a guess."""
_LOUD = 12
"""From how many of the pairs that speak loudest they are put together."""
_FILLERS = "的了在和是我你他她有不这那们也就都"
"""Characters that a word neither begins nor ends with, mostly."""


class Unreadable(Exception):
    """What is stored is no model of this version."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A label, how likely it is (0 to 1), and the words of the letter that speak for it."""

    label: str
    confidence: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Model:
    """`grams` with their rarity; a row of `lines` and an `offset` a label; then the calibration.

    `bar`: from which confidence on guesses were right as often as was asked when it was trained;
    over 1 where they never were.
    """

    labels: tuple[str, ...]
    grams: tuple[str, ...]
    rarity: Floats
    lines: Floats
    offsets: Floats
    scale: Floats
    shift: Floats
    bar: float

    def guesses(self, text: str, most: int = 3) -> list[Guess]:
        """The likeliest labels, the likeliest first; words are named for the first alone."""
        seen, weights = self._seen(text)
        sure = self._sure(seen, weights)
        best = np.argsort(-sure, kind="stable")[:most]
        return [
            Guess(
                self.labels[one],
                float(sure[one]),
                self._words(text, seen, self.lines[one, seen] * weights) if not nth else (),
            )
            for nth, one in enumerate(best)
        ]

    def confidences(self, text: str) -> Floats:
        """The probability of every label, in their order."""
        return self._sure(*self._seen(text))

    def packed(self) -> bytes:
        """To be stored."""
        file = io.BytesIO()
        np.savez_compressed(
            file,
            labels=np.array(self.labels),
            grams=np.array(self.grams),
            rarity=self.rarity,
            lines=self.lines.astype(np.float16),
            offsets=self.offsets,
            scale=self.scale,
            shift=self.shift,
            bar=np.array(self.bar),
        )
        return file.getvalue()

    @cached_property
    def _places(self) -> dict[str, int]:
        return {gram: place for place, gram in enumerate(self.grams)}

    def _seen(self, text: str) -> tuple[NDArray[np.intp], Floats]:
        """Which of the known grams the letter has, and how much each weighs (together 1)."""
        counts = Counter(grams(text))
        known = [(self._places[gram], n) for gram, n in counts.items() if gram in self._places]
        seen = np.array([place for place, _ in known], dtype=np.intp)
        often = np.array([1 + math.log(n) for _, n in known], dtype=np.float32)
        weights = often * self.rarity[seen]
        length = float(np.linalg.norm(weights))
        return seen, weights / length if length else weights

    def _sure(self, seen: NDArray[np.intp], weights: Floats) -> Floats:
        far = self.lines[:, seen] @ weights + self.offsets
        shares: Floats = softmax(self.scale @ far + self.shift)
        return shares

    def _words(self, text: str, seen: NDArray[np.intp], shares: Floats) -> tuple[str, ...]:
        """The loudest pairs, those that overlap in the letter put together again."""
        loud = [self.grams[seen[at]] for at in np.argsort(-shares)[:_LOUD] if shares[at] > 0]
        pairs = {gram for gram in loud if len(gram) > 1 and gram.isalnum()}
        said, words, at = plain(text), Counter[str](), 0
        while at < len(said) - 1:
            end = at
            while said[end : end + 2] in pairs:
                end += 1
            if end > at:
                words[said[at : end + 1].strip(_FILLERS)] += 1
            at = max(end, at + 1)
        return tuple(word for word, _ in words.most_common() if len(word) > 1)[:WORDS]


def unpacked(stored: bytes) -> Model:
    """What `packed` gave. Raises Unreadable."""
    try:
        with np.load(io.BytesIO(stored), allow_pickle=False) as parts:
            return _model(parts)
    except (ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise Unreadable(str(error)) from error


def _model(parts: Any) -> Model:
    lines = parts["lines"].astype(np.float32)
    labels, known = parts["labels"].tolist(), parts["grams"].tolist()
    if lines.shape != (len(labels), len(known)):
        raise ValueError("lines")
    return Model(
        labels=tuple(labels),
        grams=tuple(known),
        rarity=parts["rarity"],
        lines=lines,
        offsets=parts["offsets"],
        scale=parts["scale"],
        shift=parts["shift"],
        bar=float(parts["bar"]),
    )


def softmax(scores: Any) -> Any:
    """Positive, adding up to 1."""
    up = np.exp(scores - scores.max())
    return up / up.sum()
