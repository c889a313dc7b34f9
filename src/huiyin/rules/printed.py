"""Forms on paper: a template, a line a piece, and what it becomes for one case.

    // not printed
    # {system}                  the red head
    ^ 编号：{number}             below it, and a red line under both
    ## 交办单                    the title
    = {lead}：                  at the margin: to whom it goes
    请按时限办结。                  any other line: a paragraph
    | 诉求内容 | {letter}         a row of a table
    - {point}                   one of a numbered list
    > {dispatched_on}           at the right: who signs, and when

A line whose blanks are all empty is left out. A blank that holds several things makes as many
lines of its line, or of its cell. How it looks on the sheet is the standard's (GB/T 9704), not the
template's.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from huiyin.rules import blanks
from huiyin.rules.blanks import Known
from huiyin.rules.refusals import Refusal, invalid
from huiyin.rules.words import N_

ORDER: Known = {
    "place": "地方",
    "system": "系统",
    "number": "编号",
    "title": "标题",
    "letter": "诉求内容",
    "supplement": "补充情况",
    "point": "诉求点",
    "channel": "渠道",
    "kind": "类型",
    "level": "紧急程度",
    "class": "分类",
    "basis": "依据",
    "area": "区域",
    "address": "地点",
    "registered_on": "登记日期",
    "petitioner": "诉求人",
    "petitioner_phone": "诉求人电话",
    "lead": "主办单位",
    "assisting": "协办单位",
    "dispatcher": "交办人",
    "dispatched_on": "交办日期",
    "note": "交办意见",
    "deadline": "时限",
    "reckoning": "时限算法",
    "printed_on": "打印日期",
}
"""What an order to a unit (交办单) may tell."""

ANSWER: Known = {
    "place": "地方",
    "system": "系统",
    "number": "编号",
    "title": "标题",
    "petitioner": "诉求人",
    "registered_on": "登记日期",
    "answer": "答复",
    "point": "诉求点",
    "said": "回应",
    "unit": "承办单位",
    "officer": "经办人",
    "basis": "依据",
    "standard": "承诺标准",
    "answered_on": "答复日期",
    "printed_on": "打印日期",
}
"""What an answer to a petitioner (答复) may tell."""

FORMS: Mapping[str, Known] = {"order": ORDER, "answer": ANSWER}

Value = str | Sequence[str]


class Look(StrEnum):
    """How a piece stands on the sheet."""

    HEAD = "head"
    NUMBER = "number"
    TITLE = "title"
    OPENING = "opening"
    BODY = "body"
    ROW = "row"
    ITEM = "item"
    SIGNED = "signed"


_MARKS = {
    "##": Look.TITLE,
    "#": Look.HEAD,
    "^": Look.NUMBER,
    "=": Look.OPENING,
    "|": Look.ROW,
    "-": Look.ITEM,
    ">": Look.SIGNED,
}
_ASIDE = "//"
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What neither XML nor a reader of PDF can hold."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the sheet: its lines; of a row of the table also what they are (`label`)."""

    look: Look
    lines: tuple[str, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    look: Look
    text: str
    label: str = ""


def faults(text: str, known: Known) -> Iterator[tuple[int, Refusal]]:
    """What is wrong with a template, each with its line; line 0 where it says nothing at all."""
    lines = list(_lines(text))
    if not lines:
        yield 0, invalid("", N_("模板是空的。"))
    for line in lines:
        wrong = blanks.fault("", f"{line.label}\n{line.text}", known)
        if line.look is Look.ROW and not line.label:
            wrong = invalid("", N_("表格的一行请写成“| 名称 | 内容”。"))
        if wrong is not None:
            yield line.number, wrong


def compose(text: str, values: Mapping[str, Value], known: Known) -> list[Piece]:
    """The sheet of one case. The template has no faults; `values` by English name."""
    return [
        Piece(line.look, told, blanks.fill(line.label, _flat(values), known))
        for line in _lines(text)
        if (told := tuple(_told(line.text, values, known)))
    ]


def _lines(text: str) -> Iterator[_Line]:
    for number, line in enumerate(text.splitlines(), 1):
        plain = line.strip()
        if not plain or plain.startswith(_ASIDE):
            continue
        mark = next((mark for mark in _MARKS if plain.startswith(mark)), "")
        look, rest = _MARKS.get(mark, Look.BODY), plain.removeprefix(mark).strip()
        if look is Look.ROW:
            label, bar, rest = rest.partition("|")
            label = label.strip() if bar else ""
            yield _Line(number, look, rest.strip().removesuffix("|").strip(), label)
        else:
            yield _Line(number, look, rest)


def _told(text: str, values: Mapping[str, Value], known: Known) -> Iterator[str]:
    """The lines that a line of the template becomes; none where it would only be empty."""
    asked = {name: values[name] for name in blanks.used(text, known)}
    if asked and not any(asked.values()):
        return
    several = [len(value) for value in asked.values() if not isinstance(value, str)]
    for at in range(max(several, default=1)):
        one = {name: _nth(value, at) for name, value in asked.items()}
        filled = _UNPRINTABLE.sub("", blanks.fill(text, one, known))
        yield from (line.strip() for line in filled.splitlines() if line.strip())


def _nth(value: Value, at: int) -> str:
    if isinstance(value, str):
        return value
    return value[at] if at < len(value) else ""


def _flat(values: Mapping[str, Value]) -> dict[str, str]:
    return {name: _nth(value, 0) for name, value in values.items()}
