"""The county in which the stories of these tests happen."""

from tests.world import county, county_files, fresh_law, off_guard

__all__ = ["county", "county_files", "fresh_law", "off_guard"]
