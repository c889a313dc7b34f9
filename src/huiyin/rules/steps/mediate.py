"""办 mediate: the parties were brought together, and what came of it (FX-5)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from huiyin.rules import facts as f
from huiyin.rules.case import OPEN, Actor, Case, Phase
from huiyin.rules.deeds import Deed, Pick, Row, Step
from huiyin.rules.law import Law
from huiyin.rules.words import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Mediate(Deed):
    """A mediation took place. Who took part and what they agreed on is not the rules' to know."""

    mediation: Annotated[str, Pick(N_("调解结果"), source="mediations")]


def mediate(case: Case, deed: Mediate, actor: Actor, now: datetime, law: Law) -> tuple[f.What, ...]:
    """That it took place, and its outcome."""
    return (f.Mediated(unit=actor.unit, mediation=deed.mediation),)


ROWS = (
    Row(
        Mediate,
        Step.HANDLE,
        N_("记录调解"),
        "record a mediation",
        OPEN - {Phase.ANSWERED},
        mediate,
    ),
)
