"""What is asked on the pages of the catalogue; whether it can be so is judged by `dispatch`."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext

from huiyin.rules.catalogue import Change, Line, several, tidy
from huiyin.rules.law import STREET
from huiyin.rules.refusals import Refusal
from huiyin.web.asking import named, sentence
from huiyin.web.desk.frame import Desk
from huiyin.web.forms import Menu, Ticks, WordsField
from huiyin.web.options import options


class Asking(forms.Form):
    """Base of the forms here: a refusal is shown beside the field at fault."""

    def __init__(self, desk: Desk, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.desk = desk

    def refuse(self, refusal: Refusal) -> None:
        """Show why not."""
        at = refusal.field if refusal.field in self.fields else None
        self.add_error(at, sentence(refusal, self.desk.law))

    def words(self, name: str, label: str, *, lines: int = 1, **more: Any) -> None:
        """A field for words."""
        widget = forms.Textarea({"rows": lines}) if lines > 1 else forms.TextInput()
        widget.attrs["autocomplete"] = "off"
        self.fields[name] = WordsField(label=label, widget=widget, **_asked(label), **more)


def _asked(label: str) -> dict[str, Any]:
    return {"error_messages": {"required": gettext("请填写“{label}”。").format(label=label)}}


def _streets() -> tuple[str, str]:
    return STREET, gettext("属地街道（乡镇）")


class LineForm(Asking):
    """A line of the catalogue as it should be, why, and on what legal ground."""

    def __init__(self, desk: Desk, before: Line | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(desk, *args, **kwargs)
        self.before = before
        units = [_streets(), *(options("units", None, desk.law) or [])]
        if before is None:
            self.words("code", gettext("代码"), help_text=gettext("新的一项用一个没有用过的代码。"))
        self.words("name", gettext("名称"))
        self.words("name_en", gettext("英文名"), required=False)
        tops = [("", gettext("最上一级")), *(options("classes", None, desk.law) or [])]
        self._menu("parent", gettext("上级"), tops)
        self._menu("lead", gettext("主办单位"), [("", gettext("同上级")), *units])
        assisting = gettext("协办单位")
        self.fields["assisting"] = forms.MultipleChoiceField(
            label=assisting, choices=units, required=False, widget=Ticks(), **_unknown(assisting)
        )
        span = gettext("例如 2wd（工作日）、3d（天）、4h（小时）；不写就同上级。")
        self.words("limit", gettext("时限"), required=False, help_text=span)
        apart = gettext("群众会怎么说，多个之间用分号隔开。")
        self.words("keywords", gettext("关键词"), required=False, help_text=apart)
        self.words("basis", gettext("依据"), required=False)
        if before is not None:
            self.fields["removes"] = forms.BooleanField(label=gettext("删去这一项"), required=False)
        self.words("reason", gettext("为什么这样改"), lines=3)
        ground = gettext("改变由谁负责，必须写。例如《城市道路管理条例》第六条。")
        self.words("ground", gettext("修改的法律依据"), lines=2, required=False, help_text=ground)
        self.fields["seen"] = forms.IntegerField(required=False, widget=forms.HiddenInput())
        self.fields["ruling"] = forms.CharField(required=False, widget=forms.HiddenInput())

    def _menu(self, name: str, label: str, choices: list[Any]) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label, choices=choices, required=False, widget=Menu(), **_unknown(label)
        )

    def change(self) -> Change:
        """What was filled in."""
        said = self.cleaned_data
        if said.get("removes"):
            return Change(self.before, None)
        code = self.before.code if self.before else said["code"]
        plain = ("parent", "name", "name_en", "lead", "limit", "basis")
        line = Line(
            code=code.strip(),
            assisting=";".join(said["assisting"]),
            keywords=said["keywords"].replace("；", ";").replace("、", ";"),
            **{name: said[name] for name in plain},
        )
        return Change(self.before, tidy(line))


def _unknown(label: str) -> dict[str, Any]:
    wrong = gettext("“{label}”没有“%(value)s”这一项，请从列表中选择。").format(label=label)
    return {"error_messages": {"invalid_choice": wrong}}


def initial_of(line: Line) -> dict[str, Any]:
    """A line as the form shows it."""
    said: dict[str, Any] = {name: getattr(line, name) for name in Line.__slots__}
    return said | {"assisting": several(line.assisting), "keywords": line.keywords}


class SheetForm(Asking):
    """A file with lines, and why."""

    def __init__(self, desk: Desk, *args: Any, **kwargs: Any) -> None:
        super().__init__(desk, *args, **kwargs)
        label = gettext("清单文件（XLSX 或 CSV）")
        self.fields["file"] = forms.FileField(
            label=label,
            help_text=gettext("可以先下载现行清单，在它上面改。单位写名称或代码都行。"),
            widget=forms.FileInput({"accept": ".xlsx,.csv"}),
            error_messages={
                "required": gettext("请选择文件。"),
                "empty": gettext("文件里什么都没有。"),
                "invalid": gettext("请选择文件。"),
            },
        )
        self.fields["complete"] = forms.BooleanField(
            label=gettext("这是完整清单：里面没有的一律删去"), required=False
        )
        self.words("reason", gettext("为什么这样改"), lines=2)
        self.words("ground", gettext("修改的法律依据"), lines=2, required=False)


class AskForm(Asking):
    """Which units are heard, and until when."""

    def __init__(self, desk: Desk, concerned: Iterable[str], *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"units": list(concerned)})
        super().__init__(desk, *args, auto_id="id_ask_%s", **kwargs)
        label = gettext("征求哪些单位的意见")
        self.fields["units"] = forms.MultipleChoiceField(
            label=label,
            choices=options("units", None, desk.law) or [],
            widget=Ticks(),
            error_messages=_unknown(label)["error_messages"]
            | {"required": gettext("请选择征求哪些单位的意见。")},
        )
        self.fields["until"] = _day(gettext("哪一天截止"))


class SpeakForm(Asking):
    """What a unit says."""

    def __init__(self, desk: Desk, *args: Any, **kwargs: Any) -> None:
        super().__init__(desk, *args, auto_id="id_speak_%s", **kwargs)
        label = gettext("本单位的意见")
        self.fields["agrees"] = forms.ChoiceField(
            label=label,
            choices=[("yes", gettext("赞成")), ("no", gettext("反对"))],
            widget=forms.RadioSelect(),
            **_asked(label),
        )
        self.words("reason", gettext("理由"), lines=3, required=False)
        self.words("ground", gettext("法律依据"), lines=2, required=False)


class DecideForm(Asking):
    """Adopted from a day on, or not."""

    def __init__(self, desk: Desk, lines: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(desk, *args, auto_id="id_decide_%s", **kwargs)
        label = gettext("决定")
        self.fields["adopts"] = forms.ChoiceField(
            label=label,
            choices=[("yes", gettext("采纳")), ("no", gettext("不采纳"))],
            widget=forms.RadioSelect(),
            **_asked(label),
        )
        self.fields["on"] = _day(gettext("从哪一天起施行"), required=False)
        if len(lines) > 1:
            self.fields["left_out"] = forms.MultipleChoiceField(
                label=gettext("其中不采纳的"), choices=lines, required=False, widget=Ticks()
            )
        self.words("reason", gettext("理由"), lines=3, required=False)


def _day(label: str, *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext("请填写“{label}”。").format(label=label),
            "invalid": gettext("日期要写成 2026-12-01 这样。"),
        },
    )


class Finder(forms.Form):
    """What narrows the rulings; it lives in the address."""

    def __init__(self, desk: Desk, data: Any, outcomes: list[tuple[str, str]]) -> None:
        super().__init__(data)
        law = desk.law
        tops = [(row.code, named(row)) for row in law.classes.values() if not row.parent]
        every = [("", gettext("全部"))]
        self.fields["q"] = forms.CharField(
            label=gettext("理由、依据、事项、单位里的字"),
            required=False,
            widget=forms.TextInput({"type": "search"}),
        )
        for name, label, choices in (
            ("class_code", gettext("事项分类"), tops),
            ("unit", gettext("单位"), options("units", None, law) or []),
            ("outcome", gettext("裁定"), outcomes),
        ):
            self.fields[name] = forms.ChoiceField(
                label=label, choices=[*every, *choices], required=False, widget=Menu()
            )

    def chosen(self) -> dict[str, str]:
        """What is asked for; what is not on a list is not asked."""
        self.is_valid()
        return {name: str(self.cleaned_data.get(name, "")) for name in self.fields}


def days_on(today: date, days: int) -> date:
    """So many days on."""
    return date.fromordinal(today.toordinal() + days)
