"""A form on paper as a PDF, as it goes out."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from PIL import ImageFile

from huiyin.cases.actions import Refused
from huiyin.rules.printed import Look, Piece
from huiyin.rules.refusals import not_now
from huiyin.rules.words import N_

_CSS = Path(__file__).with_name("paper.css")
_LACKS = N_("这台机器没有 Pango，做不出 PDF。请改下载 Word，或请管理员安装 libpangoft2-1.0-0。")


def drawn(pieces: list[Piece], *, title: str, language: str) -> bytes:
    """The file, with its structure marked for screen readers. Raises Refused without Pango."""
    try:
        import weasyprint  # noqa: PLC0415 - two seconds and 100 MB, for nobody but who prints
    except OSError as lacking:
        raise Refused(not_now(_LACKS)) from lacking
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # it turns that on for the whole house: no half photo
    sheet = weasyprint.HTML(string=_html(pieces, title, language), url_fetcher=_nothing_else)
    css = weasyprint.CSS(string=_CSS.read_text(encoding="utf-8"))
    made = sheet.write_pdf(stylesheets=[css], pdf_variant="pdf/ua-1")
    return bytes(made)


def _nothing_else(url: str, *args: Any, **kwargs: Any) -> Any:
    """A sheet is whole in itself: nothing is ever fetched for it."""
    raise ValueError(url)


def _html(pieces: list[Piece], title: str, language: str) -> str:
    body = mark_safe("".join(_drawn(pieces)))  # noqa: S308 - each part was escaped
    return format_html(
        '<!doctype html><html lang="{}"><head><title>{}</title></head><body>{}</body></html>',
        language,
        title,
        body,
    )


def _drawn(pieces: list[Piece]) -> Iterator[SafeString]:
    item = 0
    for is_row, group in groupby(pieces, key=lambda one: one.look is Look.ROW):
        if is_row:
            yield format_html("<table><tbody>{}</tbody></table>", _rows(list(group)))
            continue
        for piece in group:
            tag = "h1" if piece.look is Look.TITLE else "p"
            for line in piece.lines:
                item += piece.look is Look.ITEM
                told = f"{item}. {line}" if piece.look is Look.ITEM else line
                yield format_html('<{} class="{}">{}</{}>', tag, piece.look, told, tag)


def _rows(rows: list[Piece]) -> SafeString:
    return format_html_join(
        "",
        '<tr><th scope="row">{}</th><td>{}</td></tr>',
        ((row.label, format_html_join("", "<p>{}</p>", ((x,) for x in row.lines))) for row in rows),
    )
