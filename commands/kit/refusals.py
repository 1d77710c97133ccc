"""Why a command's words were refused, with lines that would work."""

from typing import Any

from analytics.errors import AnalyticsError
from commands.kit.arguments import Arguments
from commands.kit.context import Ctx
from commands.kit.errors import NotUnderstood, UserError, explain
from commands.kit.message import msg
from commands.kit.registry import Command
from commands.kit.usage import usage_message

SIGNS = "?!,;:。、…"


def read_arguments(command: Command[Any], words: str, ctx: Ctx) -> Arguments:
    """The arguments of a command; UserError says what was not understood and how to say it."""
    try:
        found: Arguments = command.arguments.read(words, ctx)
    except (UserError, AnalyticsError) as error:
        raise _put_right(error, command, words, ctx) from error
    return found


def _put_right(
    error: UserError | AnalyticsError, command: Command[Any], words: str, ctx: Ctx
) -> UserError:
    """The refusal with buttons for what can be read, else for the command's help."""
    line = f"/{command.name} {words}".strip()
    found = error if isinstance(error, UserError) else explain(error, line)
    if isinstance(found, NotUnderstood):
        usage = usage_message(f"/{command.name} {command.usage}".strip())
        found.hint = msg("Usage: {usage}", usage=usage)
        found.instead = (_without(found.words, line), f"/help {command.name}")
    works = (each for each in found.instead if _reads(each, command, ctx))
    found.instead = tuple(dict.fromkeys(works)) or (f"/help {command.name}",)
    return found


def _without(words: str, line: str) -> str:
    """The line without the words that mean nothing, as far as they stand in it."""
    for word in words.split():
        line = line.replace(word, " ", 1)
    return " ".join(word for word in line.split() if word.strip(SIGNS))


def _reads(line: str, command: Command[Any], ctx: Ctx) -> bool:
    """Whether the command reads a line of its own; another command's is taken for good."""
    name, _, words = line.partition(" ")
    if name != f"/{command.name}":
        return True
    try:
        command.arguments.read(words, ctx)
    except (UserError, AnalyticsError):
        return False
    return True
