"""From what Slack sends to the line a person typed."""

import re
from collections.abc import Collection

from bot.platforms.slack.names import OWN

LONGEST = 4000
"""Longer messages are read no further; what is left is still refused as too long a command."""

_TOKEN = re.compile(r"<([^<>]*)>")
_OWN_NAME = re.compile(rf"^/\s*{OWN}(?!\w)", re.IGNORECASE)
_COMMAND = re.compile(r"^/\s*([^\s/`*]+)")
# Zero-width characters and marks of direction, as they come along when text is pasted.
_INVISIBLE = dict.fromkeys(
    [0xAD, 0x200B, 0x200E, 0x200F, 0xFEFF, *range(0x202A, 0x202F), *range(0x2060, 0x206A)]
)
# As commands are written in answers and documents, and copied from there.
_FRAME = re.compile(r"^(```|[`*_~])(.*)\1$")
_QUOTES = str.maketrans(dict.fromkeys("“”„", '"') | dict.fromkeys("‘’", "'"))
HELP = "/help"


def read_line(text: str, bot: str) -> str:
    """The command line in a message, on one line, without mentions of `bot`.

    `/tidebell …` is what follows it; saying nothing at all asks for help.
    """
    return _OWN_NAME.sub("", _plain(text, bot)).strip() or HELP


def mentions(text: str, person: str) -> bool:
    """Whether a message as Slack sends it mentions this person."""
    return re.search(rf"<@{re.escape(person)}(\|[^<>]*)?>", text) is not None


def begins_as_command(text: str, names: Collection[str] | None) -> bool:
    """Whether a message begins with `/` or `／` and one of these names; None: with any word."""
    found = _COMMAND.match(_plain(text, ""))
    return found is not None and (names is None or found[1].casefold() in (OWN, *names))


def _plain(text: str, bot: str) -> str:
    """The text on one line as a person sees it, without what frames or hides in it."""
    shown = _TOKEN.sub(lambda found: _shown(found[1], bot), text[: LONGEST + 1])
    plain = shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    line = " ".join(plain.translate(_INVISIBLE).translate(_QUOTES).split())
    line = _FRAME.sub(r"\2", line).strip()
    return f"/{line[1:]}" if line.startswith("／") else line


def _shown(token: str, bot: str) -> str:
    """What a person sees of `<…>`: a name, an address, a label. Of a channel its id stays."""
    target, _, label = token.partition("|")
    match target[:1]:
        case "@":
            return "" if target[1:] == bot else f"@{label or target[1:]}"
        case "#":
            return target
        case "!":
            return label or f"@{target[1:]}"
    return label or target.removeprefix("mailto:")
