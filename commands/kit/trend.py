"""The line chart of a metric over a period, with its comparison and the promos shaded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from analytics.occasions import phases_between
from analytics.sales import Side
from commands.kit.context import Ctx
from commands.kit.message import Msg, msg
from commands.kit.plots import Line, LineChart, Shade
from commands.kit.reply import Chart
from commands.kit.values import Name

LONGEST_DAILY = 120
"""Periods of more days are drawn by week."""


@dataclass(frozen=True)
class Labels:
    """What the two lines are called."""

    now: Msg
    before: Msg


def trend_chart(
    ctx: Ctx, metric: str, now: Side, before: Side | None, labels: Labels, title: Msg
) -> Chart:
    """The metric by day (by hour for a single day, by week for long periods)."""
    if now.period.days == 1:
        title, plot = (
            msg("{finding} (by hour)", finding=title),
            _hourly(ctx, metric, now, before, labels),
        )
    else:
        plot = _daily(ctx, metric, now, before, labels)
        if now.period.days > LONGEST_DAILY:
            title = msg("{finding} (by week)", finding=title)
    return Chart(name="trend", title=title, alt=title, plot=plot)


def _daily(ctx: Ctx, metric: str, now: Side, before: Side | None, labels: Labels) -> LineChart:
    values, step = _values(ctx, metric, now)
    start = now.period.start
    days = tuple(start + timedelta(days=step * n) for n in range(len(values)))
    lines = [Line(label=labels.now, role="current", values=values)]
    if before is not None:
        earlier, _ = _values(ctx, metric, before, step)
        lines.append(
            Line(label=labels.before, role="comparison", values=_fitted(earlier, len(days)))
        )
    return LineChart(
        days=days,
        lines=tuple(lines),
        unit=ctx.catalogue.metrics[metric].unit,
        currency=ctx.currency,
        shades=promo_shades(ctx, days[0], now.period.last),
    )


def _values(
    ctx: Ctx, metric: str, side: Side, step: int | None = None
) -> tuple[tuple[float | None, ...], int]:
    """Daily values (weekly when long); a day still running is left out, its drop would mislead."""
    period = side.period
    last = period.end - timedelta(days=1 if period.hours is not None else 0)
    series = ctx.shop.series(metric, period.start, last, side.where)
    step = step or (7 if period.days > LONGEST_DAILY else 1)
    return tuple(
        _sum(series.values[n : n + step])
        for n in range(0, len(series.values), step)
        if n + step <= len(series.values) or step == 1
    ), step


def _sum(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _fitted(values: tuple[float | None, ...], size: int) -> tuple[float | None, ...]:
    return (*values, *[None] * size)[:size]


def promo_shades(ctx: Ctx, first: date, last: date) -> tuple[Shade, ...]:
    """The bursts of promos between two days, both included."""
    return tuple(
        Shade(first=start, last=end, label=msg("{promo}", promo=Name(text=occasion.name)))
        for start, end, occasion in phases_between(first, last, ctx.occasions)
        if occasion.phase in ("burst", None)
    )


def _hourly(ctx: Ctx, metric: str, now: Side, before: Side | None, labels: Labels) -> LineChart:
    hours = tuple(f"{hour:02d}" for hour in range(24))
    lines = [Line(label=labels.now, role="current", values=_by_hour(ctx, metric, now, hours))]
    if before is not None:
        earlier = _by_hour(ctx, metric, before, hours)
        lines.append(Line(label=labels.before, role="comparison", values=earlier))
    return LineChart(
        x_labels=hours,
        lines=tuple(lines),
        unit=ctx.catalogue.metrics[metric].unit,
        currency=ctx.currency,
    )


def _by_hour(ctx: Ctx, metric: str, side: Side, hours: tuple[str, ...]) -> tuple[float | None, ...]:
    found = ctx.shop.hours(metric, side.period, side.where)
    until = 24 if side.period.hours is None else side.period.hours
    return tuple(float(found.get(hour) or 0) if n < until else None for n, hour in enumerate(hours))
