"""A throw-away picture, so that the first one somebody asks for is not the slow one."""

from datetime import date

from bot.charts import draw
from bot.i18n import translator
from commands.kit.message import msg
from commands.kit.plots import Line, LineChart
from commands.kit.reply import Chart
from commands.kit.values import Name

# Both alphabets, both weights, an axis and a line: what the first picture has to load.
_TEXT = msg("{name}", name=Name(text="GMV 成交"))
_CHART = Chart(
    name="rehearsal",
    title=_TEXT,
    alt=_TEXT,
    plot=LineChart(
        days=(date(2026, 1, 1), date(2026, 1, 2)),
        unit="money",
        lines=(Line(label=_TEXT, role="current", values=(1.0, 2.0)),),
    ),
)


def rehearse() -> None:
    """Draw one chart for nobody: loads matplotlib and the fonts, about a second of work."""
    draw(_CHART, translator("zh-CN"))
