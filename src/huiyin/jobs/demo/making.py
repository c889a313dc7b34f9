"""Making the demo: law, places, people, cases; whatever is there already is left as it is."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby
from random import Random

from django.db import transaction

from huiyin.cases import queries as cases
from huiyin.intake import calls
from huiyin.intake.actions import Receipt
from huiyin.intake.calls import Event
from huiyin.jobs.demo import answers, cast, grids, plays, stories
from huiyin.jobs.demo.cast import Company, Stage
from huiyin.jobs.demo.halls import Live
from huiyin.jobs.demo.pictures import portrait
from huiyin.jobs.demo.plays import Play
from huiyin.jobs.demo.stories import Story
from huiyin.jobs.setting_up import law_in_force
from huiyin.people import actions as people
from huiyin.people.models import Place
from huiyin.rules.case import Case
from huiyin.rules.vocabulary import Role

MODEL = "starter"
"""The county that exists nowhere: the only one to which a face is invented."""
IN_UNITS = (Role.CLERK, Role.HEAD, Role.LEADER)


class Making:
    """The demo of one installation, seen from one moment."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.stages: dict[str, Stage] = {}
        self.places: dict[str, Place] = {}
        self.shown: dict[str, Receipt] = {}
        self.company = Company(self.places)
        told = stories.every()
        self.events = [list(event) for _, event in groupby(told, lambda one: one.event or one.id)]

    def __len__(self) -> int:
        """How many pieces of work there are."""
        return len(cast.stages()) + 2 * len(self.events)

    def work(self) -> Iterator[str]:
        """Do it, a piece at a time, each wholly or not at all; yields the names of the pieces."""
        for name, regime in cast.stages().items():
            self._set(cast.stage(name, law_in_force(regime)))
            yield name
        played = self._played()
        missing: list[tuple[list[datetime], list[Story]]] = []
        for event in self.events:
            if event[0].id in played:
                yield event[0].id
            else:
                began = plays.beginnings(event, self.stages[event[0].place], self.now)
                missing.append((began, event))
            yield event[0].id
        for began, event in sorted(missing, key=lambda piece: piece[0]):
            self._play(event, began)
            yield event[0].id
        self._show()

    def _set(self, stage: Stage) -> None:
        """A place with its law and one member a role."""
        area = stage.law.areas[stage.ground]
        with transaction.atomic():
            self.stages[stage.id] = stage
            self.places[stage.id] = people.add_place(
                stage.id,
                name=area.name,
                name_en=area.name_en,
                area=area.code,
                regime=stage.law.regime.id,
                hub=self.places.get(stage.hub),
            )
            for player in cast.own_players(stage):
                self.company.actor(player)
            if stage.id == MODEL and not self.places[stage.id].portrait:
                people.set_chief(self.places[stage.id], name="", photo=portrait())
            grids.furnish(stage, self.places[stage.id], self.company)
            self._ring(stage)
            agent = self.company.actor(cast.player(stage, Role.AGENT))
            answers.furnish(self.places[stage.id], agent, self.now)
            for unit in () if stage.hub else _named(stage):
                self._people(stage, unit)

    def _ring(self, stage: Stage) -> None:
        """Two calls that nobody took, so that there is somebody to call back."""
        lot = Random(stage.id)  # noqa: S311 - numbers by lot, not a secret
        for turn in (1, 2):
            caller, at = cast.petitioner(stage, lot).phone, self.now - timedelta(minutes=20 * turn)
            event = Event(f"demo-{turn}", "missed", caller, "", at)
            calls.hear(self.places[stage.id], event)

    def _played(self) -> set[str]:
        """Ids of the events that are there. Intake is asked: a receipt of now is taken back."""
        found: set[str] = set()
        if next(cases.every_number(), None) is None:
            return found
        with transaction.atomic():
            for story in (event[0] for event in self.events):
                with transaction.atomic():
                    new = self.receipt(story).case.registered_at == self.now
                    transaction.set_rollback(new)
                found.update(() if new else (story.id,))
        return found

    def _play(self, event: list[Story], began: list[datetime]) -> None:
        """Stories of one event, in one transaction; and people for the units they went to."""
        stage = self.stages[event[0].place]
        book: dict[str, str] = {}
        halls = [self._hall(story) for story in event]
        with transaction.atomic():
            plays.together(
                [
                    Play(story, stage, hall, at, self.now, book)
                    for story, hall, at in zip(event, halls, began, strict=True)
                ]
            )
            for hall in halls:
                self._staff(stage, hall.case)

    def _show(self) -> None:
        """Number and code of the cases that a visitor may look up."""
        for story in (story for event in self.events for story in event if story.shown):
            self.shown[story.place] = self.receipt(story)

    def receipt(self, story: Story) -> Receipt:
        """The receipt of a story that has been played: intake gives it again for the same key."""
        hall = self._hall(story)
        Play(story, self.stages[story.place], hall, self.now, self.now, {}).begin()
        if hall.receipt is None:
            raise LookupError(story.id)
        return hall.receipt

    def _hall(self, story: Story) -> Live:
        return Live(self.places[story.place], self.company, _key(story))

    def _staff(self, stage: Stage, case: Case) -> None:
        for part in case.assignments:
            self._people(stage, part.unit)

    def _people(self, stage: Stage, unit: str) -> None:
        for role in IN_UNITS:
            self.company.actor(cast.player(stage, role, unit))


def _named(stage: Stage) -> list[str]:
    """The units that the catalogue may call in for a class without an area, there."""
    law = stage.law
    calls = (law.responsible(code, stage.ground) for code in law.classes)
    return list(dict.fromkeys(unit for lead, others in calls for unit in (lead, *others) if unit))


def _key(story: Story) -> str:
    return f"demo/{story.id}"
