"""How like two texts are: what is asked counts, how it is asked does not."""

import pytest

from huiyin.rules.likeness import asked, pairs, share


@pytest.mark.parametrize(
    ("question", "said", "like"),
    [
        ("老板拖欠工资怎么办", "包工头拖欠工资三个月，一分没给", True),
        ("低保怎么申请", "家里困难，想问问低保的事", True),
        ("低保怎么申请", "我要申请护照，需要什么材料？", False),
        ("居住证怎么办理", "我居住在和平路，路灯坏了", False),
        ("居住证怎么办理", "外地人，居住证在哪办", True),
        ("ＷｉＦｉ怎么连", "公园的路灯不亮", False),
        ("etc怎么办理", "ETC 在哪里办", True),
        ("𠮷野家", "𠮷野家在哪里", True),
    ],
)
def test_a_question_is_in_what_is_said_or_is_not(question: str, said: str, like: bool) -> None:
    assert (share(asked(question), pairs(said)) >= 0.6) is like


def test_a_question_of_nothing_but_such_words_is_taken_whole() -> None:
    assert asked("怎么办理") == pairs("怎么办理")


@pytest.mark.parametrize("nothing", ["", "？！", "字", "\x00"])
def test_what_says_nothing_is_like_nothing(nothing: str) -> None:
    assert share(asked(nothing), pairs(nothing)) == 0.0
