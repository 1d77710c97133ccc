"""What `/help` explains beside the commands: metrics, dimensions, periods, comparisons."""

from commands.kit.blocks import table
from commands.kit.context import Ctx
from commands.kit.message import Msg, msg
from commands.kit.reply import Block, Style, Text
from commands.kit.values import Name

TOPICS = {
    "metrics": msg("Metrics"),
    "dimensions": msg("Dimensions"),
    "periods": msg("Periods"),
    "comparisons": msg("Comparisons"),
}
TOPIC_WORDS = {
    "指标": "metrics",
    "维度": "dimensions",
    "时间": "periods",
    "周期": "periods",
    "对比": "comparisons",
}


def topic_blocks(topic: str, ctx: Ctx) -> tuple[Block, ...]:
    """One of TOPICS as a table."""
    columns, rows = _CONTENT[topic](ctx)
    return (Text(message=_TITLES[topic], style=Style.HEADLINE), table(topic, columns, rows))


_TITLES = {
    "metrics": msg("Metrics and what they mean"),
    "dimensions": msg("Dimensions to split or filter by"),
    "periods": msg("Words for periods"),
    "comparisons": msg("Words after “vs”"),
}
Content = tuple[list[tuple[str, Msg]], list[list[Name | Msg]]]


def _metrics(ctx: Ctx) -> Content:
    rows: list[list[Name | Msg]] = [
        [Name(text=name), Msg(text=metric.label), Msg(text=metric.means)]
        for name, metric in ctx.catalogue.metrics.items()
    ]
    return [("name", msg("Name")), ("label", msg("Label")), ("means", msg("Meaning"))], rows


def _dimensions(ctx: Ctx) -> Content:
    rows: list[list[Name | Msg]] = [
        [Name(text=name), Msg(text=d.label), Name(text=" ".join(d.aliases))]
        for name, d in ctx.catalogue.dimensions.items()
    ]
    return [("name", msg("Name")), ("label", msg("Label")), ("also", msg("Also"))], rows


_PERIODS = (
    ("today · yesterday · 今天 · 昨天", msg("a day")),
    ("7d · 28d · 近7天", msg("the last days, up to yesterday")),
    ("this week · last week · 本周 · 上周", msg("weeks start on Monday")),
    ("mtd · last month · 2026-11 · 本月至今", msg("months")),
    ("q2 · 2026-Q2 · 二季度", msg("quarters")),
    ("2026-11-01..2026-11-11 · 11月1日到11日", msg("any days, both included")),
    ("双11 · 618 preheat · 双11 2025", msg("a promo or one of its phases")),
)
_COMPARISONS = (
    ("vs prev · 环比", msg("the period just before")),
    ("vs lastyear · 同比", msg("a year ago; a promo's or holiday's same days")),
    ("vs target · vs 目标", msg("the target")),
    ("vs baseline · vs 基线", msg("what its own past leads one to expect")),
    ("vs channel=天猫", msg("another channel, category … over the same days")),
    ("vs 2026-10", msg("any other period")),
)


def _periods(_: Ctx) -> Content:
    rows: list[list[Name | Msg]] = [[Name(text=words), means] for words, means in _PERIODS]
    return [("words", msg("Words")), ("means", msg("Meaning"))], rows


def _comparisons(_: Ctx) -> Content:
    rows: list[list[Name | Msg]] = [[Name(text=words), means] for words, means in _COMPARISONS]
    return [("words", msg("Words")), ("means", msg("Meaning"))], rows


_CONTENT = {
    "metrics": _metrics,
    "dimensions": _dimensions,
    "periods": _periods,
    "comparisons": _comparisons,
}
