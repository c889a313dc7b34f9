"""A place's own words for what petitioners are told: checked before they are in force."""

import pytest

from huiyin.regimes import files, texts
from huiyin.regimes.files import RegimeErrors
from huiyin.rules.notices import PETITIONERS
from tests.regimes_data.laws import REGIMES, calendar


def faults(text: str) -> list[tuple[int, str]]:
    """Line and path of everything that is wrong."""
    return [(line, path) for line, path, _ in texts.faults(text)]


def test_every_notice_may_be_said_in_other_words_by_every_channel() -> None:
    text = "\n".join(
        f"[{name}]\n" + "\n".join(f'{way} = "{{number}}。"' for way in texts.CHANNELS)
        for name in PETITIONERS
    )
    assert faults(text) == []
    assert texts.own(text)[PETITIONERS["answered"]]["sms"] == "{number}。"
    assert texts.own(text)[PETITIONERS["answered"]]["any_en"] == "{number}。"
    assert texts.own("") == {}


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ('pigeon = "x"', "registered.pigeon"),
        ("sms = 7", "registered.sms"),
        ('sms = " "', "registered.sms"),
        ('sms = "a\\u0000b"', "registered.sms"),
        (f'sms = "{"长" * 161}"', "registered.sms"),
        ('sms = "{name}"', "registered.sms"),
        ('sms = "{into}"', "registered.sms"),  # of another notice
        ('sms = "{}"', "registered.sms"),
        ('sms = "{0}"', "registered.sms"),
        ('sms = "{number"', "registered.sms"),
        ('sms = "{number!r}"', "registered.sms"),
        ('sms = "{number:>99}"', "registered.sms"),
        ('sms = "{number.__class__}"', "registered.sms"),
        ('sms = "{number[0]}"', "registered.sms"),
    ],
)
def test_each_mistake_is_named_with_its_line(line: str, path: str) -> None:
    assert faults(f'# words\n[registered]\nany = "好。"\n{line}\n') == [(4, path)]


def test_all_mistakes_are_listed_at_once() -> None:
    text = '[registred]\nany = "x"\n[answered]\nfax = "x"\nsms = "{x}"\n'
    assert faults(text) == [(1, "registred"), (4, "answered.fax"), (5, "answered.sms")]
    assert faults('registered = "x"') == [(1, "registered")]
    assert faults("[[registered]]") == [(0, "registered")]
    assert faults("[") == [(0, "")]


def test_a_regime_with_a_mistake_in_its_words_is_not_taken() -> None:
    said = files.texts(REGIMES / "starter") | {texts.NAME: '[registered]\nfax = "x"\n'}
    with pytest.raises(RegimeErrors) as no:
        files.parse(said, calendar())
    assert [str(error) for error in no.value.errors] == [
        f"texts.toml:2 registered.fax: 没有这个渠道，请从这些里选：{', '.join(texts.CHANNELS)}。"
    ]


def test_the_words_that_ship_are_in_order_and_without_them_a_place_is_whole() -> None:
    said = files.texts(REGIMES / "starter")
    files.parse(said, calendar())
    assert "registered" in said.pop(texts.NAME)
    files.parse(said, calendar())


def test_a_published_law_outlives_the_names_of_notices() -> None:
    said = files.texts(REGIMES / "starter") | {texts.NAME: '[gone]\nany = "x"\n'}
    files.parse(said, calendar(), version=1)
    assert texts.own(said[texts.NAME]) == {}
