"""A form on paper as a Word file, to be changed there before it goes out.

Sheet, margins and sizes are those of GB/T 9704; the founts are those that offices have.
"""

import io
from collections.abc import Callable
from itertools import groupby
from typing import Any

from docx import Document
from docx.document import Document as Sheet
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from huiyin.rules.printed import Look, Piece

SONG, FANGSONG, HEI = "宋体", "仿宋", "黑体"
RED = RGBColor(0xD0, 0x10, 0x10)
_RIGHT, _CENTRE = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.CENTER
BODY, FOOT, SMALL = Pt(16), Pt(14), Pt(12)
LABEL = Mm(28)
_AFTER_EDGES = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
"""What may only follow the edges of a paragraph: Word minds the order."""
WIDTH = Mm(156)


def drawn(pieces: list[Piece], *, title: str) -> bytes:
    """The file."""
    sheet = Document()
    _lay_out(sheet, title)
    item = 0
    for is_row, group in groupby(pieces, key=lambda one: one.look is Look.ROW):
        if is_row:
            _table(sheet, list(group))
            continue
        for piece in group:
            for line in piece.lines:
                item += piece.look is Look.ITEM
                told = f"{item}. {line}" if piece.look is Look.ITEM else line
                _DRAWN[piece.look](sheet.add_paragraph(), told)
    body = io.BytesIO()
    sheet.save(body)
    return body.getvalue()


def _lay_out(sheet: Sheet, title: str) -> None:
    sheet.core_properties.title = title
    sheet.core_properties.author = sheet.core_properties.comments = ""
    page = sheet.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin = Mm(37), Mm(35)
    page.left_margin, page.right_margin = Mm(28), Mm(26)
    plain: Any = sheet.styles["Normal"]
    plain.font.name, plain.font.size = "Times New Roman", BODY
    plain.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FANGSONG)
    shape = plain.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(28)
    _number_pages(page.footer.paragraphs[0])


def _number_pages(foot: Paragraph) -> None:
    """— 1 —"""
    foot.alignment = _CENTRE
    for text, code in (("— ", ""), ("", "PAGE"), (" —", "")):
        run = foot.add_run(text)
        run.font.size = FOOT
        if code:
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), code)
            run._r.addprevious(field)
            field.append(run._r)


def _say(at: Paragraph, text: str, *, fount: str = "", size: Pt = BODY, bold: bool = False) -> Any:
    run = at.add_run(text)
    run.font.size, run.bold = size, bold
    if fount:
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), fount)
    return run


def _head(at: Paragraph, text: str) -> None:
    at.alignment = _CENTRE
    at.paragraph_format.line_spacing = Pt(48)
    _say(at, text, fount=SONG, size=Pt(34), bold=True).font.color.rgb = RED


def _number(at: Paragraph, text: str) -> None:
    """Below the head, above the red line."""
    at.alignment = _CENTRE
    at.paragraph_format.space_before, at.paragraph_format.space_after = Pt(14), Pt(18)
    _say(at, text)
    edges = OxmlElement("w:pBdr")
    edge = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "6"), ("color", str(RED))):
        edge.set(qn(f"w:{name}"), value)
    edges.append(edge)
    at._p.get_or_add_pPr().insert_element_before(edges, *_AFTER_EDGES)


def _title(at: Paragraph, text: str) -> None:
    at.alignment = _CENTRE
    at.paragraph_format.line_spacing = Pt(34)
    at.paragraph_format.space_after = Pt(14)
    _say(at, text, fount=SONG, size=Pt(22), bold=True)


def _opening(at: Paragraph, text: str) -> None:
    _say(at, text)


def _body(at: Paragraph, text: str) -> None:
    at.paragraph_format.first_line_indent = BODY * 2
    _say(at, text)


def _signed(at: Paragraph, text: str) -> None:
    at.alignment = _RIGHT
    at.paragraph_format.right_indent = BODY * 2
    _say(at, text)


_DRAWN: dict[Look, Callable[[Paragraph, str], None]] = {
    Look.HEAD: _head,
    Look.NUMBER: _number,
    Look.TITLE: _title,
    Look.OPENING: _opening,
    Look.BODY: _body,
    Look.ITEM: _body,
    Look.SIGNED: _signed,
}


def _table(sheet: Sheet, rows: list[Piece]) -> None:
    """Names at the left, what they say at the right; a gap below."""
    table = sheet.add_table(rows=0, cols=2)
    table.style, table.autofit = "Table Grid", False
    for row in rows:
        name, said = table.add_row().cells
        name.width, said.width = LABEL, WIDTH - LABEL
        _say(name.paragraphs[0], row.label, fount=HEI, size=SMALL)
        for at, line in enumerate(row.lines):
            _say(said.paragraphs[0] if at == 0 else said.add_paragraph(), line, size=SMALL)
        for cell in (name, said):
            for one in cell.paragraphs:
                one.paragraph_format.line_spacing = Pt(19)
    sheet.add_paragraph()
