"""What a front page shows of how a place works is counted, and says nothing of anybody."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from huiyin.cases.models import CaseRow
from tests.web.citizen_street import look_up, words
from tests.web.desk_world import NOW, World, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(tmp_path: Path) -> Any:
    """The place where everything is used, at a standing hour."""
    with time_machine.travel(NOW, tick=False):
        yield build(tmp_path)


def answered(world: World, *days: float) -> None:
    """So many cases, each answered after so many days."""
    for took in days:
        number = world.answered()
        CaseRow.objects.filter(number=number).update(
            registered_at=NOW - timedelta(days=took + 1), answered_at=NOW - timedelta(days=1)
        )


def test_half_and_nine_in_ten_are_counted(world: World) -> None:
    answered(world, 1, 1.5, 2, 3, 9)
    page = words(Client().get("/model/"))
    assert '<span class="pace-number">2</span>' in page
    assert "最近三个月答复了 5 件，九成在" in page


def test_too_few_answers_are_no_figure(world: World) -> None:
    """Of four, one could be told."""
    answered(world, 1, 2, 3, 4)
    assert "pace-number" not in words(Client().get("/model/"))


def test_what_was_answered_long_ago_does_not_count(world: World) -> None:
    answered(world, 1, 1, 1, 1, 1)
    CaseRow.objects.update(answered_at=NOW - timedelta(days=91))
    assert "pace-number" not in words(Client().get("/model/"))


def test_what_was_settled_is_named_by_kind_and_street_never_by_words(world: World) -> None:
    answered(world, 1, 1, 1, 1, 2)
    CaseRow.objects.update(phase="struck_off", class_code="0201", area="990101001000-c01")
    page = words(Client().get("/model/"))
    assert "最近办好的" in page
    assert "城关街道" in page
    assert "和平社区" not in page
    assert "路灯坏了三盏" not in page


def test_wu_sees_who_looked_at_her_number_and_what_for(world: World) -> None:
    """B17: the unit and the purpose; of somebody else's case there is nothing to see."""
    number = world.sent()
    page = look_up(Client(), "model", number, world.codes[number])
    assert "还没有人看过您的完整姓名和号码。" in page
    world.client("li").post(f"/desk/cases/{number}/petitioner", {"purpose": "约上门时间"})
    page = look_up(Client(), "model", number, world.codes[number])
    assert "用途：约上门时间" in page
    assert "示范县住房和城乡建设局" in page.split("谁看过我的个人信息")[1]
