"""How a limit is written in the law and read back."""

import pytest

from huiyin.rules.worktime import Limit, Unit


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("1wd", 1, Unit.WORKING_DAYS),
        ("2h", 2, Unit.HOURS),
        ("4wh", 4, Unit.WORKING_HOURS),
        ("7d", 7, Unit.DAYS),
        ("30m", 30, Unit.MINUTES),
        (" 7wd ", 7, Unit.WORKING_DAYS),
    ],
)
def test_a_limit_is_a_number_and_a_unit(text: str, amount: int, unit: Unit) -> None:
    assert Limit.parse(text) == Limit(amount, unit)
    assert str(Limit.parse(text)) == text.strip()


@pytest.mark.parametrize(
    "text", ["", "7", "wd", "7 wd", "7WD", "-1d", "1.5h", "7w", "１d", "10000d"]
)
def test_anything_else_is_refused_with_a_sentence_that_shows_the_forms(text: str) -> None:
    with pytest.raises(ValueError, match=r"不是时限：应为数字加单位，如 7wd（工作日）.*。$"):
        Limit.parse(text)


@pytest.mark.parametrize("amount", [0, -1, 10_000])
def test_no_limit_is_shorter_than_one_or_longer_than_the_longest(amount: int) -> None:
    with pytest.raises(ValueError, match="时限须在 1 至 9999 之间"):
        Limit(amount, Unit.DAYS)
