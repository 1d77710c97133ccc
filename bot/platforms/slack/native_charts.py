"""Line charts that Slack draws itself, where nothing of the chart would be lost."""

from bot.i18n import Translator
from bot.platforms.slack.elements import Json
from bot.platforms.slack.text import cut
from bot.platforms.slack.voice import Voice
from commands.kit.plots import Line, LineChart
from commands.kit.reply import Chart

IN_A_MESSAGE = 2
_SERIES, _CATEGORIES = 6, 20
_LABEL, _TITLE = 20, 50


def native_chart(chart: Chart, voice: Voice) -> Json | None:
    """The chart as a block, or None where Slack cannot draw it whole.

    Slack knows no gaps, uncertainty bands, shaded spans or bridges, few lines and few points.
    """
    plot = chart.plot
    if not isinstance(plot, LineChart) or plot.band or plot.shades:
        return None
    labels = _labels(plot, voice.translator)
    names = [voice.say(line.label) for line in plot.lines]
    if not (_fit(labels, _CATEGORIES) and _fit(names, _SERIES)) or _has_gaps(plot):
        return None
    series = [_series(name, line, labels) for name, line in zip(names, plot.lines, strict=True)]
    return {
        "type": "data_visualization",
        "title": cut(voice.say(chart.title), _TITLE) or "–",
        "chart": {"type": "line", "series": series, "axis_config": {"categories": labels}},
    }


def _labels(plot: LineChart, translator: Translator) -> list[str]:
    return list(plot.x_labels) or [translator.day(day, "short") for day in plot.days]


def _fit(names: list[str], most: int) -> bool:
    """Whether there are few enough, all different and short."""
    short = all(0 < len(name) <= _LABEL for name in names)
    return 0 < len(names) <= most and short and len(set(names)) == len(names)


def _has_gaps(plot: LineChart) -> bool:
    points = len(plot.x_labels or plot.days)
    return any(len(line.values) != points or None in line.values for line in plot.lines)


def _series(name: str, line: Line, labels: list[str]) -> Json:
    points = zip(labels, line.values, strict=True)
    data = [{"label": label, "value": round(value or 0.0, 4)} for label, value in points]
    return {"name": name, "data": data}
