"""How a letter is cut before it is learned from or guessed about: no dictionary is needed."""

import re
import unicodedata

_NAMELESS = re.compile(r"[a-z]\d*(?=[省市县区州镇乡])")
"""A place whose name was taken out of a letter ("B7县"): which one it was says nothing."""
_NUMBER = re.compile(r"\d+")
_BLANK = re.compile(r"\s+|_x000d_")


def plain(text: str) -> str:
    """The letter without what tells letters apart but not matters: widths, spaces, numbers."""
    narrow = unicodedata.normalize("NFKC", text).lower()
    return _NUMBER.sub("0", _NAMELESS.sub("某", _BLANK.sub("", narrow)))


def grams(text: str) -> list[str]:
    """Single characters and pairs of neighbours of `plain(text)`, as often as they are there."""
    said = plain(text)
    return [*said, *(said[at : at + 2] for at in range(len(said) - 1))]
