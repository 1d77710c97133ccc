"""`/help`: what can be asked; one command; one of its words."""

from typing import Annotated, Any

from analytics.errors import UnknownName
from analytics.spelling import closest
from commands.kit.argument_types import TextType
from commands.kit.arguments import Arguments, Positional
from commands.kit.blocks import buttons, table
from commands.kit.context import Ctx
from commands.kit.message import Msg, msg
from commands.kit.registry import Command, Example, command
from commands.kit.reply import Block, Note, Reply, Style, Text
from commands.kit.values import Name

TOPICS = ("metrics", "dimensions", "periods", "comparisons")
_TOPIC_WORDS = {
    "指标": "metrics",
    "维度": "dimensions",
    "时间": "periods",
    "周期": "periods",
    "对比": "comparisons",
}


class HelpArgs(Arguments):
    """What `/help` takes."""

    topic: Annotated[str | None, Positional(TextType("command|topic"))] = None


@command(
    "help",
    msg("What you can ask, and how"),
    arguments=HelpArgs,
    examples=(
        Example("/help", msg("every command in a line")),
        Example("/help gmv", msg("one command with examples")),
        Example("/help periods", msg("the words for periods")),
    ),
    aliases=("帮助", "?"),
)
def help_(args: HelpArgs, ctx: Ctx) -> Reply:
    """Answer `/help`."""
    topic = (args.topic or "").strip().removeprefix("/").casefold()
    commands = ctx.commands()
    if not topic:
        return Reply(blocks=_overview(commands), audience="person")
    if topic in commands:
        return Reply(blocks=_one(commands[topic]), audience="person")
    topic = _TOPIC_WORDS.get(topic, topic)
    if topic in TOPICS:
        return Reply(blocks=_topic(topic, ctx), audience="person")
    known = (*commands, *TOPICS)
    raise UnknownName("command", topic, closest(topic, known), known)


def _overview(commands: dict[str, Command[Any]]) -> tuple[Block, ...]:
    rows: list[list[Name | Msg]] = [[Name(text=f"/{c.name}"), c.summary] for c in commands.values()]
    columns = (("command", msg("Command")), ("does", msg("What it answers")))
    topics = [(msg("{name}", name=Name(text=topic)), f"/help {topic}") for topic in TOPICS]
    return (
        Text(message=msg("Ask me with a command, in English or Chinese"), style=Style.HEADLINE),
        table("commands", columns, rows),
        Note(message=msg("One command in full: /help gmv")),
        buttons(*topics),
    )


def _one(found: Command[Any]) -> tuple[Block, ...]:
    usage = f"/{found.name} {found.usage}".strip()
    rows: list[list[Name | Msg]] = [[Name(text=e.line), e.asks] for e in found.examples]
    columns = (("example", msg("Example")), ("asks", msg("What it asks")))
    tries = [(msg("{line}", line=Name(text=e.line)), e.line) for e in found.examples]
    return (
        Text(message=found.summary, style=Style.HEADLINE),
        Text(message=msg("Usage: {usage}", usage=Name(text=usage))),
        table("examples", columns, rows),
        buttons(*tries),
    )


def _topic(topic: str, ctx: Ctx) -> tuple[Block, ...]:
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
    ("vs lastyear · 同比", msg("a year ago; a promo's same phase days")),
    ("vs target · vs 目标", msg("the target")),
    ("vs baseline · vs 基线", msg("what its own past leads one to expect")),
    ("vs channel=天猫", msg("another slice over the same days")),
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
