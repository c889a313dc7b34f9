"""Forms are made from the marks of the deed types: what a mark asks, the form asks."""

from pathlib import Path

import pytest
from django.utils.translation import override

from huiyin.rules.deeds import (
    Files,
    Given,
    Lines,
    Pick,
    Row,
    Score,
    Span,
    Spot,
    Tick,
    When,
    Words,
    marks,
)
from huiyin.rules.law import Law
from huiyin.rules.lifecycle import TABLE
from huiyin.rules.vocabulary import Mode
from huiyin.web.forms import deed_form
from huiyin.web.options import flat, options
from tests.web.desk_world import World, build

pytestmark = pytest.mark.django_db

WIDGETS = {
    Words: {"Textarea", "TextInput"},
    Pick: {"Menu", "RadioSelect", "Ticks", "TextInput"},
    Tick: {"CheckboxInput"},
    Score: {"RadioSelect"},
    When: {"DateTimeInput"},
    Span: {"SpanInput"},
    Spot: {"SpotInput"},
    Files: {"FilesInput"},
    Lines: {"Textarea"},
}
OF_POINTS = {"draft_answer": "points", "sign_off": "points", "audit": "points", "rate": "solved"}
"""What is asked of the points of a case, and not where it has none."""


@pytest.fixture
def world(tmp_path: Path) -> World:
    """The place where everything is used."""
    return build(tmp_path)


@pytest.fixture
def law(world: World) -> Law:
    """Its law."""
    return world.law


@pytest.mark.parametrize("row", TABLE.values(), ids=TABLE)
def test_every_mark_but_given_has_a_field_of_its_kind(row: Row, law: Law) -> None:
    """Every deed of the vocabulary can be filled in from its marks alone."""
    form = deed_form(row, None, law, "model", unit="housing")()
    asked = {
        name: mark
        for name, mark in marks(row.deed).items()
        if not isinstance(mark, Given) and name != OF_POINTS.get(row.id)
    }
    assert list(form.fields) == list(asked)
    for name, mark in asked.items():
        assert type(form.fields[name].widget).__name__ in WIDGETS[type(mark)]
        assert form.fields[name].label == mark.label


@pytest.mark.parametrize("row", TABLE.values(), ids=TABLE)
def test_every_form_can_be_drawn_and_its_ids_are_the_deeds_own(row: Row, law: Law) -> None:
    """Many forms share a page, so no id may be met twice."""
    form = deed_form(row, None, law, "model", unit="housing")()
    for field in form:
        assert f'name="{field.html_name}' in str(field)
        assert f'id="id_{row.id}_{field.name}' in str(field)


def test_what_is_missing_is_named_all_at_once(law: Law) -> None:
    """Both empty boxes are named, each in a sentence with its label."""
    form = deed_form(TABLE["split"], None, law)({})
    assert form.errors == {
        "title": ["请填写“另立诉求的标题”。"],
        "text": ["请填写“另立诉求的内容”。"],
    }


def test_what_was_typed_becomes_the_deed(law: Law) -> None:
    """Values have the types that the rules expect."""
    typed = {
        "mode": "lead_assisting",
        "lead": "housing",
        "assisting": ["st-chengguan"],
        "note": "急",
    }
    form = deed_form(TABLE["dispatch"], None, law)(typed)
    assert form.is_valid()
    made = form.deed()
    assert made.mode is Mode.LEAD_ASSISTING
    assert made.assisting == ("st-chengguan",)
    assert made.by_catalogue is False


def test_a_choice_that_is_not_on_the_list_is_named(law: Law) -> None:
    """Somebody sends a unit that does not exist."""
    form = deed_form(TABLE["ask_unit"], None, law)({"unit": "moon", "text": "帮忙"})
    assert form.errors["unit"] == ["“请哪个单位协助”没有“moon”这一项，请从列表中选择。"]


@pytest.mark.parametrize(
    ("typed", "limit"),
    [
        ({"limit_amount": "3", "limit_unit": "wd"}, "3wd"),
        ({"limit": "4wh"}, "4wh"),
        ({"limit": " 30m "}, "30m"),
    ],
)
def test_a_span_is_a_number_and_a_unit_or_written_out(
    typed: dict[str, str], limit: str, law: Law
) -> None:
    """From the two inputs of the page, or as the law writes it."""
    form = deed_form(TABLE["request_extension"], None, law)({**typed, "reason": "等配件"})
    assert form.is_valid(), form.errors
    assert form.deed().limit == limit


@pytest.mark.parametrize(
    "typed", [{}, {"limit": "soon"}, {"limit_amount": "-1", "limit_unit": "wd"}]
)
def test_a_span_that_is_none_is_refused(typed: dict[str, str], law: Law) -> None:
    """Nothing, a word, less than nothing."""
    form = deed_form(TABLE["request_extension"], None, law)({**typed, "reason": "等配件"})
    assert "limit" in form.errors


def test_words_are_kept_as_they_are_for_the_rules_to_judge(law: Law) -> None:
    """Control characters and endless letters reach the rules, which refuse in their own words."""
    text = "灯\x00" + "坏" * 100_000
    form = deed_form(TABLE["supplement"], None, law)({"text": text})
    assert form.is_valid(), form.errors
    assert form.deed().text == text


def test_a_number_is_understood_as_people_write_it(world: World) -> None:
    """Small letters and spaces, as read over the phone."""
    number = world.new()
    form = deed_form(TABLE["merge"], None, world.law)({"into": number.lower().replace("-", " ")})
    assert form.is_valid()
    assert form.deed().into == number


def test_scores_are_numbers_and_no_score_is_nought(law: Law) -> None:
    """PS-9: speed, effect and attitude, each 1 to 5 or left out."""
    form = deed_form(TABLE["rate"], None, law)({"verdict": "satisfied", "speed": "5"})
    assert form.is_valid(), form.errors
    assert (form.deed().speed, form.deed().effect) == (5, 0)


def test_a_tick_that_is_usual_is_ticked_and_can_be_unticked(law: Law) -> None:
    """Progress is told to the petitioner unless somebody unticks it (JS-7)."""
    made = deed_form(TABLE["progress"], None, law)
    assert "checked" in str(made()["public"])
    form = made({"text": "内部情况"})
    assert form.is_valid()
    assert form.deed().public is False


def test_the_law_says_what_more_is_asked(world: World) -> None:
    """SN-7 and JS-6: the lead names a person and a standard; who only assists need not."""
    case = world.case(world.sent(helped=True))
    lead = deed_form(TABLE["accept"], case, world.law, unit="housing")()
    helper = deed_form(TABLE["accept"], case, world.law, unit="st-chengguan")()
    assert lead.fields["standard"].required
    assert lead.fields["contact"].required
    assert not helper.fields["standard"].required
    assert not helper.fields["contact"].required


def test_officers_are_the_units_own_people(world: World) -> None:
    """Nobody of another unit can be named."""
    listed = options("officers", None, world.law, place="model", unit="housing")
    assert [name for _, name in flat(listed or [])] == ["李明", "王强", "赵岚"]


def test_long_lists_come_in_groups_and_say_the_way_down(law: Law) -> None:
    """A class is found under its own kind of matter; the root of the areas is no group."""
    classes = dict(options("classes", None, law) or [])
    assert ("0201", "道路与路灯") in classes["住房与市政"]
    areas = dict(options("areas", None, law) or [])
    assert ("990101001000-c01-g01", "和平社区 › 和平社区第一网格") in areas["城关街道"]


def test_words_follow_the_language(law: Law) -> None:
    """Labels of data have an English side."""
    with override("en"):
        listed = options("kinds", None, law)
        promised = dict(options("standards", None, law) or [])
    assert listed == [("complaint", "complaint"), ("enquiry", "enquiry")]
    assert "Repair of public works" in promised["repair"]
