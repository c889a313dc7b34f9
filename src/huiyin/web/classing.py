"""What class a matter seems to be of, by the words of whoever reported it."""

from dataclasses import replace

from huiyin.cases import queries as cases
from huiyin.dispatch.advising import Asked, advise, likeliest, trusted
from huiyin.intake.actions import Matter
from huiyin.people.models import Place
from huiyin.rules.case import Case
from huiyin.rules.facts import Registered
from huiyin.rules.law import Law


def classed(place: Place, matter: Matter, law: Law) -> Matter:
    """The matter with its class, where the place lets the system assign by it (JS-5).

    A guess that was not measured to be good enough is left to a person.
    """
    whistle = law.channels[matter.channel].whistle if matter.channel in law.channels else False
    if matter.class_code or whistle or not law.regime.dispatch.automatic:
        return matter
    said = Asked(place.pk, matter.title, matter.text, matter.area)
    return replace(matter, class_code=trusted(law, said))


def class_of(case: Case, law: Law) -> str:
    """The case's class; of one that nobody has classified, the class its words speak for."""
    if case.class_code:
        return case.class_code
    first = next((e.fact.what for e in cases.timeline(case.number)), None)
    if not isinstance(first, Registered):
        return ""
    return likeliest(advise(law, asked(case, first.title, first.text)))


def asked(case: Case, title: str, text: str) -> Asked:
    """The case as `dispatch.advising` takes it."""
    return Asked(case.place, title, text, case.area, case.class_code)
