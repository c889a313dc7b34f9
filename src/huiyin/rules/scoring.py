"""Figures by which a place measures itself: published rates, and what a unit has brought on itself.

Both are pure: they are given counts by name and say nothing of where these come from. A law's
indicators and triggers name the counts.
"""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from huiyin.rules.vocabulary import Indicator, Trigger

Number = int | float | Decimal


def rate(indicator: Indicator, counts: Mapping[str, Number]) -> Decimal | None:
    """The indicator in percent, rounded half up to its digits (XN-8, PS-10).

    A weighted sum of counts over a weighted sum of counts; a count that is not given is 0. None
    where the denominator is empty: nothing to judge is not 0 % and not 100 %.
    """
    whole = _sum(indicator.denominator, counts)
    if not whole:
        return None
    percent = 100 * _sum(indicator.numerator, counts) / whole
    return percent.quantize(Decimal(1).scaleb(-indicator.digits), ROUND_HALF_UP)


def _sum(weights: Mapping[str, float], counts: Mapping[str, Number]) -> Decimal:
    """Decimals throughout: 0.6 is six tenths, not the nearest binary number."""
    return sum(
        (_exactly(weight) * _exactly(counts.get(name, 0)) for name, weight in weights.items()),
        Decimal(0),
    )


def _exactly(number: Number) -> Decimal:
    return number if isinstance(number, Decimal) else Decimal(str(number))


def triggered(triggers: Iterable[Trigger], counts: Mapping[str, Number]) -> tuple[Trigger, ...]:
    """The rules of accountability that a unit's counts have set off, as the law lists them.

    `counts`: by `measure`, over the time that the trigger names (XN-6: two unjustified returns,
    three months running in the red; FX-14, FX-15). One that is not given is 0.
    """
    return tuple(one for one in triggers if counts.get(one.measure, 0) >= one.count)
