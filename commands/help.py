"""`/help`: what can be asked; one command; one of its words."""

from collections.abc import Mapping
from typing import Annotated

from analytics.errors import UnknownName
from analytics.spelling import closest
from commands.kit.argument_types import TextType
from commands.kit.arguments import Arguments, Positional
from commands.kit.blocks import buttons, table
from commands.kit.cards import Card, Example
from commands.kit.context import Ctx
from commands.kit.help_topics import TOPIC_WORDS, TOPICS, topic_blocks
from commands.kit.message import Msg, msg
from commands.kit.registry import command
from commands.kit.reply import Block, Note, Reply, Style, Text
from commands.kit.usage import usage_message
from commands.kit.values import Name

# Questions come first, those asked most in front; what is about the bot itself comes last.
_FIRST = ("gmv", "target", "funnel", "roi", "attribution", "budget-shift", "kpi", "calendar")
_LAST = ("subscribe", "subscriptions", "unsubscribe", "settings", "help")


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
    named = (c for c in commands.values() if topic in (c.name, *c.aliases))
    if found := next(named, None):
        return Reply(blocks=_one(found), audience="person")
    topic = TOPIC_WORDS.get(topic, topic)
    if topic in TOPICS:
        return Reply(blocks=topic_blocks(topic, ctx), audience="person")
    known = (*commands, *TOPICS)
    raise UnknownName("command", topic, closest(topic, known), known)


def _overview(commands: Mapping[str, Card]) -> tuple[Block, ...]:
    middle = [name for name in commands if name not in (*_FIRST, *_LAST)]
    ordered = [commands[name] for name in (*_FIRST, *middle, *_LAST) if name in commands]
    rows: list[list[Name | Msg]] = [[Name(text=f"/{c.name}"), c.summary] for c in ordered]
    columns = (("command", msg("Command")), ("does", msg("What it answers")))
    topics = [(label, f"/help {topic}") for topic, label in TOPICS.items()]
    return (
        Text(message=msg("Ask me with a command, in English or Chinese"), style=Style.HEADLINE),
        table("commands", columns, rows),
        Note(message=msg("One command in full: /help gmv")),
        buttons(*topics),
    )


def _one(found: Card) -> tuple[Block, ...]:
    usage = f"/{found.name} {found.usage}".strip()
    rows: list[list[Name | Msg]] = [[Name(text=e.line), e.asks] for e in found.examples]
    columns = (("example", msg("Example")), ("asks", msg("What it asks")))
    tries = [(msg("{line}", line=Name(text=e.line)), e.line) for e in found.examples]
    return (
        Text(message=found.summary, style=Style.HEADLINE),
        Text(message=msg("Usage: {usage}", usage=usage_message(usage))),
        table("examples", columns, rows),
        buttons(*tries),
    )
