"""Charts that Slack draws itself, and those it is spared."""

import pytest

from bot.platforms.slack.native_charts import native_chart
from bot.platforms.slack.voice import voice
from commands.kit.message import Msg, msg
from commands.kit.plots import BarsChart, BarSeries
from commands.kit.reply import Chart
from tests.bot.platforms.replies import BARS, BRIDGE, CURVES, FUNNEL, LINES, QUADRANT, RETURNS

ENGLISH = voice("en")


def bars(*series: BarSeries, groups: tuple[str, ...] = ("抖音", "Search")) -> Chart:
    names = tuple(Msg(text=group) for group in groups)
    plot = BarsChart(groups=names, series=series, unit="money")
    return Chart(name="c", title=msg("Credit"), alt=msg("Bars"), plot=plot)


def test_bars_are_drawn_by_slack_when_all_are_known_and_exact() -> None:
    chart = bars(BarSeries(label=msg("Last touch"), values=(1000.0, 0.123456)))
    assert native_chart(chart, ENGLISH) == {
        "type": "data_visualization",
        "title": "Credit",
        "chart": {
            "type": "bar",
            "series": [
                {
                    "name": "Last touch",
                    "data": [
                        {"label": "抖音", "value": 1000.0},
                        {"label": "Search", "value": 0.1235},
                    ],
                }
            ],
            "axis_config": {"categories": ["抖音", "Search"]},
        },
    }


@pytest.mark.parametrize(
    "chart",
    [
        bars(BarSeries(label=msg("a"), values=(1.0, None))),
        bars(BarSeries(label=msg("a"), values=(1.0, 2.0), low=(0.5, 1.5), high=(1.5, 2.5))),
        bars(BarSeries(label=msg("a"), values=(1.0, 2.0)), groups=("same", "same")),
        bars(BarSeries(label=msg("a"), values=(1.0, 2.0)), groups=("x" * 21, "y")),
        bars(*(BarSeries(label=Msg(text=f"{n}"), values=(1.0, 2.0)) for n in range(7))),
        bars(),
        *(LINES, BRIDGE, BARS, FUNNEL, CURVES, QUADRANT, RETURNS),
    ],
    ids=[
        *("gap", "interval", "twins", "long", "many", "none"),
        *("shades", "bridge", "bars", "funnel", "curves", "quadrant", "level"),
    ],
)
def test_chart_is_a_picture_when_slack_would_lose_some_of_it(chart: Chart) -> None:
    assert native_chart(chart, ENGLISH) is None
