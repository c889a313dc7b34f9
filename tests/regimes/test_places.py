"""On which line of a TOML file a path stands."""

import pytest

from huiyin.regimes.places import line_of

TEXT = """\
# a comment
id = "starter"            # 2

[chief]                   # 4
title = "书记"

[[clocks]]                # 7: clocks[0]
id = "one"
limits = [                # 9
  { kinds = ["a"], limit = "1wd" },
  { by = "catalogue" },
]
[[clocks]]                # 13: clocks[1]
  id = "two"
  [[clocks.pauses]]       # 15: clocks[1].pauses[0]
  on = ["x"]

[[ladders]]               # 18
id = "unit"
[[ladders.rungs]]         # 20
id = "a"
[[ladders.rungs]]         # 22
id = "b"
[[ladders]]               # 24
[[ladders.rungs]]         # 25: counted anew
id = "c"

[gates.sign_off]          # 28
by = ["head"]
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("id", 2),
        ("chief", 4),
        ("chief.title", 5),
        ("chief.pledge", 4),  # not there: what should hold it
        ("clocks[0]", 7),
        ("clocks[0].id", 8),
        ("clocks[0].limits", 9),
        ("clocks[0].limits[0].limit", 10),
        ("clocks[0].limits[1].limit", 11),
        ("clocks[0].limits[2].limit", 9),
        ("clocks[1].id", 14),
        ("clocks[1].pauses[0].on", 16),
        ("clocks[1].pauses[0].until", 15),
        ("ladders[0].rungs[1].id", 23),
        ("ladders[1].rungs[0].id", 26),
        ("gates.sign_off.by[0]", 29),
        ("nothing", 0),
        ("nothing.at[3].all", 0),
        ("", 0),
    ],
)
def test_a_path_stands_where_it_or_what_holds_it_stands(path: str, line: int) -> None:
    assert line_of(TEXT, path) == line


def test_an_empty_file_has_no_lines_to_point_at() -> None:
    assert line_of("", "clocks[0].id") == 0
