"""Making sure that there is something to work on: tables, published law, a place."""

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from huiyin.people import actions as people
from huiyin.people import queries as places
from huiyin.people.models import Place
from huiyin.regimes import actions, files, queries
from huiyin.rules.law import Law


def tables() -> None:
    """Make the tables of an embedded database that is new; one with tables is left as it is.

    PostgreSQL is migrated by its operator, with `huiyin migrate`, and never by surprise.
    """
    if connection.vendor == "sqlite" and not connection.introspection.table_names():
        call_command("migrate", verbosity=0)


def law_in_force(regime: str) -> Law:
    """The law now in force; a regime that ships and was never published is published first.

    Raises RegimeErrors, or NoSuchRegime where nothing of that id ships either.
    """
    try:
        return queries.current(regime)
    except queries.NoSuchRegime:
        if regime not in files.shipped():
            raise
        actions.publish(files.folder(regime), now=timezone.now())
        return queries.current(regime)


def place_of(regime: str) -> Place:
    """The place that bears the regime's own name; made where it is not there yet."""
    law = law_in_force(regime)
    area = law.areas[law.regime.area]
    return places.place(regime) or people.add_place(
        regime, name=area.name, name_en=area.name_en, area=area.code, regime=regime
    )
