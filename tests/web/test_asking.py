"""How skins speak of a refusal: its status and its sentence, in either language."""

import pytest
from django.utils.translation import override

from huiyin.rules import refusals
from huiyin.rules.refusals import Why
from huiyin.web import asking
from tests.rules.county import PLACE, law_of

COUNTY = law_of(PLACE)


def test_each_kind_of_no_has_its_status() -> None:
    """You may not, not now, not found and not so are four different answers."""
    found = [
        asking.status_of(refusals.forbidden("x")),
        asking.status_of(refusals.not_found("x")),
        asking.status_of(refusals.not_now("x")),
        asking.status_of(refusals.invalid("name", "x")),
    ]
    assert found == [403, 404, 409, 422]
    assert set(asking.STATUS) == set(Why)


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        (
            refusals.not_now("诉求现在是“{phase}”，不能做这一步。", phase="handling"),
            "诉求现在是“办理中”，不能做这一步。",
        ),
        (
            refusals.forbidden("请交给：{roles}。", roles=("clerk", "head")),
            "请交给：经办人、单位主要负责人。",
        ),
        (
            refusals.invalid("limit", "一次最多延长 {most}。", most="5wd"),
            "一次最多延长 5 个工作日。",
        ),
        (refusals.invalid("text", "最多 {most} 字。", most=20000), "最多 20000 字。"),
        (refusals.invalid("text", "请填写“{label}”。", label="情况说明"), "请填写“情况说明”。"),
        (refusals.not_now("没有“{value}”。", value=""), "没有“”。"),
    ],
    ids=["phase", "roles", "limit", "number", "label", "empty"],
)
def test_ids_in_a_refusal_become_words(refusal: refusals.Refusal, said: str) -> None:
    """No id of the rules reaches a reader."""
    assert asking.sentence(refusal) == said


def test_in_english_the_laws_own_names_are_english_too() -> None:
    """Phases and roles by their labels, kinds and units by the law's."""
    kind = COUNTY.regime.kinds[0]
    refusal = refusals.not_now("{kind} / {phase}", kind=kind.label, phase="answered")
    with override("en"):
        assert asking.sentence(refusal, COUNTY) == f"{kind.label_en} / answered"
        assert asking.listed(["a", "b"]) == "a, b"


def test_a_limit_is_said_in_words_and_nonsense_is_refused() -> None:
    """Every unit has its words."""
    said = [asking.span(limit) for limit in ("30m", "2h", "4wh", "7d", "5wd")]
    assert said == ["30 分钟", "2 小时", "4 个工作小时", "7 天", "5 个工作日"]
    with pytest.raises(ValueError, match="不是时限"):
        asking.span("soon")
