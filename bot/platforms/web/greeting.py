"""What an empty channel says: what to ask, or how to load something to ask about."""

from collections.abc import Sequence

from bot.platforms.web.markup import Markup, element
from bot.platforms.web.reader import Reader
from bot.platforms.web.render import Place, ask_button
from commands.kit.message import msg
from commands.kit.values import Name


def quiet(reader: Reader) -> Markup:
    """A channel to which others post."""
    said = reader.say(msg("Nothing here yet. What is posted to this channel appears here."))
    return element("div", element("p", said), class_="empty")


def greeting(reader: Reader, channel: str, suggest: Sequence[str]) -> Markup:
    """A channel to ask in, with the command lines in `suggest` as buttons."""
    first = reader.say(msg("Three things to try:")) if len(suggest) == 3 else None
    lead = reader.say(msg("Tidebell answers with the number, what moved it and a picture."))
    return element(
        "div",
        element("h2", reader.say(msg("Ask your shop a question"))),
        element("p", lead),
        element("p", first, class_="try") if first else None,
        _buttons(reader, channel, suggest) if suggest else None,
        class_="empty",
    )  # fmt: skip


def nothing_to_ask(reader: Reader, channel: str) -> Markup:
    """A channel to ask in, of a shop without data: how they come in, and help."""
    how = msg(
        "In a terminal, “{sources}” lists what can be loaded and “{load}” loads it; then ask here.",
        sources=Name(text="tidebell sources"),
        load=Name(text="tidebell load …"),
    )
    return element(
        "div",
        element("h2", reader.say(msg("This shop has no data yet"))),
        element("p", reader.say(how)),
        _buttons(reader, channel, ("/help",)),
        class_="empty",
    )


def _buttons(reader: Reader, channel: str, lines: Sequence[str]) -> Markup:
    place = Place(f"/c/{channel}/say", None, "")
    return element("ul", *(element("li", ask_button(reader, place, line, line)) for line in lines))
