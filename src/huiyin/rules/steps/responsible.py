"""Who may be handed a case at all: lawful sets of units, and what is not for the grass roots."""

from huiyin.rules.case import Case
from huiyin.rules.law import Law
from huiyin.rules.refusals import Refusal, invalid
from huiyin.rules.words import N_


def units_fit(case: Case, lead: str, assisting: tuple[str, ...], law: Law) -> Refusal | None:
    """Is this a lawful set of units?"""
    if lead in assisting or len(set(assisting)) < len(assisting):
        return invalid("assisting", N_("同一单位不能重复列入。"))
    return not_to_the_grass_roots(case, lead, law)


def not_to_the_grass_roots(case: Case, lead: str, law: Law) -> Refusal | None:
    """A department's own matter by the catalogue is not led by a street or township (XN-3).

    They may assist, and they may claim it themselves: what is forbidden is to hand it down.
    """
    unit = law.units[lead]
    if not (law.regime.dispatch.grass_roots_protected and unit.grass_roots):
        return None
    owner = law.department_of(case.class_code)
    if owner is None:
        return None
    told = N_(
        "按责任清单，“{matter}”由“{owner}”主办，部门事项不得交给“{name}”这样的乡镇街道主办。"
        "请派给“{owner}”，需要时让“{name}”协办。"
    )
    matter = law.classes[case.class_code].name
    return invalid("lead", told, matter=matter, owner=owner.name, name=unit.name)
