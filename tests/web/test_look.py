"""What can be proved of the look without eyes: contrast, the content policy, parts that render."""

import re
from itertools import product
from pathlib import Path

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

import huiyin.web

# The parts stand alone: no address of the house but the switch between languages.
pytestmark = pytest.mark.urls("django.conf.urls.i18n")

HOME = Path(huiyin.web.__file__).parent
STATIC = HOME / "static" / "huiyin"
TEMPLATES = HOME / "templates"
PARTS = sorted((TEMPLATES / "huiyin" / "parts").glob("*.html"))
PAGES = sorted(TEMPLATES.rglob("*.html"))


def _schemes() -> dict[str, dict[str, str]]:
    light, dark = (STATIC / "tokens.css").read_text().split("prefers-color-scheme: dark")
    found = {}
    for scheme, text in (("light", light), ("dark", light + dark)):
        found[scheme] = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", text))
    return found


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio, 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


GROUNDS = ("paper", "surface", "sunken")
TEXTS = [
    *product(("ink", "ink-2", "ink-3", "accent", "accent-press"), GROUNDS),
    *product(("green", "yellow", "red", "grey"), ("paper", "surface", "accent-soft")),
    *((tone, f"{tone}-soft") for tone in ("green", "yellow", "red", "grey")),
    *product(("ink", "ink-2"), [f"{tone}-soft" for tone in ("accent", "green", "yellow", "red")]),
    ("accent", "accent-soft"),
    ("on-fill", "fill"),
    ("on-fill", "fill-press"),
]
EDGES = [*product(("edge", "focus"), ("paper", "surface")), ("fill", "paper"), ("fill", "surface")]


def test_contrast_is_reckoned_as_the_guidelines_do() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_every_text_can_be_read_on_its_ground(scheme: str, text: str, ground: str) -> None:
    colours = _schemes()[scheme]
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_every_control_can_be_seen_on_its_ground(scheme: str, edge: str, ground: str) -> None:
    colours = _schemes()[scheme]
    assert contrast(colours[edge], colours[ground]) >= 3


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(TEMPLATES)))
def test_no_style_and_no_script_stands_in_a_page(page: Path) -> None:
    """The content policy forbids both; a browser would drop them silently."""
    text = page.read_text()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text)
    assert not re.search(r"<script(?![^>]* src=)", text)


def test_nothing_is_fetched_from_elsewhere() -> None:
    for sheet in STATIC.glob("*.css"):
        assert "url(" not in sheet.read_text(), sheet.name
        assert "@import" not in sheet.read_text(), sheet.name


def test_every_colour_and_measure_used_is_a_token() -> None:
    sheets = {sheet.name: sheet.read_text() for sheet in STATIC.glob("*.css")}
    everything = "".join(sheets.values())
    used = set(re.findall(r"var\((--[a-z0-9-]+)", everything))
    given = set(re.findall(r"(?m)^\s*(--[a-z0-9-]+):", everything))
    assert used - given == set()
    del sheets["tokens.css"], sheets["print.css"]
    for name, text in sheets.items():
        strange = set(re.findall(r"#[0-9a-f]{3,8}\b", text)) - {"#fff"}  # a QR code's white
        assert strange == set(), name


def test_every_drawing_named_in_a_page_exists() -> None:
    drawn = set(re.findall(r'<symbol id="([a-z]+)"', (STATIC / "icons.svg").read_text()))
    named = set()
    for page in PAGES:
        named.update(re.findall(r'icon\.html" with name="([a-z]+)"', page.read_text()))
        named.update(re.findall(r'\bicon="([a-z]+)"', page.read_text()))
    assert named
    assert named <= drawn


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.stem)
def test_every_part_says_what_it_needs(part: Path) -> None:
    assert part.read_text().startswith("{% comment %}")


def test_the_styleguide_names_every_part() -> None:
    guide = (TEMPLATES / "huiyin" / "styleguide.html").read_text().split("{% endcomment %}")[0]
    listed = set(re.findall(r"(?m)^  ([a-z_]+) {2,}", guide))
    assert listed == {part.stem for part in PARTS if not part.stem.startswith("_")}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_styleguide_shows_itself_in_both_languages(language: str) -> None:
    with translation.override(language):
        page = render_to_string("huiyin/styleguide.html", request=RequestFactory().get("/"))
    assert page.count('class="light is-red') >= 2
    assert "SN1130-0042-7" in page


@pytest.mark.parametrize("code", [400, 403, 404, 409, 429, 500, 503])
def test_an_error_has_one_sentence_of_its_own_and_says_what_to_do(code: int) -> None:
    with translation.override("zh-hans"):
        page = render_to_string("huiyin/error.html", {"code": code})
    heading = re.search(r"<h1>(.+?)</h1>", page)
    lead = re.search(r'<p class="page-lead">(.+?)</p>', page)
    assert heading
    assert heading[1].endswith("。")
    assert lead
    assert lead[1].endswith("。")


class Letter(forms.Form):
    """A form with one of each kind of question."""

    text = forms.CharField(label="具体情况", help_text="时间、地点、什么事。")
    kind = forms.ChoiceField(label="类型", choices=[("a", "投诉")], widget=forms.RadioSelect)
    agree = forms.BooleanField(label="同意公开", required=False)


def test_a_refused_question_is_named_at_the_top_and_tied_to_its_reason() -> None:
    page = render_to_string("huiyin/parts/form.html", {"form": Letter({}), "submit": "提交诉求"})
    assert 'href="#id_text"' in page
    assert 'aria-describedby="id_text_helptext id_text_error"' in page
    assert 'id="id_text_helptext"' in page
    assert 'id="id_text_error"' in page
    assert "<legend" in page


def test_a_deed_that_may_not_be_done_shows_its_reason_and_no_form() -> None:
    deed = {"label": "签发", "allowed": False, "reason": "还没有拟好的答复。", "form": Letter()}
    page = render_to_string("huiyin/parts/deed_card.html", {"deed": deed})
    assert "还没有拟好的答复。" in page
    assert "<form" not in page


def test_a_deed_that_may_be_done_opens_into_its_form_with_its_token() -> None:
    deed = {"code": "accept", "label": "受理", "allowed": True, "url": "/x", "form": Letter()}
    page = render_to_string("huiyin/parts/deed_card.html", {"deed": deed, "csrf_token": "t0ken"})
    assert '<details class="deed" id="deed-accept">' in page
    assert 'action="/x"' in page
    assert "t0ken" in page


def test_what_petitioners_write_is_shown_and_never_obeyed() -> None:
    steps = [{"title": "收到", "text": "<script>alert(1)</script>", "quote": True}]
    page = render_to_string("huiyin/parts/timeline.html", {"steps": steps, "now": ""})
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
