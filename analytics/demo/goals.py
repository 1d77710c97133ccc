"""What the demo brand set out to reach, and what its trade reaches: targets and benchmarks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from analytics.demo.brand import CHANNELS
from analytics.demo.seasons import Seasons

AMBITION = 1.05
"""Targets ask for this much more than the plan would bring by itself."""


@dataclass(frozen=True)
class Goal:
    """A target row: both days are part of the period; `scope` None means the whole shop."""

    period_start: date
    period_end: date
    metric: str
    value: float
    scope: str | None


def targets(
    seasons: Seasons, first: date, end: date, sold: Mapping[tuple[str, str], float]
) -> Iterator[Goal]:
    """Targets of every year the days [first, end) touch: year, quarter, month, and by channel.

    `sold`: what was sold in those days by (metric, channel). Months follow the season and the
    promotions; months sum exactly to their quarter, quarters to their year.
    """
    days = [first + timedelta(days=number) for number in range((end - first).days)]
    weight = sum(seasons.money(day) for day in days)
    for metric in ("gmv", "paid_gmv"):
        total = sum(value for (name, _), value in sold.items() if name == metric)
        for year in range(first.year, days[-1].year + 1):
            months = _months(seasons, year, AMBITION * total / weight)
            yield from _year(year, metric, months)
        for channel in CHANNELS:
            part = AMBITION * sold.get((metric, channel.name), 0.0) / weight
            for year in range(first.year, days[-1].year + 1):
                for month, value in enumerate(_months(seasons, year, part), start=1):
                    yield Goal(*_bounds(year, month, 1), metric, value, f"channel={channel.name}")


def _months(seasons: Seasons, year: int, rate: float) -> list[float]:
    """Twelve round numbers: expected sales of each month at `rate` money per unit of weight."""
    found = []
    for month in range(1, 13):
        start, last = _bounds(year, month, 1)
        days = (start + timedelta(days=number) for number in range((last - start).days + 1))
        found.append(float(round(rate * sum(seasons.money(day) for day in days), -2)))
    return found


def _year(year: int, metric: str, months: list[float]) -> Iterator[Goal]:
    yield Goal(*_bounds(year, 1, 12), metric, sum(months), None)
    for quarter in range(4):
        part = months[quarter * 3 : quarter * 3 + 3]
        yield Goal(*_bounds(year, quarter * 3 + 1, 3), metric, sum(part), None)
    for month, value in enumerate(months, start=1):
        yield Goal(*_bounds(year, month, 1), metric, value, None)


def _bounds(year: int, month: int, length: int) -> tuple[date, date]:
    """First and last day of `length` months."""
    after = month + length
    end = date(year + (after - 1) // 12, (after - 1) % 12 + 1, 1)
    return date(year, month, 1), end - timedelta(days=1)


_FIGURES = {
    "cvr": (0.031, 0.032),
    "ctr": (0.035, 0.034),
    "bounce_rate": (0.48, 0.47),
    "refund_rate": (0.11, 0.12),
    "repurchase_rate": (0.33, 0.34),
    "roi": (2.6, 2.5),
    "payment_failure_rate": (0.03, 0.03),
    "first_response_minutes": (4.0, 3.5),
    "content_promo_share": (0.2, 0.2),
}


def benchmarks(end: date) -> Iterator[tuple[str, str, float]]:
    """Invented figures of the trade as (metric, year, value), for the last year and this one."""
    for metric, (before, now) in _FIGURES.items():
        yield metric, str(end.year - 1), before
        yield metric, str(end.year), now
