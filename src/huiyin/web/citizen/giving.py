"""Files to a petitioner: those that the page of their case shows, and no others."""

from collections.abc import Callable
from typing import Any

from huiyin.intake import attachments
from huiyin.rules import facts as f
from huiyin.web import attaching
from huiyin.web.attaching import FileShown
from huiyin.web.citizen.reader import Reader

_SHOWN: dict[type[f.What], Callable[[f.Fact, Any, Reader], bool]] = {
    f.Registered: lambda fact, what, reader: reader.began,
    f.Supplemented: lambda fact, what, reader: bool(reader.own(fact, "theirs")),
    f.Progressed: lambda fact, what, reader: what.public,
}
"""Whose files a petitioner sees: as with words, their own and what was meant for them."""


def of_step(fact: f.Fact, reader: Reader) -> list[FileShown]:
    """The files of a step of the timeline."""
    may = _SHOWN.get(type(fact.what))
    return of_answer(fact, reader) if may and may(fact, fact.what, reader) else []


def of_answer(fact: f.Fact, reader: Reader) -> list[FileShown]:
    """The files that a fact names, all of them: for the answer that went out."""
    refs = attachments.refs_of(fact)
    case = reader.case
    return attaching.shown(refs, reader.files, "citizen:file", [case.place, case.number])
