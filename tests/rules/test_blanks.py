"""Blanks in templates: filled by English or Chinese name, and nothing else in braces."""

import pytest

from huiyin.rules import blanks

KNOWN = {"number": "编号", "unit": "单位"}
VALUES = {"number": "SF-1", "unit": "住建局"}


def test_a_blank_is_filled_by_either_name() -> None:
    assert blanks.fill("{单位}答复 {number}。", VALUES, KNOWN) == "住建局答复 SF-1。"


def test_braces_written_twice_are_braces() -> None:
    assert blanks.fault("text", "{{照抄}}{编号}", KNOWN) is None
    assert blanks.fill("{{照抄}}{编号}", VALUES, KNOWN) == "{照抄}SF-1"


def test_words_that_look_like_blanks_stay_words() -> None:
    """What is filled in is never read again."""
    assert blanks.fill("{number}", {**VALUES, "number": "{unit}"}, KNOWN) == "{unit}"


@pytest.mark.parametrize(
    "name", ["phone", "", "number!r", "number:>9", "number.__class__", "unit[0]", "0"]
)
def test_the_first_unknown_blank_is_named_with_all_that_are_known(name: str) -> None:
    wrong = blanks.fault("text", f"{{编号}}和{{{name}}}和{{nobody}}", KNOWN)
    assert wrong is not None
    assert (wrong.field, wrong.params["name"]) == ("text", name)
    assert wrong.params["blanks"] == (("编号", "number"), ("单位", "unit"))


@pytest.mark.parametrize("text", ["{number", "number}", "{"])
def test_a_brace_left_alone_is_refused(text: str) -> None:
    wrong = blanks.fault("text", text, KNOWN)
    assert wrong is not None
    assert wrong.message == blanks.BROKEN
