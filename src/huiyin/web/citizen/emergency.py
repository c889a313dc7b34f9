"""Words that sound like an emergency, and the number that helps at once.

A case is registered all the same; the petitioner is told in plain sight to call.
"""

from collections.abc import Callable

from django.utils.translation import gettext

NUMBERS: tuple[tuple[str, tuple[str, ...], Callable[[], str]], ...] = (
    (
        "119",
        (
            "着火",
            "起火",
            "失火",
            "火灾",
            "浓烟",
            "爆炸",
            "煤气泄漏",
            "燃气泄漏",
            "天然气泄漏",
            "坍塌",
        ),
        lambda: gettext("着火、爆炸、有人被困，请马上打 119。"),
    ),
    (
        "120",
        ("昏迷", "昏倒", "大出血", "溺水", "煤气中毒", "没有呼吸", "心脏骤停", "触电"),
        lambda: gettext("有人受伤或者生命有危险，请马上打 120。"),
    ),
    (
        "110",
        ("抢劫", "持刀", "绑架", "杀人", "砍人", "打人", "入室", "自杀", "轻生", "跳楼", "家暴"),
        lambda: gettext("有人正受到伤害或者想不开，请马上打 110。"),
    ),
    ("122", ("车祸", "撞人", "肇事逃逸"), lambda: gettext("发生交通事故，请马上打 122。")),
)
"""Number, the words it answers to, and the sentence; the first that fits is shown."""


def number_for(text: str) -> str:
    """The number to call at once, or "" where nothing sounds like an emergency."""
    return next((number for number, words, _ in NUMBERS if any(w in text for w in words)), "")


def sentence_for(number: str) -> str:
    """What to do, in the reader's language."""
    return next((say() for known, _, say in NUMBERS if known == number), "")
