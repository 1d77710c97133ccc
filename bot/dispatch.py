"""From a line of chat to an answer: find the command, read its arguments, call it.

One of the two places with a blanket handler: whatever happens, the asker gets a sentence, and a
failure of ours gets a reference that also stands in the log.
"""

import logging
import secrets
import unicodedata
from collections.abc import Callable
from time import monotonic
from typing import Any

from analytics.errors import AnalyticsError, UnknownName
from analytics.spelling import closest
from bot.masking import masked_reply
from bot.metrics import Outcome
from bot.platforms.base import Request
from commands.kit.context import Ctx
from commands.kit.errors import UserError, explain
from commands.kit.message import msg
from commands.kit.refusals import read_arguments
from commands.kit.registry import Command
from commands.kit.reply import Note, Reply
from commands.kit.rights import ASKING
from commands.kit.values import Name
from commands.kit.words import cut_at

logger = logging.getLogger(__name__)

Commands = dict[str, Command[Any]]


Count = Callable[[str, str, Outcome, float], None]
"""Told of each answer: the platform, the command's name, how it went, the seconds it took."""


def answer(
    request: Request,
    commands: Commands,
    context: Callable[[Request], Ctx],
    count: Count = lambda *_: None,
) -> Reply:
    """The answer to a request; never raises."""
    began = monotonic()
    ctx: Ctx | None = None
    try:
        ctx = context(request)
        reply = _answer(request, commands, ctx)
    except UserError as error:
        reply = error.reply(request.text)
    except AnalyticsError as error:
        reply = explain(error, request.text).reply(request.text)
    except Exception:
        reference = secrets.token_hex(3).upper()
        logger.exception("request %s failed", reference)
        reply = _broken(request, reference)
    count(request.platform, _named(request, commands), _outcome(reply), monotonic() - began)
    # Read after the answer: `/settings language en` is itself answered in English.
    chosen = ctx.languages.language_of(request.person.id) if ctx else None
    return masked_reply(reply).model_copy(update={"locale": chosen})


def _answer(request: Request, commands: Commands, ctx: Ctx) -> Reply:
    command, rest = find(request.text, commands)
    # Nobody stands behind what the schedule asks: it may ask, whatever people without roles may.
    rights = ctx.rights if request.person.id else ASKING
    rights.require(command.permission)
    reply = command(read_arguments(command, rest, ctx), ctx)
    return reply.model_copy(update={"command": f"/{command.name} {rest}".strip()})


def _named(request: Request, commands: Commands) -> str:
    try:
        return find(request.text, commands)[0].name
    except UserError:
        return ""


def _outcome(reply: Reply) -> Outcome:
    if reply.broke:
        return "broken"
    if reply.refused:
        return "refused"
    return "failed" if reply.failed else "answered"


def find(text: str, commands: Commands) -> tuple[Command[Any], str]:
    """The command a line names and the words after it; UserError when it names none."""
    line = unicodedata.normalize("NFKC", text).strip()
    word, _, rest = line.removeprefix("/").strip().partition(" ")
    names = {name: found for found in commands.values() for name in (found.name, *found.aliases)}
    if word.casefold() in names:
        return names[word.casefold()], rest.strip()
    if not word:
        return commands["help"], ""
    first, *others = cut_at(word, names)  # /roi抖音
    if first.casefold() in names:
        return names[first.casefold()], " ".join(["".join(others), rest]).strip()
    close = tuple(f"/{name}" for name in closest(word, names))
    known = tuple(f"/{name}" for name in commands)
    error = explain(UnknownName("command", word, close, known))
    meant = tuple(f"{name} {rest}".strip() for name in close[:1])
    raise UserError(error.message, error.hint, instead=meant or ("/help",))


def _broken(request: Request, reference: str) -> Reply:
    note = Note(
        message=msg(
            "Something broke on our side; it is logged as {reference}.",
            reference=Name(text=reference),
        ),
        tone="error",
    )
    return Reply(
        blocks=(note,),
        audience="person",
        command=request.text[:200],
        failed=True,
        reference=reference,
    )
