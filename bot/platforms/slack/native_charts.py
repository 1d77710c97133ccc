"""Line and bar charts that Slack draws itself, where nothing of the chart would be lost."""

from collections.abc import Sequence

from bot.i18n import Translator
from bot.platforms.slack.elements import Json
from bot.platforms.slack.text import cut
from bot.platforms.slack.voice import Voice
from commands.kit.plots import BarsChart, BarSeries, Line, LineChart
from commands.kit.reply import Chart

IN_A_MESSAGE = 2
_SERIES, _CATEGORIES = 6, 20
_LABEL, _TITLE = 20, 50


def native_chart(chart: Chart, voice: Voice) -> Json | None:
    """The chart as a block, or None where Slack cannot draw it whole.

    Slack knows no gaps, intervals, shaded spans, levels, bridges, funnels, curves or quadrants,
    few series and few points.
    """
    match chart.plot:
        case LineChart(band=None, shades=(), levels=()) as plot:
            drawn = _plot("line", plot.lines, _labels(plot, voice.translator), voice)
        case BarsChart() as plot if not any(series.low or series.high for series in plot.series):
            drawn = _plot("bar", plot.series, [voice.say(group) for group in plot.groups], voice)
        case _:
            return None
    title = cut(voice.say(chart.title), _TITLE) or "–"
    return drawn and {"type": "data_visualization", "title": title, "chart": drawn}


def _plot(
    kind: str, drawn: Sequence[Line | BarSeries], labels: list[str], voice: Voice
) -> Json | None:
    names = [voice.say(one.label) for one in drawn]
    if not (_fit(labels, _CATEGORIES) and _fit(names, _SERIES)):
        return None
    if any(len(one.values) != len(labels) or None in one.values for one in drawn):
        return None
    series = [_series(name, one, labels) for name, one in zip(names, drawn, strict=True)]
    return {"type": kind, "series": series, "axis_config": {"categories": labels}}


def _labels(plot: LineChart, translator: Translator) -> list[str]:
    return list(plot.x_labels) or [translator.day(day, "short") for day in plot.days]


def _fit(names: list[str], most: int) -> bool:
    """Whether there are few enough, all different and short."""
    short = all(0 < len(name) <= _LABEL for name in names)
    return 0 < len(names) <= most and short and len(set(names)) == len(names)


def _series(name: str, drawn: Line | BarSeries, labels: list[str]) -> Json:
    points = zip(labels, drawn.values, strict=True)
    data = [{"label": label, "value": round(value or 0.0, 4)} for label, value in points]
    return {"name": name, "data": data}
