"""The forms of the public: reporting, looking up, signing with others, and judging the answer.

What a report asks follows from the channel and the law; lengths and characters are judged by the
rules, so that nothing typed is ever cut off.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from huiyin.intake.actions import Matter
from huiyin.intake.attachments import FIELD
from huiyin.intake.identity import Person
from huiyin.intake.media import VOICE
from huiyin.people.models import Place
from huiyin.rules.case import Case
from huiyin.rules.deeds import Row
from huiyin.rules.law import Area, Law, kind_by_words
from huiyin.rules.refusals import Refusal
from huiyin.rules.vocabulary import Channel, Gate, Kind
from huiyin.web import asking, particulars
from huiyin.web.attaching import FilesField, FilesInput
from huiyin.web.forms import DeedForm, WordsField, deed_form, spot_field

LONGEST_TITLE = 30
"""Characters of a title that is taken from the words."""

LEVELS_SHOWN = frozenset({"county", "street", "village", "community"})
"""A petitioner picks a street or a community; the grid is found by those who know it."""

YES_NO = {
    "satisfied": (gettext_lazy("您对办理结果满意吗"), gettext_lazy("满意"), gettext_lazy("不满意")),
    "consent": (
        gettext_lazy("隐去个人信息后公开，让大家也看到"),
        gettext_lazy("同意"),
        gettext_lazy("不同意"),
    ),
}
"""Ticks that a petitioner is asked as a question with two answers: none given is none taken."""


@dataclass(frozen=True, slots=True)
class Entrance:
    """A door for the public: its channel and the kinds of matter it takes."""

    channel: Channel
    kinds: tuple[Kind, ...]
    port: str = "public"


def entrance(law: Law, *, port: str = "public", channel: str = "") -> Entrance | None:
    """The door with that port and (optionally) channel, or None where the place has none."""
    doors = [c for c in law.regime.channels if c.open_to == "public" and not c.whistle]
    door = next((c for c in doors if c.id == channel), doors[0] if doors else None)
    kinds = law.kinds_at(port)
    return Entrance(door, kinds, port) if door and kinds else None


def whistle_entrance(law: Law) -> Entrance | None:
    """The door for reporting under a code (JS-4), where the place has one."""
    doors = [c for c in law.regime.channels if c.open_to == "public" and c.whistle]
    return Entrance(doors[0], law.kinds_at("whistle") or law.kinds_at("public")) if doors else None


class AskingForm(forms.Form):
    """Base: what is missing is said in one sentence, what the rules refuse stands at its field."""

    def refuse(self, refusal: Refusal, law: Law | None = None) -> None:
        """Show a refusal beside the field at fault, or above the whole."""
        name = refusal.field if refusal.field in self.fields else None
        self.add_error(name, asking.sentence(refusal, law))

    def _ask(self, name: str, field: forms.Field, missing: str) -> None:
        field.error_messages["required"] = missing
        self.fields[name] = field

    def _ask_person(self, identity: str) -> None:
        """Name, phone and identity number as the channel asks (JS-1)."""
        real_name = identity == "real_name"
        name = _line(gettext("姓名"), required=real_name, autocomplete="name")
        phone = _line(gettext("联系电话"), type="tel", autocomplete="tel")
        phone.help_text = gettext("承办单位用这个号码联系您，不会公开。")
        self._ask("name", name, gettext("请填写真实姓名。"))
        self._ask("phone", phone, gettext("请留下联系电话，以便答复您。"))
        if real_name:
            number = _line(gettext("身份证号"), autocomplete="off", inputmode="text")
            number.widget.attrs["data-private"] = ""
            number.help_text = gettext("本地实行实名登记。加密保存，查看要登记用途。")
            self._ask("identity_no", number, gettext("请填写 18 位身份证号。"))

    def person(self) -> Person:
        """Who asks."""
        given = self.cleaned_data
        who = {key: given.get(key, "") for key in ("name", "phone", "identity_no")}
        return Person(**who, told_in="en" if asking.in_english() else "")


def _line(label: str, *, required: bool = True, type: str = "text", **attrs: str) -> WordsField:  # noqa: A002 - the attribute's own name
    return WordsField(
        label=label, required=required, widget=forms.TextInput({"type": type, **attrs})
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a report: the question, what it asks, and what may be left to the house."""

    head: str
    asked: list[forms.BoundField]
    more: list[forms.BoundField]

    @property
    def wrong(self) -> bool:
        """Is something in it to be mended?"""
        return any(field.errors for field in (*self.asked, *self.more))


class ReportForm(AskingForm):
    """Say what is wrong: what, where, who."""

    def __init__(
        self,
        door: Entrance,
        law: Law,
        place: Place,
        data: Mapping[str, Any] | None = None,
        *,
        key: str,
    ) -> None:
        super().__init__(data, initial={"key": key})
        self.door, self.law = door, law
        self.fields["key"] = forms.CharField(required=False, widget=forms.HiddenInput())
        self._ask_matter()
        self._ask_where(place)
        if door.channel.identity != "code":
            self._ask_person(door.channel.identity)
            self._ask_ticks()

    def _ask_matter(self) -> None:
        text = WordsField(label=gettext("情况说明"), widget=forms.Textarea({"rows": 7}))
        title = _line(gettext("标题"), required=False)
        title.help_text = gettext("不写就用第一句话。")
        if self.door.channel.whistle:
            text.help_text = gettext(
                "举报哪个单位、什么问题，时间、地点、涉及的人和事，您怎么知道的，有什么证据。"
            )
        else:
            text.help_text = gettext("什么时候、什么情况、希望怎么解决。不要写身份证号、银行卡号。")
        self._ask("text", text, gettext("请写明情况，或者录一段话。"))
        self.fields[FIELD] = FilesField(whistle=self.door.channel.whistle)
        self.fields["title"] = title
        if len(self.door.kinds) > 1:
            self.fields["kind"] = forms.ChoiceField(
                label=gettext("哪一类事"),
                required=False,
                choices=[
                    ("", gettext("按内容判断")),
                    *((kind.id, asking.named(kind)) for kind in self.door.kinds),
                ],
                error_messages={"invalid_choice": gettext("请从列表中选择类型。")},
            )

    def _ask_where(self, place: Place) -> None:
        listed = areas(self.law, place.area)
        if listed:
            wrong = {"invalid_choice": gettext("请从列表中选择所在区域。")}
            self.fields["area"] = AreaField(
                self.law,
                place.area,
                label=gettext("所在街道、社区"),
                required=False,
                choices=[("", gettext("不清楚，或不限于一处")), *listed],
                error_messages=wrong,
            )
        where = _line(gettext("详细地点"), required=False, autocomplete="off")
        where.help_text = gettext("路名、门牌、小区，或附近显眼的地方。")
        self.fields["address"] = where
        if not self.door.channel.whistle:
            self.fields["position"] = spot_field(place.pk, self.law)

    def _ask_ticks(self) -> None:
        if Gate.VOTE in self.law.gates:
            several = gettext("这是很多人共同的事，办完后由大家投票")
            self.fields["collective"] = forms.BooleanField(label=several, required=False)
        secret = gettext("请为我保密，不公开，也不让别人联名")
        self.fields["confidential"] = forms.BooleanField(label=secret, required=False)

    def parts(self) -> list[Step]:
        """The three steps: what, where, who; a whistle-blower has no third."""
        business, whistle = self.door.port == "business", self.door.channel.whistle
        what = (
            gettext("您要举报什么？")
            if whistle
            else gettext("您的企业遇到了什么事？")
            if business
            else gettext("您要反映什么？")
        )
        person = ("name", "phone", "identity_no", "collective", "confidential")
        nothing: tuple[str, ...] = ()
        groups = (
            (what, ("text", FIELD), ("title", "kind")),
            (gettext("事情在哪里？"), ("area", "address", "position"), nothing),
            (gettext("怎么答复您？"), person, nothing),
        )
        steps = [Step(head, self._bound(asked), self._bound(more)) for head, asked, more in groups]
        return [step for step in steps if step.asked]

    def _bound(self, names: tuple[str, ...]) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]

    def begin_at(self, area: str, kind: str = "") -> None:
        """Fill in what a link or a QR code names (FX-3, P11); what is none here is left."""
        if any(one.id == kind for one in self.door.kinds):
            self.initial["kind"] = kind
        field = self.fields.get("area")
        if isinstance(field, AreaField) and field.valid_value(area):
            self.initial["area"] = area
            field.show(area)

    def matter(self) -> Matter:
        """What is reported."""
        given = self.cleaned_data
        given["title"] = given["title"] or title_of(given["text"])
        given["kind"] = given.get("kind") or kind_by_words(self.door.kinds, self.said())
        given["particulars"] = particulars.answered(self.law, self.data)
        names = tuple(name for name in Matter.__slots__ if name != "channel")
        return Matter(
            channel=self.door.channel.id,
            **{name: given[name] for name in names if name in given},
        )

    def hear(self) -> None:
        """A recording stands for words that nobody wrote; to be asked once files are gathered."""
        files = self.fields[FIELD].widget
        heard = isinstance(files, FilesInput) and any(one.kind == VOICE for one in files.kept)
        if heard and not str(self.data.get("text", "")).strip() and "text" in self.errors:
            del self.errors["text"]
            self.cleaned_data["text"] = gettext("（没有写字，请听录音。）")
            self.cleaned_data["title"] = self.cleaned_data.get("title") or gettext("语音诉求")

    def said(self) -> str:
        """Everything that was written of the matter."""
        return f"{self.cleaned_data['title']} {self.cleaned_data['text']}"

    def key(self) -> str:
        """Whatever is sent again from the same page, or after going back to it, has it."""
        return str(self.cleaned_data["key"])[:40]


class AreaField(forms.ChoiceField):
    """A street or a community to choose, and any area of the place that a link names."""

    def __init__(self, law: Law, top: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.law, self.top = law, top

    def valid_value(self, value: Any) -> bool:
        """Listed, or an area of the place."""
        return super().valid_value(value) or self.top in self.law.ancestry(str(value))

    def show(self, area: str) -> None:
        """Have it in the list, too."""
        if not super().valid_value(area):
            listed: Any = self.choices
            self.choices = [*listed, (area, asking.named(self.law.areas[area]))]


def title_of(words: str) -> str:
    """The first sentence of what somebody wrote, or as much of it as a title holds."""
    first = next(iter(words.strip().splitlines()), "")
    ends = [place for mark in "。！？!?；;" if (place := first.find(mark)) > 0]
    head = first[: min(ends)] if ends else first
    return head if len(head) <= LONGEST_TITLE else head[: LONGEST_TITLE - 1] + "…"


def areas(law: Law, top: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Streets with their communities below `top`, as groups of a menu."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for area in law.areas.values():
        street = _street_of(area, law)
        if area.level in LEVELS_SHOWN and street is not None and top in law.ancestry(area.code):
            groups.setdefault(street.code, []).append((area.code, asking.named(area)))
    return [(asking.named(law.areas[code]), listed) for code, listed in groups.items()]


def _street_of(area: Area, law: Law) -> Area | None:
    above = (law.areas[code] for code in law.ancestry(area.code))
    return next((one for one in above if one.level == "street"), None)


class LookUpForm(AskingForm):
    """Number and query code from the receipt."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        number = _line(gettext("受理编号"), autocomplete="off", autocapitalize="characters")
        number.help_text = gettext("印在回执上，例如 SN-20261124-00012-7。")
        code = _line(gettext("查询码"), autocomplete="off", autocapitalize="characters")
        code.help_text = gettext("8 位字母和数字，例如 K7QM-2R9X，大小写都可以。")
        code.widget.attrs["data-private"] = ""
        self._ask("number", number, gettext("请填写回执上的编号。"))
        self._ask("code", code, gettext("请填写回执上的查询码。"))


class PhoneForm(AskingForm):
    """A mobile number, to be sent a code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        phone = _line(gettext("手机号"), type="tel", autocomplete="tel", inputmode="tel")
        phone.help_text = gettext("反映问题时留的手机号。")
        phone.widget.attrs["data-private"] = ""
        self._ask("phone", phone, gettext("请填写手机号。"))


class OneTimeForm(AskingForm):
    """The code from the message."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = _line(gettext("短信验证码"), autocomplete="one-time-code", inputmode="numeric")
        code.help_text = gettext("6 位数字。")
        code.widget.attrs["data-private"] = ""
        self._ask("code", code, gettext("请填写短信里的 6 位数字。"))


class CoSignForm(AskingForm):
    """Join a matter of many, with one's own name and consent (B15, JS-12)."""

    def __init__(self, channel: Channel, *args: Any) -> None:
        super().__init__(*args)
        self._ask_person("contact" if channel.identity == "code" else channel.identity)
        consent = gettext("我同意和他人一起反映这件事，并留下联系方式")
        missing = gettext("请先勾选同意，再联名。")
        self._ask("consent", forms.BooleanField(label=consent), missing)


def petition_form(row: Row, case: Case, law: Law) -> type["PetitionForm"]:
    """The deed's form, with a key against sending twice and plain questions instead of ticks."""
    base = deed_form(row, case, law)
    made: dict[str, Any] = {}
    for name, words in YES_NO.items():
        if name in base.base_fields:
            made[name] = _question(*words)
    if FIELD in base.base_fields:
        made[FIELD] = FilesField(whistle=case.whistle)
    return type(f"Petition{base.__name__}", (PetitionForm, base), made)


def _question(label: Any, yes: Any, no: Any) -> forms.Field:
    return forms.TypedChoiceField(
        label=label,
        choices=[("1", yes), ("0", no)],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect(),
        error_messages={"required": gettext("请选择一项。")},
    )


class PetitionForm(DeedForm):
    """A deed of a petitioner."""

    key = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"key": uuid.uuid4().hex})
        super().__init__(*args, **kwargs)
