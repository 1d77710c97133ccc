"""What the charts of a reply show, as plain JSON types (documented in docs/json.md)."""

from typing import Any, assert_never

from bot.i18n import Translator
from bot.platforms.json.numbers import number, numbers
from commands.kit.plots import (
    Band,
    BarsChart,
    BridgeChart,
    CurvePoint,
    CurvesChart,
    FunnelChart,
    LineChart,
    Plot,
    QuadrantChart,
    ResponseCurve,
    Unit,
)

Json = dict[str, Any]


def plot_data(plot: Plot, translator: Translator) -> Json:
    """The numbers of a plot with its units; what is not known is null."""
    match plot:
        case LineChart():
            return _lines(plot, translator)
        case BridgeChart():
            return _bridge(plot, translator)
        case FunnelChart():
            return _funnel(plot, translator)
        case BarsChart():
            return _bars(plot, translator)
        case CurvesChart():
            return _curves(plot, translator)
        case QuadrantChart():
            return _quadrant(plot, translator)
    assert_never(plot)


def _lines(plot: LineChart, translator: Translator) -> Json:
    return {
        "plot": "lines",
        "unit": plot.unit,
        "currency": _currency(plot.currency, plot.unit),
        "x": [day.isoformat() for day in plot.days] or list(plot.x_labels),
        "lines": [
            {
                "role": line.role,
                "label": translator.message(line.label),
                "values": numbers(line.values),
            }
            for line in plot.lines
        ],
        "band": _band(plot.band, translator) if plot.band else None,
        "shades": [
            {
                "first": shade.first.isoformat(),
                "last": shade.last.isoformat(),
                "label": translator.message(shade.label),
            }
            for shade in plot.shades
        ],
        "levels": [
            {"label": translator.message(level.label), "value": number(level.value)}
            for level in plot.levels
        ],
    }


def _band(band: Band, translator: Translator) -> Json:
    return {
        "label": translator.message(band.label),
        "low": numbers(band.low),
        "high": numbers(band.high),
    }


def _bridge(plot: BridgeChart, translator: Translator) -> Json:
    return {
        "plot": "bridge",
        "unit": plot.unit,
        "currency": _currency(plot.currency, plot.unit),
        "start": {"label": translator.message(plot.start_label), "value": number(plot.start)},
        "steps": [
            {"label": translator.message(step.label), "amount": number(step.amount)}
            for step in plot.steps
        ],
        "end": {"label": translator.message(plot.end_label), "value": number(plot.end)},
    }


def _funnel(plot: FunnelChart, translator: Translator) -> Json:
    return {
        "plot": "funnel",
        "steps": [
            {
                "label": translator.message(step.label),
                "people": step.people,
                "rate": number(step.rate),
                "expected": number(step.expected),
            }
            for step in plot.steps
        ],
        "worst": plot.worst,
    }


def _bars(plot: BarsChart, translator: Translator) -> Json:
    return {
        "plot": "bars",
        "unit": plot.unit,
        "currency": _currency(plot.currency, plot.unit),
        "groups": [translator.message(group) for group in plot.groups],
        "series": [
            {
                "label": translator.message(series.label),
                "values": numbers(series.values),
                "low": numbers(series.low),
                "high": numbers(series.high),
            }
            for series in plot.series
        ],
    }


def _curves(plot: CurvesChart, translator: Translator) -> Json:
    return {
        "plot": "curves",
        "currency": plot.currency,
        "x_label": translator.message(plot.x_label),
        "y_label": translator.message(plot.y_label),
        "curves": [_curve(curve, translator) for curve in plot.curves],
    }


def _curve(curve: ResponseCurve, translator: Translator) -> Json:
    return {
        "label": translator.message(curve.label),
        "x": numbers(curve.xs),
        "y": numbers(curve.ys),
        "low": numbers(curve.low),
        "high": numbers(curve.high),
        "now": _point(curve.now),
        "proposed": _point(curve.proposed) if curve.proposed else None,
        "seen": number(curve.seen),
    }


def _point(point: CurvePoint) -> Json:
    return {"x": number(point.x), "y": number(point.y)}


def _quadrant(plot: QuadrantChart, translator: Translator) -> Json:
    return {
        "plot": "quadrant",
        "x_label": translator.message(plot.x_label),
        "x_unit": plot.x_unit,
        "x_cut": number(plot.x_cut),
        "y_label": translator.message(plot.y_label),
        "y_unit": plot.y_unit,
        "y_cut": number(plot.y_cut),
        "currency": plot.currency if "money" in (plot.x_unit, plot.y_unit) else None,
        "fields": [translator.message(field) for field in plot.fields],
        "marks": [
            {
                "label": translator.message(mark.label),
                "x": number(mark.x),
                "y": number(mark.y),
                "size": number(mark.size),
            }
            for mark in plot.marks
        ],
    }


def _currency(currency: str, unit: Unit) -> str | None:
    return currency if unit == "money" else None
