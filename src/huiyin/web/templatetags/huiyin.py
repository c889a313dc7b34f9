"""How moments, time left and lights are put into words on every page.

`{% load huiyin %}`. Nothing here reads the clock: the page hands in its `now`. A moment is an
aware datetime or its ISO 8601 text; it is shown in the current time zone. An absent one
(None or "") is shown as nothing.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext, gettext_lazy, ngettext

from huiyin.rules.worktime import up_at
from huiyin.web import styling

register = template.Library()
register.simple_tag(styling.address, name="stylesheet")

Moment = datetime | str | None

_WEEKDAYS = (
    gettext_lazy("周一"),
    gettext_lazy("周二"),
    gettext_lazy("周三"),
    gettext_lazy("周四"),
    gettext_lazy("周五"),
    gettext_lazy("周六"),
    gettext_lazy("周日"),
)
_MONTHS = (
    gettext_lazy("1月"),
    gettext_lazy("2月"),
    gettext_lazy("3月"),
    gettext_lazy("4月"),
    gettext_lazy("5月"),
    gettext_lazy("6月"),
    gettext_lazy("7月"),
    gettext_lazy("8月"),
    gettext_lazy("9月"),
    gettext_lazy("10月"),
    gettext_lazy("11月"),
    gettext_lazy("12月"),
)
_MINUTE = timedelta(minutes=1)


class Timed(Protocol):
    """What a light is read from: the times of a clock."""

    yellow_at: datetime
    red_at: datetime
    stopped_at: datetime | None

    @property
    def paused(self) -> bool:
        """Is it standing still?"""
        ...


def _local(value: Moment) -> datetime | None:
    if not value:
        return None
    return localtime(datetime.fromisoformat(value) if isinstance(value, str) else value)


def _day(at: datetime, now: datetime | None, *, weekday: bool = True) -> str:
    """The day in words; its year too, unless it is known to be the current one."""
    this_year = now is not None and at.year == now.year
    pattern = gettext("{month}{day}日") if this_year else gettext("{year}年{month}{day}日")
    date = pattern.format(year=at.year, month=_MONTHS[at.month - 1], day=at.day)
    if not weekday:
        return date
    return gettext("{date}（{weekday}）").format(date=date, weekday=_WEEKDAYS[at.weekday()])


@register.filter
def moment(value: Moment, now: Moment = None) -> str:
    """11月30日（周一）17:00; with the year when `now` is absent or in another year."""
    at = _local(value)
    if at is None:
        return ""
    return gettext("{day}{time}").format(day=_day(at, _local(now)), time=f"{at:%H:%M}")


@register.filter
def moment_before(value: Moment, now: Moment = None) -> str:
    """11月30日（周一）17:00前: the last moment by which something is promised."""
    told = moment(value, now)
    return told and gettext("{moment}前").format(moment=told)


@register.filter
def day(value: Moment, now: Moment = None) -> str:
    """11月30日（周一）, without the hour."""
    at = _local(value)
    return "" if at is None else _day(at, _local(now))


@register.filter
def dated(value: Moment) -> str:
    """2026年11月30日: as on paper."""
    at = _local(value)
    return "" if at is None else _day(at, None, weekday=False)


@register.filter
def iso(value: Moment) -> str:
    """For machines: the value of a `<time datetime>` attribute."""
    at = _local(value)
    return "" if at is None else at.isoformat(timespec="seconds")


def _days(count: int) -> str:
    return ngettext("{n} 天", "{n} 天", count).format(n=count)


def _hours(count: int) -> str:
    return ngettext("{n} 小时", "{n} 小时", count).format(n=count)


def _minutes(count: int) -> str:
    return ngettext("{n} 分钟", "{n} 分钟", count).format(n=count)


def _span(span: timedelta) -> str:
    """The two largest units of a span that is not negative, rounded down."""
    minutes = span // _MINUTE
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    if days:
        parts = [_days(days)] + ([_hours(hours)] if hours else [])
    elif hours:
        parts = [_hours(hours)] + ([_minutes(left)] if left else [])
    elif left:
        parts = [_minutes(left)]
    else:
        return gettext("不到 1 分钟")
    return " ".join(parts)


@register.filter
def span(value: Moment, until: Moment) -> str:
    """How long from one moment to another: 1 天 3 小时."""
    start, end = _local(value), _local(until)
    return "" if start is None or end is None else _span(abs(end - start))


@register.filter
def left(value: Moment, now: Moment) -> str:
    """还剩 1 天 3 小时, or 超期 2 小时 once it has passed."""
    due, at = _local(value), _local(now)
    if due is None or at is None:
        return ""
    if at >= up_at(due):
        return gettext("超期 {span}").format(span=_span(at - due))
    return gettext("还剩 {span}").format(span=_span(max(due - at, timedelta(0))))


@register.filter
def is_up(value: Moment, at: Moment) -> bool:
    """Had the time run out by that moment?"""
    due, then = _local(value), _local(at)
    return due is not None and then is not None and then >= up_at(due)


@register.filter
def ago(value: Moment, now: Moment) -> str:
    """刚刚, 5 分钟前, 3 小时前, 2 天前; the date after a week, and for what is to come."""
    at, seen = _local(value), _local(now)
    if at is None or seen is None:
        return moment(value)
    past = seen - at
    if past < timedelta(0) or past >= timedelta(days=7):
        return _day(at, seen, weekday=False)
    if past < _MINUTE:
        return gettext("刚刚")
    if past >= timedelta(days=1):
        told = _days(past.days)
    elif past >= timedelta(hours=1):
        told = _hours(past // timedelta(hours=1))
    else:
        told = _minutes(past // _MINUTE)
    return gettext("{span}前").format(span=told)


@register.filter
def light(clock: Timed | None, now: datetime) -> str:
    """`green`, `yellow`, `red`, `paused` or `stopped`: how a clock stands; "" without a clock.

    Red begins when the second of `red_at` has passed: see `up_at`.
    """
    if not clock:
        return ""
    if clock.stopped_at is not None:
        return "stopped"
    if clock.paused:
        return "paused"
    if now >= up_at(clock.red_at):
        return "red"
    return "yellow" if now >= clock.yellow_at else "green"


@register.filter
def marked(pieces: Iterable[tuple[str, bool]]) -> SafeString:
    """A text in pieces, those marked that were looked for."""
    parts = ((format_html("<mark>{}</mark>", piece) if hit else piece,) for piece, hit in pieces)
    return format_html_join("", "{}", parts)
