"""A regime that names what is not there: each fault with its file and its path inside the file."""

from dataclasses import replace
from typing import Any

import pytest

from huiyin.rules.lint import lint
from tests.rules.county import law_of
from tests.rules.explore_laws import law_with


def faults(changes: dict[str, Any]) -> list[tuple[str, str, str]]:
    """File, path and sentence of everything that is wrong."""
    return [
        (fault.file, fault.path, fault.message.format(**fault.params))
        for fault in lint(law_with(changes))
    ]


def test_a_whole_law_names_only_what_is_there() -> None:
    assert faults({}) == []


@pytest.mark.parametrize(
    ("path", "value", "where", "sentence"),
    [
        (
            "clocks.handover.starts",
            ["regstered"],
            "clocks[0].starts[0]",
            "没有“regstered”这种事实。",
        ),
        ("clocks.handover.stops", ["dispatched", "x"], "clocks[0].stops[1]", "没有“x”这种事实。"),
        ("clocks.handover.ladder", "stairs", "clocks[0].ladder", "没有“stairs”这个督办阶梯。"),
        ("dispatch.fallback", "nobody", "dispatch.fallback", "units.csv 里没有“nobody”。"),
        ("area", "1", "area", "areas.csv 里没有“1”。"),
        ("gates.audit.by", [], "gates.audit.by", "至少要写一个角色。"),
        ("gates.strike_off_by", [], "gates.strike_off_by", "至少要写一个角色。"),
        (
            "channels.web.grid",
            True,
            "channels[0].grid",
            "网格渠道由工作人员登记，不要求实名，也不能是举报渠道。",
        ),
        (
            "dispatch.solve_by",
            ["grid_worker"],
            "dispatch.solve_by",
            "没有网格渠道，就没有人能就地解决。",
        ),
        ("supervision.meeting_by", [], "supervision.meeting_by", "至少要写一个角色。"),
    ],
)
def test_a_word_that_means_nothing_is_found_where_it_stands(
    path: str, value: object, where: str, sentence: str
) -> None:
    assert ("regime.toml", where, sentence) in faults({path: value})


def test_a_desk_of_nobody_and_two_at_one_desk_are_found() -> None:
    """FX-5."""
    desks = [
        {"centre": "centre", "number": "A01", "unit": "housing"},
        {"centre": "centre", "number": "A01", "unit": "nobody"},
        {"centre": "centre", "number": "A02", "unit": "housing"},
    ]
    assert faults({"windows": desks}) == [
        ("regime.toml", "windows[1].unit", "units.csv 里没有“nobody”。"),
        ("regime.toml", "windows[1].number", "“A01”重复了。"),
        ("regime.toml", "windows[2].unit", "“housing”重复了。"),
    ]


def test_a_question_of_no_class_or_after_no_answer_is_found() -> None:
    """P34, P35."""
    yes = {"id": "yes", "label": "是", "label_en": "Yes"}
    one = {"label": "?", "label_en": "?", "classes": ["01"]}
    questions = [
        {**one, "id": "a", "choices": [yes], "classes": ["01", "99"]},
        {**one, "id": "b", "when": "a:yes"},
        {**one, "id": "c", "when": "a:no", "choices": [yes, yes]},
        {**one, "id": "a"},
    ]
    assert faults({"questions": questions}) == [
        ("regime.toml", "questions[3].id", "“a”重复了。"),
        ("regime.toml", "questions[0].classes", "catalogue.csv 里没有“99”开头的分类。"),
        ("regime.toml", "questions[2].when", "前面没有“a:no”这个问题和选项。"),
        ("regime.toml", "questions[2].choices", "“yes”重复了。"),
    ]


def test_a_gate_that_stands_twice_is_found() -> None:
    found = faults({"gates.order": ["sign_off", "audit", "sign_off"]})
    assert found == [("regime.toml", "gates.order[2]", "“sign_off”重复了。")]


def test_a_gate_that_is_not_there_needs_nobody() -> None:
    assert faults({"gates.order": ["sign_off", "rating"], "gates.audit.by": []}) == []


def test_limits_for_classes_that_do_not_exist_are_found() -> None:
    """PS-6: limits by class; the beginning of a code is enough."""
    found = faults({"clocks.answer.limits": [{"classes": ["02", "77"], "limit": "1wd"}]})
    where = "clocks[3].limits[0].classes"
    assert found == [("regime.toml", where, "catalogue.csv 里没有“77”开头的分类。")]


def test_a_clock_without_a_limit_for_somebody_would_be_red_at_once() -> None:
    only_complaints = {"clocks.answer.limits": [{"kinds": ["complaint"], "limit": "7wd"}]}
    found = faults({"clocks.answer.limit": None, **only_complaints})
    where = "clocks[3].limit"
    assert found == [("regime.toml", where, "“enquiry”类诉求没有时限，一开始就会超期。")]


def test_limits_that_together_reach_everybody_are_enough() -> None:
    limits = [{"levels": ["urgent"], "limit": "1d"}, {"levels": ["normal"], "limit": "7d"}]
    assert faults({"clocks.answer.limit": None, "clocks.answer.limits": limits}) == []


def test_a_clock_whose_fact_names_the_moment_needs_no_limit() -> None:
    """XN-4: shelved until a day of review."""
    assert law_with({}).clocks["shelf"].limit is None
    assert faults({"clocks.shelf.starts": ["shelved", "cleared"]}) == [
        ("regime.toml", "clocks[9].limit", "“complaint”类诉求没有时限，一开始就会超期。")
    ]


def test_a_rule_that_says_no_limit_is_found() -> None:
    found = faults({"clocks.answer.limits": [{"levels": ["urgent"]}]})
    assert found == [("regime.toml", "clocks[3].limits[0]", "这一条没有写时限。")]


def test_the_street_of_a_place_without_streets_is_nobody() -> None:
    law = law_of("starter")
    without = {code: unit for code, unit in law.units.items() if not unit.grass_roots}
    found = [fault for fault in lint(replace(law, units=without)) if "@street" in fault.message]
    assert ("catalogue.csv", "0101") in [(fault.file, fault.path) for fault in found]


def test_what_is_dispatched_by_itself_is_not_solved_on_the_spot() -> None:
    changes = {"channels.phone.grid": True, "dispatch.solve_by": ["grid_worker"]}
    said = faults({**changes, "dispatch.automatic": True})
    assert [path for _, path, _ in said] == ["dispatch.solve_by"]


def test_there_is_one_grid_channel_or_none() -> None:
    """FX-4: whatever grid workers report goes through one."""
    law = law_with({"channels.phone.grid": True})
    assert not lint(law)
    (first,) = [one for one in law.regime.channels if one.grid]
    twice = (*law.regime.channels, first.model_copy(update={"id": "second"}))
    (fault,) = lint(replace(law, regime=law.regime.model_copy(update={"channels": twice})))
    assert (fault.path, fault.message) == (
        f"channels[{len(twice) - 1}].grid",
        "网格渠道只能有一个。",
    )
