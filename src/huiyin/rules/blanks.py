"""Blanks in templates that people write: {number}, or {编号}; nothing else may stand in braces.

What may be filled in is a table of names, English to Chinese, and either is understood.
"""

from collections.abc import Mapping
from string import Formatter

from huiyin.rules.refusals import Refusal, invalid
from huiyin.rules.words import N_

Known = Mapping[str, str]

UNKNOWN = N_("没有“{name}”这一项，花括号里可以写：{blanks}。")
BROKEN = N_("花括号没有成对。要写花括号本身，请连写两个。")


def names(text: str) -> list[str]:
    """What stands in braces, with whatever is done to it, in order. Raises ValueError."""
    return [name for _, name in _parts(text) if name is not None]


def fault(field: str, text: str, known: Known) -> Refusal | None:
    """Why the text of that field cannot be filled in, naming the first blank that is not known."""
    try:
        every = names(text)
    except ValueError:
        return invalid(field, BROKEN)
    strange = next((one for one in every if _english(one, known) is None), None)
    if strange is None:
        return None
    pairs = tuple((chinese, english) for english, chinese in known.items())
    return invalid(field, UNKNOWN, name=strange, blanks=pairs)


def fill(text: str, values: Mapping[str, str], known: Known) -> str:
    """The text with its blanks filled; `values` by English name. It has no fault."""
    filled = []
    for literal, name in _parts(text):
        key = "" if name is None else _english(name, known)
        filled.append(literal + (values[key] if key else ""))
    return "".join(filled)


def used(text: str, known: Known) -> list[str]:
    """English names of the blanks in a text that has no fault."""
    return [key for one in names(text) if (key := _english(one, known))]


def _english(name: str, known: Known) -> str | None:
    if name in known:
        return name
    return next((english for english, chinese in known.items() if chinese == name), None)


def _parts(text: str) -> list[tuple[str, str | None]]:
    return [
        (
            literal,
            None
            if name is None
            else f"{name}{'!' + turned if turned else ''}{':' + spec if spec else ''}",
        )
        for literal, name, spec, turned in Formatter().parse(text)
    ]
