"""Puts the steps of a sum into sentences: templates translated first, then filled with dates."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from huiyin.rules.words import N_

Translate = Callable[[str], str]

WEEKDAYS = (N_("周一"), N_("周二"), N_("周三"), N_("周四"), N_("周五"), N_("周六"), N_("周日"))


class Speaker:
    """Says one sentence after another; names the year only where it changes."""

    def __init__(self, translate: Translate, name: Translate) -> None:
        self._translate, self._name = translate, name
        self._year = 0

    def say(self, message: str, params: Mapping[str, object]) -> str:
        """`message`, translated and filled with those of `params` it names."""
        words = {key: self._word(value) for key, value in params.items() if f"{{{key}}}" in message}
        return self._translate(message).format(**words)

    def _word(self, value: object) -> str:
        match value:
            case datetime():
                return self._moment(value)
            case (date() as first, date() as last):
                return self._days(first, last)
            case timedelta():
                return self._time(value)
            case int():
                return self._count(value, N_("1 天"), N_("{count} 天"))
            case _:
                return self._name(str(value))

    def _moment(self, at: datetime) -> str:
        clock = f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"
        return self._translate(N_("{date}{time}")).format(date=self._date(at), time=clock)

    def _days(self, first: date, last: date) -> str:
        if first == last:
            return self._date(first)
        both = {"first": self._date(first), "last": self._date(last)}
        return self._translate(N_("{first}至{last}")).format(**both)

    def _date(self, on: date) -> str:
        weekday = self._translate(WEEKDAYS[on.weekday()])
        template = N_("{month}月{day}日（{weekday}）")
        if on.year != self._year:
            self._year = on.year
            template = N_("{year}年{month}月{day}日（{weekday}）")
        return self._translate(template).format(
            year=on.year, month=on.month, day=on.day, weekday=weekday
        )

    def _count(self, count: int, one: str, many: str) -> str:
        """`one` for a single one, which other languages say differently."""
        return self._translate(one if count == 1 else many).format(count=count)

    def _time(self, amount: timedelta) -> str:
        minutes, seconds = divmod(int(amount.total_seconds()), 60)
        hours, minutes = divmod(minutes, 60)
        parts = (
            (hours, N_("1 小时"), N_("{count} 小时")),
            (minutes, N_("1 分钟"), N_("{count} 分钟")),
            (seconds, N_("1 秒"), N_("{count} 秒")),
        )
        said = [self._count(*part) for part in parts if part[0]]
        return " ".join(said) or self._translate(N_("不足 1 秒"))
