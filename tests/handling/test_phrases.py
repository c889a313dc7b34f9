"""Words kept for answers: who may write them, what stands in braces, what is offered where."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from huiyin.cases.actions import Refused
from huiyin.handling import phrases
from huiyin.handling.models import Phrase
from huiyin.handling.phrases import Said
from huiyin.rules.refusals import Why
from tests.web.desk_world import World, build

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
LAMPS = Said("路灯修好", "{编号}：路灯已修好。", "draft_answer", "0201", "housing")


@pytest.fixture
def world(tmp_path: Path) -> World:
    """The place where everything is used."""
    return build(tmp_path)


def write(world: World, who: str = "zhou", said: Said = LAMPS, **changes: Any) -> int:
    instead = changes.pop("instead", None)
    told = replace(said, **changes)
    return phrases.write("model", told, actor=world.actor(who), now=NOW, instead=instead)


def names(world: World, unit: str, code: str, *deeds: str) -> list[str]:
    found = phrases.offered("model", unit, set(deeds or ["draft_answer"]), code, world.law)
    return [one.said.name for one in found]


def test_those_of_the_class_come_first_then_those_above_it(world: World) -> None:
    for name, code in (("别类", "0101"), ("通用", ""), ("上级", "02"), ("本类", "0201")):
        write(world, name=name, class_code=code, unit="")
    assert names(world, "housing", "0201") == ["本类", "上级", "通用", "别类"]
    assert names(world, "housing", "") == ["通用", "上级", "别类", "本类"]


def test_a_unit_is_offered_its_own_and_everybodys(world: World) -> None:
    write(world)
    write(world, name="大家的", unit="")
    assert names(world, "housing", "0201") == ["路灯修好", "大家的"]
    assert names(world, "st-chengguan", "0201") == ["大家的"]
    assert names(world, "housing", "0201", "decline") == []


def test_an_unknown_blank_is_refused_with_those_that_are_known(world: World) -> None:
    with pytest.raises(Refused) as no:
        write(world, text="{编号}，{身份证号}。")
    assert (no.value.refusal.field, no.value.refusal.params["name"]) == ("text", "身份证号")
    assert ("编号", "number") in no.value.refusal.params["blanks"]
    assert not Phrase.objects.exists()


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("name", " "),
        ("name", "长" * 61),
        ("text", ""),
        ("text", "一\x07二"),
        ("text", "{编号"),
        ("deed", "strike_off"),
    ],
)
def test_what_cannot_be_kept_says_which_field(field: str, wrong: str, world: World) -> None:
    with pytest.raises(Refused) as no:
        write(world, **{field: wrong})
    assert (no.value.refusal.why, no.value.refusal.field) == (Why.INVALID, field)


def test_a_unit_writes_its_own_and_an_auditor_none(world: World) -> None:
    assert write(world, "li")
    for who, unit in (("li", "st-chengguan"), ("li", ""), ("he", "")):
        with pytest.raises(Refused) as no:
            write(world, who, unit=unit)
        assert no.value.refusal.why is Why.FORBIDDEN


def test_another_wording_retires_the_old_one_and_keeps_it(world: World) -> None:
    old = write(world)
    new = write(world, text="修好了。", instead=old)
    assert [one.pk for one in phrases.kept(world.actor("li"))] == [new]
    assert Phrase.objects.get(pk=old).text == "{编号}：路灯已修好。"
    with pytest.raises(Refused):  # somebody else was quicker
        write(world, text="又改。", instead=old)
    assert names(world, "housing", "0201") == ["路灯修好"]


def test_a_unit_does_not_retire_what_is_anothers(world: World) -> None:
    pk = write(world, unit="")
    with pytest.raises(Refused) as no:
        phrases.retire(pk, actor=world.actor("li"), now=NOW)
    assert no.value.refusal.why is Why.FORBIDDEN
    phrases.retire(pk, actor=world.actor("zhou"), now=NOW)
    assert names(world, "housing", "0201") == []
