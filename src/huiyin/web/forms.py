"""Forms made from the marks of the deed types; nothing else describes what a deed asks.

    form = deed_form(row, case, law)(request.POST)
    if form.is_valid():
        act(case.number, form.deed(), ...)

A form turns what was typed into the deed's values and names what is missing; whether the values
are right is judged by the rules when the deed is done, and their refusal is shown by `refuse`.
Names of inputs are the deed's field names; ids begin with the deed's name, so that many forms can
share a page.
"""

import re
from collections.abc import Callable
from dataclasses import MISSING, fields
from typing import Any, ClassVar, get_type_hints

from django import forms
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

from huiyin.cases import numbers
from huiyin.regimes import queries as regimes
from huiyin.rules.case import Case
from huiyin.rules.deeds import (
    Deed,
    Files,
    Given,
    Lines,
    Mark,
    Pick,
    Row,
    Score,
    Span,
    Spot,
    Tick,
    When,
    Words,
    marks,
)
from huiyin.rules.law import Law
from huiyin.rules.refusals import Refusal
from huiyin.web import points
from huiyin.web.asking import sentence, span
from huiyin.web.attaching import FilesField
from huiyin.web.options import Options, flat, options

FEW = 4
"""So many options are shown at once, as radio buttons."""

SCORES = (
    ("1", gettext_lazy("很不满意")),
    ("2", gettext_lazy("不满意")),
    ("3", gettext_lazy("一般")),
    ("4", gettext_lazy("满意")),
    ("5", gettext_lazy("很满意")),
)
SPANS = (
    ("wd", gettext_lazy("工作日")),
    ("d", gettext_lazy("天")),
    ("wh", gettext_lazy("工作小时")),
    ("h", gettext_lazy("小时")),
)
_SPAN = re.compile(r"\s*([0-9]+)\s*(wd|wh|d|h|m)\s*")


class Menu(forms.Select):
    """A drop-down list drawn in one go: Django's own costs a template for each of 500 options."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """The `<select>`, with its groups."""
        chosen = {str(one) for one in self.format_value(value)}
        groups = []
        for first, second in self.choices:
            if isinstance(second, list | tuple):
                inside = _option_tags(second, chosen)
                groups.append(format_html('<optgroup label="{}">{}</optgroup>', first, inside))
            else:
                groups.append(_option_tags([(first, second)], chosen))
        attributes = forms.utils.flatatt(self.build_attrs({**self.attrs, "name": name}, attrs))
        return format_html("<select{}>{}</select>", attributes, SafeString("".join(groups)))


def _option_tags(listed: Any, chosen: set[str]) -> SafeString:
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        (
            (value, SafeString(" selected") if str(value) in chosen else "", label)
            for value, label in listed
        ),
    )


class Ticks(forms.CheckboxSelectMultiple):
    """A long list of tick boxes, the ticked ones first; no Ctrl key needed."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """The boxes, in a frame that scrolls."""
        chosen = {str(one) for one in self.format_value(value)}
        every = [(str(v), label) for v, label in flat(list(self.choices))]  # type: ignore[arg-type]
        ordered = sorted(every, key=lambda option: option[0] not in chosen)
        base = (attrs or {}).get("id", f"id_{name}")
        boxes = format_html_join(
            "",
            '<label class="choice"><input type="checkbox" name="{}" value="{}" id="{}_{}"{}>'
            "<span>{}</span></label>",
            (
                (name, v, base, at, SafeString(" checked") if v in chosen else "", label)
                for at, (v, label) in enumerate(ordered)
            ),
        )
        return format_html('<div class="choices ticks" id="{}">{}</div>', base, boxes)


class SpotInput(forms.TextInput):
    """A pair of degrees; with a script, a pin on the place's drawn map or the device's position."""

    def __init__(self, place: str, law: Law) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off"})
        drawn = place and regimes.drawn_map(law.regime.id, law.version)
        self.map = reverse("citizen:map", args=[place]) if drawn else ""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """The input, and below it the pin."""
        box = super().render(name, value, attrs, renderer)
        context = {"input": (attrs or {}).get("id", ""), "geo": self.map}
        return box + render_to_string("huiyin/parts/map.html", context)


class SpanInput(forms.MultiWidget):
    """A number and its unit; `5wd` written out under the plain name is understood, too."""

    def __init__(self) -> None:
        number = forms.NumberInput(attrs={"min": 1, "class": "is-short"})
        super().__init__({"amount": number, "unit": Menu(choices=SPANS)})

    def decompress(self, value: str | None) -> list[str | None]:
        """`5wd` -> 5, wd."""
        written = _SPAN.fullmatch(value or "")
        return [written[1], written[2]] if written else [value, None]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str | None]:
        """From the two inputs, or from the one text."""
        plain = data.get(name)
        if plain is not None:
            return self.decompress(plain)
        found: list[str | None] = super().value_from_datadict(data, files, name)
        return found


class SpanField(forms.MultiValueField):
    """A limit such as 5wd."""

    def __init__(self, **kwargs: Any) -> None:
        number = forms.IntegerField(min_value=1)
        unit = forms.ChoiceField(choices=[*SPANS, ("m", gettext_lazy("分钟"))])
        super().__init__(fields=(number, unit), widget=SpanInput(), **kwargs)

    def compress(self, data_list: list[Any]) -> str:
        """5, wd -> `5wd`."""
        return f"{data_list[0]}{data_list[1]}" if data_list else ""


class WordsField(forms.CharField):
    """People's words as they are: the rules say what cannot be taken, nothing is cut off."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators = []  # the rules refuse control characters in their own words

    def to_python(self, value: Any) -> str:
        """Line ends as `\\n`."""
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n")


class ScoreField(forms.ChoiceField):
    """1 to 5; 0 where not judged."""

    def clean(self, value: Any) -> int:
        """As a number."""
        return int(super().clean(value) or 0)


class NumberField(WordsField):
    """The number of a case, as people write it."""

    def to_python(self, value: Any) -> str:
        """As the house writes it; what is no number stays as it is, for the door to refuse."""
        text = super().to_python(value)
        return numbers.normalise(text) or text


class DeedForm(forms.Form):
    """Base of the made forms."""

    row: ClassVar[Row]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"id_{self.row.id}_%s")
        super().__init__(*args, **kwargs)

    def deed(self, **given: Any) -> Deed:
        """The deed with what was typed; `given`: the fields that the house fills in."""
        asked = {
            name: self.cleaned_data[name] for name in marks(self.row.deed) if name in self.fields
        }
        typed = {n: tuple(v) if isinstance(v, list) else v for n, v in asked.items()}
        return self.row.deed(**typed, **given)

    def refuse(self, refusal: Refusal, law: Law | None = None) -> None:
        """Show why not, beside the field at fault."""
        at = refusal.field if refusal.field in self.fields else None
        self.add_error(at, sentence(refusal, law))


def deed_form(
    row: Row, case: Case | None, law: Law, place: str = "", *, unit: str = ""
) -> type[DeedForm]:
    """The form of a deed for this case, in the active language.

    `place` (its id) and `unit` say whose members `officers` are.
    """
    kinds = get_type_hints(row.deed)
    where = place or _place(case)
    made: dict[str, Any] = {"row": row}
    for name, mark in _asked(row).items():
        if isinstance(mark, Lines) and not mark.required:
            field = points.asked(mark, case)
        elif isinstance(mark, Spot):
            field = spot_field(where, law)
        else:
            asked = _is_asked(row, name, mark, case, law, unit)
            listed = _listed(mark, case, law, where, unit)
            field = _field(mark, listed, kinds[name], asked)
        if field is not None:
            made[name] = field
    for item in fields(row.deed):
        if item.name in made and item.default is not MISSING and item.default not in ("", (), 0):
            made[item.name].initial = item.default
    if "limit" in made and row.id == "request_extension":
        most = span(law.regime.gates.extension.at_most)
        made["limit"].help_text = gettext("一次最多 {most}。").format(most=most)
    return type(f"{row.deed.__name__}Form", (DeedForm,), made)


def _asked(row: Row) -> dict[str, Mark]:
    """What a person fills in."""
    return {name: mark for name, mark in marks(row.deed).items() if not isinstance(mark, Given)}


def _listed(mark: Mark, case: Case | None, law: Law, place: str, unit: str) -> Options | None:
    """What may be picked from; None where nothing is."""
    if not isinstance(mark, Pick):
        return None
    return options(mark.source, case, law, place=place, unit=unit)


def _place(case: Case | None) -> str:
    return case.place if case else ""


_BY_LAW: dict[tuple[str, str], Callable[[Law], bool]] = {
    ("register", "level"): lambda law: bool(law.levels),
    ("classify", "level"): lambda law: bool(law.levels),
    ("object", "basis"): lambda law: law.regime.dispatch.objection.needs_basis,
    ("accept", "contact"): lambda law: law.regime.handling.named_officer,
    ("accept", "standard"): lambda law: law.regime.handling.standard == "list",
}
"""Fields that some places insist on; the rules refuse without them, the form says so first."""


def _is_asked(row: Row, name: str, mark: Mark, case: Case | None, law: Law, unit: str) -> bool:
    if mark.required or (row.id, name) not in _BY_LAW:
        return mark.required
    if row.id == "accept" and case is not None and case.lead and case.lead.unit != unit:
        return False  # only the lead owes the petitioner a name and a promise
    return _BY_LAW[row.id, name](law)


_OWN: dict[type[Mark], type[forms.Field]] = {
    Span: SpanField,
    Files: FilesField,
    Lines: points.LinesField,
}


def _field(mark: Mark, listed: Options | None, kind: Any, required: bool) -> forms.Field | None:
    label = gettext(mark.label)
    common: dict[str, Any] = {
        "label": label,
        "help_text": gettext(mark.help) if mark.help else "",
        "required": required,
        "error_messages": {"required": gettext("请填写“{label}”。").format(label=label)},
    }
    match mark:
        case Words(lines=lines):
            widget = forms.Textarea(attrs={"rows": lines}) if lines > 1 else forms.TextInput()
            return WordsField(widget=widget, **common)
        case Pick() if listed is None:
            return NumberField(**common)
        case Pick():
            return _pick(common, listed or [], kind)
        case Score():
            return ScoreField(choices=SCORES, widget=forms.RadioSelect(), **common)
        case When():
            picker = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
            return forms.DateTimeField(widget=picker, **common)
        case Span() | Files() | Lines():
            return _OWN[type(mark)](**common)
        case Tick():
            return forms.BooleanField(**{**common, "required": False})
        case _:
            raise TypeError(f"no field for {mark!r}")


def spot_field(place: str, law: Law) -> forms.Field:
    """Where on the map; never demanded."""
    return WordsField(
        label=gettext("地图位置"),
        help_text=gettext("纬度和经度，例如 31.177428,121.527211。不知道就不填。"),
        required=False,
        widget=SpotInput(place, law),
    )


def _pick(common: dict[str, Any], listed: Options, kind: Any) -> forms.Field | None:
    """One of a list, or several; no field at all where there is nothing to choose."""
    if not listed and not common["required"]:
        return None
    wrong = gettext("“{label}”没有“%(value)s”这一项，请从列表中选择。")
    common["error_messages"]["invalid_choice"] = wrong.format(label=common["label"])
    if getattr(kind, "__origin__", None) is tuple:
        return forms.MultipleChoiceField(choices=listed, widget=Ticks(), **common)
    single: list[Any] = list(listed)
    if 0 < len(flat(listed)) <= FEW and common["required"]:
        widget: forms.Widget = forms.RadioSelect()
        common["initial"] = flat(listed)[0][0] if len(flat(listed)) == 1 else None
    else:
        widget, single = Menu(), [("", gettext("请选择")), *listed]
    return forms.TypedChoiceField(choices=single, coerce=kind, widget=widget, **common)
