"""办 note: what colleagues tell each other about a case; never for petitioners, never published."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from huiyin.rules import facts as f
from huiyin.rules.case import Actor, Case, Phase
from huiyin.rules.deeds import Deed, Given, Row, Step, Words
from huiyin.rules.law import Law
from huiyin.rules.words import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Deed):
    """An internal note (P56). `mentioned`: ids of the members whom it is meant for (P57).

    Who is meant, and that they may open the case, is the house's to find out.
    """

    text: Annotated[
        str,
        Words(N_("备注"), help=N_("用 @姓名 或 @登录名 提到同事，他会收到通知。"), lines=2),
    ]
    mentioned: Annotated[tuple[str, ...], Given()] = ()


def note(case: Case, deed: Note, actor: Actor, now: datetime, law: Law) -> tuple[f.What, ...]:
    """The words, and whom they are meant for; the case stands as before."""
    return (f.Noted(text=deed.text.strip(), mentioned=deed.mentioned),)


ROWS = (Row(Note, Step.HANDLE, N_("内部备注"), "internal note", frozenset(Phase), note),)
