"""Text as Slack shows it: nothing that people or data say can mention, link or format.

Slack reads `&`, `<` and `>` in plain and formatted text, so these three are escaped. The texts
of tables and of rich text are shown as they stand. The one thing that is linked is a channel: we
know its id only, and Slack shows each reader its name.
"""

import re
from bisect import bisect_right
from itertools import accumulate

from bot.i18n import visible

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_HALF_ENTITY = re.compile(r"&[a-z]*$")
CHANNEL = re.compile(r"#(?P<id>[CG](?=[A-Z]*\d)[A-Z0-9]{8,})\b")
"""A channel as the rest of the program writes it, `#C02ABCDEFGH`."""
_FORMATS = re.compile(r"[*_~`>]|:\S+:")


def escaped(text: str) -> str:
    """The text with the three characters that Slack obeys written as it shows them."""
    return text.translate(_ENTITIES)


def lines(text: str) -> str:
    """The text without characters that are obeyed instead of shown; its lines stay lines."""
    return "\n".join(visible(line).rstrip() for line in text.splitlines()).strip("\n")


def cut(text: str, most: int) -> str:
    """At most `most` characters, the cut marked with an ellipsis."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def fitted(text: str, most: int) -> str:
    """The text escaped and cut to at most `most` characters as they are sent."""
    sent = escaped(text)
    return sent if len(sent) <= most else _HALF_ENTITY.sub("", sent[: most - 1]) + "…"


def linked(sent: str) -> str:
    """Escaped text with its channels as Slack shows them by name."""
    return CHANNEL.sub(r"<#\g<id>>", sent)


def formats(text: str) -> bool:
    """Whether Slack might read a part of this as formatting or as the name of an emoji."""
    return _FORMATS.search(text) is not None


def halves(text: str) -> tuple[str, str] | None:
    """The text in two, broken between lines or words where there are any near the middle.

    None when it is a single character.
    """
    if len(text) < 2:
        return None
    middle = _middle(text)
    for space in "\n ":
        place = text.rfind(space, middle // 2, middle + 1)
        if place > 0 and text[place:].strip():
            return text[:place].rstrip(), text[place:].strip()
    return text[:middle], text[middle:]


def _middle(text: str) -> int:
    """The place where half of what is sent is before it."""
    sizes = list(accumulate(len(escaped(letter)) for letter in text))
    return min(max(1, bisect_right(sizes, sizes[-1] // 2)), len(text) - 1)
