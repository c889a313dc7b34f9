"""What the worker puts in order: the sizes of tables, so that the database finds its way."""

from datetime import timedelta

import pytest
from django.db import connection

from huiyin.jobs.tidy import Statistics
from tests.world import County, county, county_files, fresh_law

__all__ = ["county", "county_files", "fresh_law"]


@pytest.mark.sqlite
def test_the_sizes_of_tables_are_looked_at_once_a_day(county: County) -> None:
    county.registered()
    statistics = Statistics()
    moments = (county.now, county.now + timedelta(hours=2), county.now + timedelta(days=1))
    assert [statistics.renew(now) for now in moments] == [True, False, True]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'cases_case'")
        assert cursor.fetchone()[0] > 0


@pytest.mark.postgres
def test_postgresql_sees_to_that_by_itself(county: County) -> None:
    assert Statistics().renew(county.now) is False
