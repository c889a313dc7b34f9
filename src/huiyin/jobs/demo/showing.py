"""What a visitor of the demo needs to know: addresses, logins, and a case to look up."""

import unicodedata
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import get_language, gettext

from huiyin.jobs.demo import cast
from huiyin.jobs.demo.cast import Stage
from huiyin.jobs.demo.making import Making
from huiyin.people import queries as people
from huiyin.rules.access import UNIT_ROLES
from huiyin.rules.labels import ROLES
from huiyin.rules.vocabulary import Role

WIDTH = 100


def lines(making: Making, host: str) -> Iterator[str]:
    """The text, line by line, in the active language."""
    yield ""
    yield gettext("演示：人物和诉求全部虚构；密码人人知道，请勿放入真实数据。")
    yield ""
    yield from _places(making, host)
    yield ""
    yield from _logins(making, host)
    yield ""
    yield from _units(making)
    yield ""
    yield gettext(
        "在本机试微信、短信（睢宁）、邮件（示范县）、上级平台（西宁）：另开一个终端，运行"
    )
    yield "    huiyin stand-in wechat | sms | mail | platform"
    yield ""


def _places(making: Making, host: str) -> Iterator[str]:
    yield gettext("群众页面（可用编号和查询码查一件）：")
    for name, place in making.places.items():
        address = host + reverse("citizen:front", args=[name])
        shown = making.shown.get(name)
        receipt = f"{shown.number}  {shown.code}" if shown else ""
        title = place.name_en if _english() else place.name
        yield _row((title, 22 if not _english() else 34), (address, 40), (receipt, 0))


def _logins(making: Making, host: str) -> Iterator[str]:
    desk = host + reverse("desk:inbox")
    said = gettext("工作台 {desk}　所有账号的密码：{password}")
    yield said.format(desk=desk, password=cast.PASSWORD)
    yield gettext("账号是“地方-角色”，例如 suining-dispatcher；每个地方都有这些角色：")
    for role in cast.ROLES:
        suffix = f"-{role}".replace("_", "-")
        label = ROLES[role][1 if _english() else 0]
        who = gettext("（在单位里，见下）") if role in UNIT_ROLES else ""
        yield _row((f"  …{suffix}", 18), (label + who, 0))
    yield ""
    for name in making.places:
        logins = [f"{name}-{role}".replace("_", "-") for role in cast.ROLES]
        yield from _wrapped(f"  {name}: ", logins)


def _units(making: Making) -> Iterator[str]:
    said = gettext("单位里的三种角色：括号里的单位不写单位，其他单位写在后面，例如 {example}：")
    yield said.format(example=_example(making))
    for name, stage in making.stages.items():
        units = [_short(stage, one.unit) for one in people.members(name, role=Role.CLERK)]
        own = _short(stage, stage.unit)
        others = sorted(set(units) - {own})
        yield from _wrapped(f"  {name}: ", [f"({own})", *others])


def _example(making: Making) -> str:
    name, stage = next(iter(making.stages.items()))
    units = sorted({one.unit for one in people.members(name, role=Role.CLERK)} - {stage.unit})
    return f"{name}-clerk-{units[0]}" if units else f"{name}-clerk"


def _short(stage: Stage, unit: str) -> str:
    return unit.removeprefix(f"{stage.id}-")


def _wrapped(head: str, words: list[str]) -> Iterator[str]:
    line = head
    for word in words:
        if len(line) + len(word) > WIDTH:
            yield line.rstrip()
            line = " " * len(head)
        line += word + " "
    yield line.rstrip()


def _row(*cells: tuple[str, int]) -> str:
    return (
        "  " + "".join(text + " " * max(1, width - _width(text)) for text, width in cells).rstrip()
    )


def _width(text: str) -> int:
    """Columns on a terminal: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _english() -> bool:
    return (get_language() or "").startswith("en")
