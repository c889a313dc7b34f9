"""One published version of a place's law, made ready for use.

A `Law` is the regime, its tables (responsibility catalogue, units, areas, standards) and its
calendar, indexed for the rules. It is a value: two equal versions decide alike for ever.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from huiyin.rules.vocabulary import (
    Channel,
    ClockLaw,
    Gate,
    Kind,
    Ladder,
    Question,
    Regime,
    Role,
)
from huiyin.rules.worktime import Calendar, Limit

STREET = "@street"
"""In the catalogue: the street or township unit that serves the case's area."""


@dataclass(frozen=True, slots=True)
class Area:
    """A row of `areas.csv`: a division, community or grid."""

    code: str
    parent: str
    name: str
    name_en: str
    level: str


@dataclass(frozen=True, slots=True)
class UnitOf:
    """A row of `units.csv`: a government unit or enterprise that handles cases."""

    code: str
    parent: str
    name: str
    name_en: str
    kind: str
    area: str

    @property
    def grass_roots(self) -> bool:
        """Is it a street or township (XN-3)?"""
        return self.kind == "street"


@dataclass(frozen=True, slots=True)
class ClassOf:
    """A row of the responsibility catalogue (PS-3)."""

    code: str
    parent: str
    name: str
    name_en: str
    lead: str
    assisting: tuple[str, ...]
    limit: Limit | None
    keywords: tuple[str, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class Standard:
    """A row of the published standards: procedure, time limit and fee (JS-6)."""

    code: str
    name: str
    name_en: str
    unit: str
    procedure: str
    limit: Limit
    fee: str
    basis: str


def kind_by_words(kinds: Sequence[Kind], text: str) -> str:
    """Id of the kind whose keywords the text has most of; the first where it has none of any."""
    hits = [sum(word in text for word in kind.keywords) for kind in kinds]
    return kinds[hits.index(max(hits))].id if kinds else ""


@dataclass(frozen=True, eq=False)
class Law:
    """Version `version` of the regime of one place; told apart by identity, so it can be a key."""

    regime: Regime
    version: int
    calendar: Calendar
    areas: dict[str, Area] = field(default_factory=dict)
    units: dict[str, UnitOf] = field(default_factory=dict)
    classes: dict[str, ClassOf] = field(default_factory=dict)
    standards: dict[str, Standard] = field(default_factory=dict)

    @cached_property
    def channels(self) -> dict[str, Channel]:
        """Channels by id."""
        return {channel.id: channel for channel in self.regime.channels}

    @cached_property
    def grid_channel(self) -> Channel | None:
        """The channel through which grid workers report, or None where the place has none."""
        return next((channel for channel in self.regime.channels if channel.grid), None)

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        """Kinds by id."""
        return {kind.id: kind for kind in self.regime.kinds}

    def kinds_at(self, port: str) -> tuple[Kind, ...]:
        """The kinds that an entrance shows, in the order of the law."""
        return tuple(kind for kind in self.regime.kinds if kind.port == port)

    def kind_of(self, text: str, wished: str = "") -> str:
        """Id of the kind of what somebody wrote who was shown none: `wished`, or by its words."""
        return wished if wished in self.kinds else kind_by_words(self.kinds_at("public"), text)

    @cached_property
    def levels(self) -> frozenset[str]:
        """Ids of the levels; empty where the place does not grade."""
        return frozenset(level.id for level in self.regime.levels)

    @cached_property
    def clocks(self) -> dict[str, ClockLaw]:
        """Clock laws by id."""
        return {clock.id: clock for clock in self.regime.clocks}

    @cached_property
    def ladders(self) -> dict[str, Ladder]:
        """Ladders by id."""
        return {ladder.id: ladder for ladder in self.regime.ladders}

    @cached_property
    def clocks_touched_by(self) -> dict[str, tuple[ClockLaw, ...]]:
        """Kind of fact -> the clock laws that name it."""
        touched: dict[str, list[ClockLaw]] = {}
        for clock in self.regime.clocks:
            named = {*clock.starts, *clock.stops}
            for pause in clock.pauses:
                named.update(pause.on, pause.until)
            for kind in named:
                touched.setdefault(kind, []).append(clock)
        return {kind: tuple(clocks) for kind, clocks in touched.items()}

    @property
    def gates(self) -> tuple[Gate, ...]:
        """The gates of this place, in order."""
        return self.regime.gates.order

    @cached_property
    def _street_of_area(self) -> dict[str, str]:
        return {unit.area: unit.code for unit in self.units.values() if unit.grass_roots}

    def ancestry(self, area: str) -> Iterator[str]:
        """The area's code and those above it, nearest first."""
        seen: set[str] = set()
        while area and area not in seen and area in self.areas:
            seen.add(area)
            yield area
            area = self.areas[area].parent

    def street(self, area: str) -> str:
        """Code of the street unit that serves `area`, or "" where none does."""
        for code in self.ancestry(area):
            if code in self._street_of_area:
                return self._street_of_area[code]
        return ""

    def grounds(self, class_code: str, standard: str = "") -> tuple[str, ...]:
        """What law a matter of that class, and a promised standard, rest on; each once.

        A class without a ground of its own takes that of the class above it.
        """
        row = self.classes.get(class_code)
        while row is not None and not row.basis and row.parent:
            row = self.classes.get(row.parent)
        promised = self.standards.get(standard)
        both = (row.basis if row else "", promised.basis if promised else "")
        return tuple(dict.fromkeys(filter(None, both)))

    def responsible(self, class_code: str, area: str) -> tuple[str, tuple[str, ...]]:
        """Lead and assisting units of a class in an area; lead "" where the catalogue is silent.

        A class without a lead of its own takes that of the class above it.
        """
        row = self.classes.get(class_code)
        while row is not None and not row.lead and row.parent:
            row = self.classes.get(row.parent)
        if row is None:
            return "", ()
        place = {STREET: self.street(area)}
        lead = place.get(row.lead, row.lead)
        found = (place.get(unit, unit) for unit in row.assisting)
        assisting = tuple(dict.fromkeys(unit for unit in found if unit and unit != lead))
        return lead, assisting

    def class_limit(self, class_code: str) -> Limit | None:
        """The catalogue's limit for a class, or that of the nearest class above it (PS-6)."""
        row = self.classes.get(class_code)
        while row is not None:
            if row.limit is not None:
                return row.limit
            row = self.classes.get(row.parent)
        return None

    def department_of(self, class_code: str) -> UnitOf | None:
        """The unit whose own matter the class is by the catalogue, if no street's (XN-3)."""
        lead, _ = self.responsible(class_code, "")
        unit = self.units.get(lead)
        return None if unit is None or unit.grass_roots else unit

    def questions(self, class_code: str) -> tuple[Question, ...]:
        """The particulars to ask in a matter of that class (P34), in the order of the law."""
        every = self.regime.questions
        return tuple(one for one in every if class_code and class_code.startswith(one.classes))

    def desks(self, centre: str) -> dict[str, str]:
        """Unit -> number of its desk in that centre, in the order of the law (FX-5)."""
        return {one.unit: one.number for one in self.regime.windows if one.centre == centre}

    def owners(self, clock: str) -> Role:
        """Who must act before the clock runs out."""
        return self.clocks[clock].owner
