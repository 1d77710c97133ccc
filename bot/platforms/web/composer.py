"""The box one writes in, with the commands it completes."""

from collections.abc import Sequence

from bot.platforms.base import CommandHint
from bot.platforms.web.markup import Markup, element
from bot.platforms.web.reader import Reader
from bot.platforms.web.render import Place, say_form
from commands.kit.message import msg
from commands.kit.usage import usage_message
from commands.kit.values import Name

LONGEST = 4000


def composer(
    commands: Sequence[CommandHint], reader: Reader, channel: str, thread: str | None
) -> Markup:
    """The form at the foot of a channel, or of a thread when its key is given."""
    line = "reply" if thread else "line"
    place = Place(f"/c/{channel}/say", thread, "")
    send = element("span", "➤", aria_hidden="true")
    form = say_form(
        reader,
        place,
        _commands(commands, reader, line),
        _line(reader, channel, thread, line),
        element("button", send, type="submit", class_="send", aria_label=reader.say(msg("Send"))),
    )
    problem = element("p", class_="problem", role="alert")
    hint = element("p", _how(reader), class_="hint", id=f"{line}-hint", data_how=_how(reader))
    return element("div", form, problem, hint, class_="composer")


def _line(reader: Reader, channel: str, thread: str | None, line: str) -> Markup:
    asked = msg("Message #{channel}", channel=Name(text=channel))
    label = reader.say(msg("Reply in thread") if thread else asked)
    return element(
        "textarea",
        name="text",
        id=line,
        rows=1,
        placeholder=label,
        aria_label=label,
        aria_describedby=f"{line}-hint",
        aria_autocomplete="list",
        aria_controls=f"{line}-commands",
        autocomplete="off",
        data_longest=LONGEST,
        data_too_long=reader.say(TOO_LONG),
        data_unsent=reader.say(msg("Not sent: no connection. Press Enter to try again.")),
        dir="auto",
    )


TOO_LONG = msg("That is too long for one message; 4000 characters fit.")


def _how(reader: Reader) -> str:
    return reader.say(msg("Start with / to ask Tidebell; anything else goes to your colleagues."))


def _commands(commands: Sequence[CommandHint], reader: Reader, line: str) -> Markup:
    options = (_option(hint, reader, f"{line}-{index}") for index, hint in enumerate(commands))
    return element(
        "ul",
        *options,
        id=f"{line}-commands",
        class_="commands",
        role="listbox",
        aria_label=reader.say(msg("Commands")),
        hidden=True,
    )


def _option(hint: CommandHint, reader: Reader, name: str) -> Markup:
    usage = reader.say(usage_message(hint.usage))
    return element(
        "li",
        element("b", hint.name),
        " ",
        element("code", usage),
        element("span", reader.say(hint.summary), class_="summary"),
        id=name,
        role="option",
        aria_selected="false",
        data_name=hint.name,
        data_usage=usage,
    )
