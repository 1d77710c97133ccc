"""Groups of bars beside each other: upright, or lying where the groups have long names."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.charts.bar_frame import Frame
from bot.charts.canvas import GREY, INK, PALE, Pen
from bot.charts.key import NO_DATA, draw_key, key_height
from bot.charts.scale import Scale, ticks, value_range
from bot.charts.sheet import Sheet
from bot.charts.wrapping import wrapped, write_name
from bot.locale.axis import axis_texts
from bot.locale.plotted import plotted
from commands.kit.message import msg
from commands.kit.plots import BarsChart, BarSeries
from commands.kit.values import Count

# Told apart by colour-blind eyes, and by their lightness in black and white.
COLOURS = ("#1f6fb4", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#8b95a1")
TICK, NAME = Pen(13, GREY), Pen(14, INK)
MOST_GROUPS = 12
FILLED, THICKEST = 0.8, 34.0
WIDEST_NAME = 150.0
NAME_ROW, TICK_ROW = 18.0, 22.0


@dataclass(frozen=True)
class Texts:
    """What is written along both axes."""

    groups: tuple[str, ...]
    values: tuple[float, ...]
    ticks: tuple[str, ...]


def draw_bars(chart: BarsChart, sheet: Sheet) -> None:
    """All bars, their intervals and a key; more than twelve groups show the first twelve."""
    if not any(value is not None for series in chart.series for value in series.values):
        sheet.say_no_data()
        return
    entries = _key(chart, sheet)
    top = sheet.top - key_height(entries, sheet)
    draw_key(entries, sheet)
    texts = _texts(chart, sheet)
    frame = _upright(texts, sheet, top) or _lying(texts, sheet, top, len(chart.series) == 1)
    _draw_axes(frame, texts, sheet)
    for place, series in enumerate(chart.series):
        _draw_series(series, place, frame, chart, sheet)


def _key(chart: BarsChart, sheet: Sheet) -> list[tuple[str, str]]:
    """Colour and name of each series; of a single one, none: the title says what it is."""
    entries = []
    if len(chart.series) > 1:
        entries = [
            (COLOURS[place % len(COLOURS)], sheet.words(series.label))
            for place, series in enumerate(chart.series)
        ]
    shown = min(len(chart.groups), MOST_GROUPS)
    if any(_at(series.values, place) is None for series in chart.series for place in range(shown)):
        entries.append((NO_DATA, sheet.translator.plain("no data")))
    if len(chart.groups) > MOST_GROUPS:
        others = Count(number=len(chart.groups) - MOST_GROUPS)
        entries.append(("", sheet.words(msg("{count} more not shown", count=others))))
    return entries


def _texts(chart: BarsChart, sheet: Sheet) -> Texts:
    known = [
        value
        for series in chart.series
        for numbers in (series.values, series.low, series.high)
        for value in numbers[:MOST_GROUPS]
        if value is not None
    ]
    values = ticks(*value_range(known, from_zero=True), 5) if any(known) else (0.0, 1.0)
    texts = axis_texts(values, chart.unit, chart.currency, sheet.translator.locale)
    groups = tuple(sheet.words(group) for group in chart.groups[:MOST_GROUPS])
    return Texts(groups, values, tuple(texts))


def _upright(texts: Texts, sheet: Sheet, top: float) -> Frame | None:
    """Names below in at most two rows; None where one does not fit."""
    left = sheet.left + max(sheet.canvas.width(text, TICK) for text in texts.ticks) + 8
    each = (sheet.right - left) / len(texts.groups)
    rows = [wrapped(sheet.canvas, name, NAME, each - 6, most=3) for name in texts.groups]
    widest = max((sheet.canvas.width(text, NAME) for row in rows for text in row), default=0.0)
    if widest > each - 6 or any(len(row) > 2 for row in rows):
        return None
    base = sheet.bottom + NAME_ROW * max(len(row) for row in rows) + 4
    value = Scale(texts.values[0], texts.values[-1], base, top - 16)
    return Frame(True, value, left, each, sheet.right)


def _lying(texts: Texts, sheet: Sheet, top: float, valued: bool) -> Frame:
    """Names on the left, the first group on top; room for numbers at the ends of single bars."""
    names = min(WIDEST_NAME, max(sheet.canvas.width(name, NAME) for name in texts.groups))
    left, base = sheet.left + names + 10, sheet.bottom + TICK_ROW
    overhang = sheet.canvas.width(texts.ticks[-1], TICK) / 2
    value = Scale(texts.values[0], texts.values[-1], left, sheet.right - max(overhang, 48 * valued))
    return Frame(False, value, top, (base - top) / len(texts.groups), base)


def _draw_axes(frame: Frame, texts: Texts, sheet: Sheet) -> None:
    for value, text in zip(texts.values, texts.ticks, strict=True):
        frame.rule(sheet.canvas, value, PALE if value else GREY)
        at = frame.value(value)
        if frame.upright:
            sheet.canvas.text((frame.first - 6, at), text, TICK, align="right")
        else:
            sheet.canvas.text((at, frame.last - 13), text, TICK, align="center")
    for place, name in enumerate(texts.groups):
        _draw_name(frame, frame.centre(place), name, sheet)


def _draw_name(frame: Frame, centre: float, name: str, sheet: Sheet) -> None:
    canvas = sheet.canvas
    if not frame.upright:
        room = (frame.value.start - 10 - sheet.left, abs(frame.each))
        write_name(canvas, (sheet.left, centre), name, NAME, room)
        return
    for place, row in enumerate(wrapped(canvas, name, NAME, frame.each - 6)):
        height = frame.value.start - 4 - NAME_ROW * (place + 0.5)
        canvas.text((centre, height), row, NAME, align="center")


def _draw_series(
    series: BarSeries, place: int, frame: Frame, chart: BarsChart, sheet: Sheet
) -> None:
    step = min(abs(frame.each) * FILLED / len(chart.series), THICKEST)
    colour = COLOURS[place % len(COLOURS)]
    for group in range(min(len(chart.groups), MOST_GROUPS)):
        offset = (place - (len(chart.series) - 1) / 2) * step
        centre = frame.centre(group) + (offset if frame.upright else -offset)
        value = _at(series.values, group)
        if value is None:
            frame.cross(sheet.canvas, centre, min(step, 8.0), GREY)
            continue
        frame.bar(sheet.canvas, value, centre, step * 0.86, colour)
        low, high = _at(series.low, group), _at(series.high, group)
        if low is not None and high is not None:
            frame.whisker(sheet.canvas, (low, high), centre, step * 0.5, INK)
        if len(chart.series) == 1:
            ends = [value, *(end for end in (low, high) if end is not None)]
            far = min(ends) if value < 0 else max(ends)
            text = sheet.short(plotted(value, chart.unit, chart.currency))
            frame.number(sheet.canvas, far, centre, text, Pen(13, INK, bold=True))


def _at(values: Sequence[float | None], place: int) -> float | None:
    return values[place] if place < len(values) else None
