"""What exploring a law finds: how much was seen, and a shortest way to everything wrong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from huiyin.rules import labels
from huiyin.rules.case import Phase
from huiyin.rules.lifecycle import TABLE
from huiyin.rules.vocabulary import Role
from huiyin.rules.words import N_


class Property(StrEnum):
    """What must hold of every law."""

    END = "end"  # every reachable state can reach an end
    OWNER = "owner"  # in every open state somebody owns the next step, and a clock runs
    POSSIBLE = "possible"  # nothing in the law is there for nobody
    LADDER = "ladder"  # silence is heard above
    SOUND = "sound"  # the rules have an answer to everything that may be done


TITLES: dict[Property, str] = {
    Property.END: N_("走不到终点"),
    Property.OWNER: N_("没有人负责下一步"),
    Property.POSSIBLE: N_("规则里有用不上的内容"),
    Property.LADDER: N_("无人理会而上级不知道"),
    Property.SOUND: N_("规则算不下去"),
}

SPENT = N_("此后重办、延期、挂账、转派、回访的次数都用尽时。")

_NAMES: dict[str, Mapping[str, labels.Label]] = {
    "phase": labels.PHASES,
    "role": labels.ROLES,
    "gate": labels.GATES,
    "deed": {row.id: (row.label, row.label_en) for row in TABLE.values()},
}
"""Names of params whose values are ids with a label."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """How what was found is put into words: Chinese as it stands, unless a skin says otherwise.

    `translate` puts a sentence into another language; `nth` is the name to take of each label.
    """

    translate: Callable[[str], str] = str
    nth: int = 0

    def of(self, sentence: str) -> str:
        """A sentence; "" stays so."""
        return self.translate(sentence) if sentence else ""

    def named(self, label: labels.Label) -> str:
        """A name."""
        return label[self.nth]

    def aside(self, words: str) -> str:
        """In brackets."""
        return f" ({words})" if self.nth else f"（{words}）"

    @property
    def colon(self) -> str:
        """Between a title and what it is of."""
        return ": " if self.nth else "："


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a way: who does what, and where the case is then; `note` is a sentence or ""."""

    role: Role
    deed: str
    phase: Phase
    clock: str = ""
    note: str = ""

    def text(self, said: "Tongue") -> str:
        """Who does what, and where that leads."""
        row = TABLE[self.deed]
        who, what = said.named(labels.ROLES[self.role]), said.named((row.label, row.label_en))
        clock = said.aside(self.clock) if self.clock else ""
        return f"{said.of(self.note)}{who} {what}{clock} → {said.named(labels.PHASES[self.phase])}"

    def __str__(self) -> str:
        return self.text(Tongue())


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A state in which `property` does not hold, and a shortest way to it.

    `message` is a Chinese template; values of `params` are ids (`phase`, `role`, `deed`, `gate`,
    `clock`), which a skin puts into words. `trace` is empty where nothing needs to be done to get
    there: the law itself cannot do what it names. `spent`: it holds at first, and no more once
    the limits on redoing, extending, shelving, transferring and calling are used up.
    """

    property: Property
    message: str
    params: Mapping[str, Any] = field(default_factory=dict)
    trace: tuple[Step, ...] = ()
    spent: bool = False

    def text(self, said: "Tongue") -> str:
        """The whole of it, a line for each step."""
        named = {
            name: said.named(_NAMES[name].get(value, (value, value))) if name in _NAMES else value
            for name, value in self.params.items()
        }
        message = said.of(self.message).format(**named)
        head = f"{said.of(TITLES[self.property])}{said.colon}{message}"
        steps = [f"  {number}. {step.text(said)}" for number, step in enumerate(self.trace, 1)]
        last = ["  " + said.of(SPENT)] if self.spent else []
        return "\n".join((head, *steps, *last))

    def __str__(self) -> str:
        return self.text(Tongue())


@dataclass(frozen=True, slots=True)
class Report:
    """What was explored, and everything found wrong, shortest way first."""

    regime: str
    states: int
    transitions: int
    counterexamples: tuple[Counterexample, ...]

    @property
    def ok(self) -> bool:
        """Does everything hold?"""
        return not self.counterexamples
