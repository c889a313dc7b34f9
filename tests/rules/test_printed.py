"""Templates of forms on paper: what a line becomes, and what is wrong with one."""

from huiyin.rules.printed import Look, Piece, Value, compose, faults

KNOWN = {"number": "编号", "letter": "内容", "point": "诉求点", "said": "回应", "note": "意见"}
VALUES: dict[str, Value] = {
    "number": "SF-1",
    "letter": "灯坏了。\n\n请修。",
    "point": ["灯不亮", "杆子歪"],
    "said": ["换了。", "扶了。"],
    "note": "",
}


def made(text: str) -> list[Piece]:
    assert list(faults(text, KNOWN)) == []
    return compose(text, VALUES, KNOWN)


def test_every_mark_has_its_look() -> None:
    text = "// 不印\n# 头\n^ {number}\n## 题\n= 某局：\n请办理。\n| 内容 | 无\n- 点\n> 某人"
    assert [one.look for one in made(text)] == [
        Look.HEAD,
        Look.NUMBER,
        Look.TITLE,
        Look.OPENING,
        Look.BODY,
        Look.ROW,
        Look.ITEM,
        Look.SIGNED,
    ]


def test_lines_of_a_letter_are_lines_of_the_sheet() -> None:
    assert made("| 内容 | {letter} |") == [Piece(Look.ROW, ("灯坏了。", "请修。"), "内容")]


def test_several_things_make_several_lines_side_by_side() -> None:
    (item,) = made("- {point}：{said}")
    assert item.lines == ("灯不亮：换了。", "杆子歪：扶了。")


def test_a_line_with_nothing_to_say_is_left_out() -> None:
    assert made("意见：{note}\n| 意见 | {意见}") == []
    assert made("{编号}：{意见}")[0].lines == ("SF-1：",)


def test_signs_that_no_file_can_hold_are_left_out() -> None:
    told: dict[str, Value] = {**VALUES, "number": "SF\ufffe-\x0b1\U0001f4a1"}
    assert compose("{number}", told, KNOWN)[0].lines == ("SF-1\U0001f4a1",)


def test_faults_come_with_their_lines() -> None:
    found = dict(faults("# 头\n{phone}\n| 只有名称\n{", KNOWN))
    assert list(found) == [2, 3, 4]
    assert found[2].params["name"] == "phone"
    assert "表格" in found[3].message


def test_an_empty_template_is_a_fault() -> None:
    ((line, wrong),) = faults("\n// 只有说明\n", KNOWN)
    assert line == 0
    assert "空" in wrong.message
