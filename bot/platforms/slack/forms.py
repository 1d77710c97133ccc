"""What fills a modal: the form to ask with, made from the commands and what they take."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from bot.platforms.slack.elements import OPTIONS, Json, context, menu, option, plain
from bot.platforms.slack.questions import is_direct
from bot.platforms.slack.voice import Voice
from commands.kit.arguments import Arguments, Filters, Keyword, Positional
from commands.kit.message import msg
from commands.kit.registry import Command
from commands.kit.schedule_words import ChannelType
from commands.kit.values import Name

ASK_FORM = "ask"
COMMAND, FIELD = "command", "field"
TITLE, LABEL, VALUE = 24, 2000, 150
_LABELS = {
    "period": msg("Which period"),
    "dimension": msg("Split by"),
    "dimension=value …": msg("Only, for example channel=抖音"),
    "comparison": msg("Compared with"),
    "metric": msg("Metric"),
    '"/question"': msg("Question, for example /gmv yesterday"),
    "days": msg("Days, for example workdays"),
    "time": msg("Time, for example 09:00"),
    ChannelType.hint: msg("Posted in"),
    "zone=… language=…": msg("Time zone and language"),
    "zh-CN|en": msg("Language"),
    "zone": msg("Time zone of the channel"),
    "channel": msg("For the whole channel"),
    "number": msg("Number of the report"),
    "command|topic": msg("Command or topic"),
    "campaign|channel|creator|all] [model=…": msg("What, for example 抖音 or all model=last"),
    "channel|campaign] [model=…": msg("What, for example 抖音 or model=last"),
    "channel|campaign|creator": msg("Split by"),
    "proposal": msg("Number of the proposal"),
    "mark of the button": msg("What the button carries"),
    "note": msg("Note"),
    "reason": msg("Reason"),
    "export": msg("Write its files: export"),
    "±amount|±%": msg("More or less money, for example +100k or -5%"),
    "channel=amount …": msg("At most, for example 抖音=200k"),
    "share": msg("Kept in reserve, for example 12%"),
    "amount": msg("In steps of, for example 100"),
    "keep channel …": msg("Channels that stay as they are"),
    "only channel …": msg("Only between these channels"),
    "revise proposal": msg("Number of the proposal to make anew"),
    "review proposal": msg("Number of the plan to review"),
}
"""What a form calls an argument: by the word before it and its hint, else by its hint."""


@dataclass(frozen=True)
class Field:
    """One argument of a command as a form asks for it.

    `before`: the word typed before its value (`by`). `many`: it takes several values.
    `needed`: nothing can be asked without it.
    """

    name: str
    hint: str
    before: str = ""
    many: bool = False
    needed: bool = False


@dataclass(frozen=True)
class Where:
    """Where the answer to a form goes; kept in the form itself."""

    channel: str
    thread: str | None = None

    def kept(self) -> str:
        """As the form keeps it."""
        return json.dumps([self.channel, self.thread])


def kept_where(text: str, person: str) -> Where:
    """The place a form keeps; our conversation with the person where it keeps none, or one of
    two: that may be theirs with somebody else, where we cannot answer."""
    where = Where(*json.loads(text)) if text else Where(person)
    return Where(person) if is_direct(where.channel) else where


def fields_of(command: Command[Any]) -> list[Field]:
    """What a command takes, in the order in which it is typed: keywords come last."""
    found = list(_fields(command.arguments))
    return sorted(found, key=lambda field: (bool(field.before), field.many))


def _fields(arguments: type[Arguments]) -> Iterator[Field]:
    for name, info in arguments.model_fields.items():
        for mark in info.metadata:
            match mark:
                case Positional():
                    yield Field(name, mark.type.hint, needed=info.is_required())
                case Keyword():
                    yield Field(name, mark.type.hint, before=mark.words[0])
                case Filters():
                    yield Field(name, mark.type.hint, many=True)


def ask_form(
    commands: Mapping[str, Command[Any]],
    chosen: str,
    where: Where,
    voice: Voice,
    values: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> Json:
    """The form: which command, then one box for each thing it takes, with its `values`."""
    command = commands[chosen]
    boxes = [_box(chosen, field, voice, values.get(field.name, ())) for field in fields_of(command)]
    return {
        "type": "modal",
        "callback_id": ASK_FORM,
        "private_metadata": where.kept(),
        "title": plain(voice.say(msg("Ask Tidebell")), TITLE),
        "submit": plain(voice.say(msg("Ask")), TITLE),
        "close": plain(voice.say(msg("Cancel")), TITLE),
        "blocks": [
            _which(commands, chosen, voice),
            context(voice.say(command.summary)),
            *boxes,
        ],
    }


def line_of(command: Command[Any], values: Mapping[str, Sequence[str]]) -> str:
    """The command line that a filled-in form stands for."""
    words = [f"/{command.name}"]
    for field in fields_of(command):
        given = [_quoted(value) for value in values.get(field.name, ())]
        words += [field.before, *given] if field.before and given else given
    return " ".join(words)


def block_of(command: str, field: str) -> str:
    """The id of a field's box. It holds the command, so that another one's box starts empty."""
    return f"{FIELD}:{command}:{field}"


def command_and_field(block: str) -> tuple[str, str]:
    """The command and the field whose box this is."""
    _, command, field = block.split(":", 2)
    return command, field


def choices(words: Sequence[str], typed: str) -> list[Json]:
    """The choices of a box: what is typed first, as it may be right although nobody knows it."""
    known = dict.fromkeys(word[:VALUE] for word in (typed.strip(), *words) if word)
    return [option(word, word) for word in list(known)[:OPTIONS]]


def _quoted(value: str) -> str:
    """A command line inside another is one word of it."""
    return f'"{value}"' if value.startswith("/") else value


def _which(commands: Mapping[str, Command[Any]], chosen: str, voice: Voice) -> Json:
    options = {name: option(f"/{name}", name) for name in commands}
    label = voice.say(msg("Command"))
    element = menu(label, COMMAND, list(options.values())[:OPTIONS])
    return {
        "type": "input",
        "block_id": COMMAND,
        "dispatch_action": True,
        "label": plain(label, LABEL),
        "element": element | {"initial_option": options[chosen]},
    }


def _box(command: str, field: Field, voice: Voice, values: Sequence[str]) -> Json:
    known = _LABELS.get(f"{field.before} {field.hint}") or _LABELS.get(field.hint)
    label = voice.say(known or msg("{hint}", hint=Name(text=field.hint)))
    return {
        "type": "input",
        "block_id": block_of(command, field.name),
        "optional": not field.needed,
        "label": plain(label, LABEL),
        "element": {
            **_kind(field),
            **_filled(field, [option(value, value) for value in values]),
            "action_id": FIELD,
            "placeholder": plain(voice.say(msg("Choose or type")), VALUE),
        },
    }


def _filled(field: Field, options: list[Json]) -> Json:
    """What stands in the box when it is opened; a channel's name is for Slack to know."""
    if not options or field.hint == ChannelType.hint:
        return {}
    return {"initial_options": options} if field.many else {"initial_option": options[0]}


def _kind(field: Field) -> Json:
    """Slack itself knows the channels, by names that we do not; we offer all other words."""
    if field.hint == ChannelType.hint:
        return {"type": "conversations_select", "filter": {"include": ["public", "private"]}}
    kind = "multi_external_select" if field.many else "external_select"
    return {"type": kind, "min_query_length": 0}
