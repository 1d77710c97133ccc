"""From measured numbers to blocks: one place that knows a metric's unit and which way is good."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from analytics.catalog import Unit
from analytics.periods import Period
from analytics.shop import Quantity
from commands.kit.context import Ctx
from commands.kit.message import Msg
from commands.kit.reply import Button, Buttons, Figure, Note, Table, TableColumn
from commands.kit.values import (
    Change,
    Count,
    Days,
    Money,
    Name,
    Number,
    Percent,
    Points,
    Unknown,
    Value,
)


def quantity(value: Quantity, unit: Unit, currency: str, *, signed: bool = False) -> Value:
    """A measured number as a typed value; None becomes Unknown."""
    if value is None:
        return Unknown()
    if unit == "money":
        return Money(amount=Decimal(str(value)), currency=currency, signed=signed)
    if unit == "count":
        return Count(number=round(value), signed=signed)
    if unit == "percent":
        return Percent(ratio=float(value))
    return Number(number=float(value), signed=signed)


def money(value: Quantity, ctx: Ctx, *, signed: bool = False) -> Value:
    """An amount in the shop's currency."""
    return quantity(value, "money", ctx.currency, signed=signed)


def metric_value(name: str, value: Quantity, ctx: Ctx) -> Value:
    """A metric's number in its own unit."""
    return quantity(value, ctx.catalogue.metrics[name].unit, ctx.currency)


def label(name: str, ctx: Ctx) -> Msg:
    """A metric's or dimension's name for people."""
    held = ctx.catalogue.metrics.get(name) or ctx.catalogue.dimensions[name]
    return Msg(text=held.label)


def ratio_of(now: Quantity, before: Quantity) -> float | None:
    """The relative change; None when either is unknown or the base is not positive."""
    if now is None or before is None or before <= 0:
        return None
    return float(now) / float(before) - 1


def change_of(name: str, now: Quantity, before: Quantity, ctx: Ctx) -> Value | None:
    """The change as people read it: points for rates, relative for the rest."""
    if now is None or before is None:
        return None
    if ctx.catalogue.metrics[name].unit == "percent":
        return Points(ratio=float(now) - float(before))
    ratio = ratio_of(now, before)
    return None if ratio is None else Change(ratio=ratio)


def figure(name: str, now: Quantity, before: Quantity, ctx: Ctx) -> Figure:
    """One metric with its comparison; `good` follows the metric's better direction."""
    better = ctx.catalogue.metrics[name].better
    good = None
    if now is not None and before is not None and now != before and better != "none":
        good = (now > before) == (better == "up")
    return Figure(
        metric=name,
        label=label(name, ctx),
        value=metric_value(name, now, ctx),
        baseline=None if before is None else metric_value(name, before, ctx),
        change=change_of(name, now, before, ctx),
        good=good,
    )


def days(period: Period) -> Value:
    """A period as the days it spans."""
    return Days(first=period.start, last=period.last)


def word(text: str | None) -> Value | Msg:
    """A word of the data; rows without one say so."""
    return Name(text=text) if text is not None else Msg(text="(none)")


def table(
    name: str,
    columns: Sequence[tuple[str, Msg]],
    rows: Iterable[Sequence[Value | Msg | None]],
    title: Msg | None = None,
) -> Table:
    """A table from (name, label) columns and rows of cells."""
    return Table(
        name=name,
        title=title,
        columns=tuple(TableColumn(name=key, label=text) for key, text in columns),
        rows=tuple(tuple(row) for row in rows),
    )


def buttons(*items: tuple[Msg, str]) -> Buttons:
    """A row of buttons from (label, command line) pairs."""
    return Buttons(items=tuple(Button(label=text, command=line) for text, line in items))


def warning(message: Msg) -> Note:
    """A remark that something limits the answer."""
    return Note(message=message, tone="warning")
