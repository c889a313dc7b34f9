"""Taking names and numbers out of words before others read them."""

import pytest

from huiyin.intake.blotting import GAP, blot
from huiyin.intake.identity import Person

WU = Person("吴秀英", "13812345678")


@pytest.mark.parametrize(
    ("told", "left"),
    [
        ("请吴秀英女士来。", f"请{GAP}女士来。"),
        ("吴女士您好，吴阿姨好。", f"{GAP}您好，{GAP}好。"),
        ("电 13812345678 联系", f"电 {GAP} 联系"),
        ("138 1234 5678、138-1234-5678", f"{GAP}、{GAP}"),
        ("座机0516-55550142。", f"座机{GAP}。"),
        ("证号 32030119900307123X。", f"证号 {GAP}。"),
        ("写到 wu.xy@example.org 吧", f"写到 {GAP} 吧"),
        ("１３８１２３４５６７８", GAP),
    ],
)
def test_what_could_lead_to_somebody_becomes_a_gap(told: str, left: str) -> None:
    assert blot(told, [WU]) == left


@pytest.mark.parametrize(
    "told",
    [
        "2026-11-24 已修好，2026年11月24日验收。",
        "请拨 12345，收费 1500 元，第 3 号窗口。",
        "吴家村的路修好了。",
        "按〔2026〕15号文办。",
    ],
)
def test_dates_and_small_numbers_stay(told: str) -> None:
    assert blot(told, [WU]) == told


def test_of_nobody_known_only_numbers_go() -> None:
    assert blot("王芳 13900001111", [Person()]) == f"王芳 {GAP}"
