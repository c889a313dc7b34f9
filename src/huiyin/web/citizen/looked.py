"""Who looked at my data: told to the petitioner themselves (B17)."""

from typing import Any

from django.utils.translation import gettext

from huiyin.intake.queries import readings
from huiyin.people import queries as people
from huiyin.people.models import Member
from huiyin.rules.case import Case
from huiyin.rules.law import Law
from huiyin.web import asking


def steps(found: Case, ref: str, law: Law) -> list[dict[str, Any]]:
    """When somebody looked at the reader's own identity, from which unit and what for."""
    own = [one for one in readings(found.number) if str(one.petitioner_id) == ref]
    members = people.by_ids({one.member for one in own})
    return [
        {
            "at": one.at,
            "title": _unit_of(members.get(one.member), law),
            "text": gettext("用途：{purpose}").format(purpose=one.purpose),
        }
        for one in own
    ]


def _unit_of(member: Member | None, law: Law) -> str:
    unit = law.units.get(member.unit) if member else None
    return asking.named(unit) if unit else gettext("工作人员")
