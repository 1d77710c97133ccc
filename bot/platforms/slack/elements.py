"""The blocks and elements of Slack's Block Kit that Tidebell uses, each within its limits.

Words are plain text or rich text wherever Slack allows it: there nothing can be formatted,
linked or mentioned, whatever it says.
"""

from itertools import zip_longest
from typing import Any

from bot.platforms.slack.text import CHANNEL, cut, escaped, fitted, linked

Json = dict[str, Any]

BLOCKS_IN_A_MESSAGE = 50
SECTION_TEXT = 3000
HEADER_TEXT = 150
CONTEXT_TEXT = 2000
FIELD_TEXT = 2000
FIELDS = 10
BUTTONS = 25
BUTTON_TEXT, BUTTON_VALUE = 75, 2000
OPTIONS = 100
OPTION_TEXT, OPTION_VALUE = 75, 150
ALT_TEXT = 2000
# Escaping makes `&` five characters long.
_BESIDE = 500
CONFIRM_TITLE, CONFIRM_TEXT, CONFIRM_BUTTON = 100, 300, 30


def plain(text: str, most: int) -> Json:
    """Words shown as they are; `:)` stays `:)`."""
    return {"type": "plain_text", "text": fitted(text, most) or "–", "emoji": False}


def section(text: str) -> Json:
    """A paragraph."""
    if CHANNEL.search(text):
        return paragraph(*runs(cut(text, SECTION_TEXT)))
    return {"type": "section", "text": plain(text, SECTION_TEXT)}


def beside(text: str, accessory: Json) -> Json:
    """A paragraph with a button or a menu at its right."""
    shown = {"type": "mrkdwn", "text": linked(escaped(cut(text, _BESIDE))), "verbatim": True}
    named = CHANNEL.search(text)
    said = shown if named else plain(text, SECTION_TEXT)
    return {"type": "section", "text": said, "accessory": accessory}


def header(text: str) -> Json:
    """A large line of at most `HEADER_TEXT` characters; bold where it names a channel."""
    if CHANNEL.search(text):
        return paragraph(*runs(text, "bold"))
    return {"type": "header", "text": plain(text, HEADER_TEXT)}


def context(text: str) -> Json:
    """Small print."""
    if CHANNEL.search(text):
        return paragraph(*runs(cut(text, CONTEXT_TEXT)))
    return {"type": "context", "elements": [plain(text, CONTEXT_TEXT)]}


def fields(items: list[Json]) -> Json:
    """Short texts in two columns."""
    return {"type": "section", "fields": items}


def run(text: str, *styles: str) -> Json:
    """Words within rich text, `bold`, `italic` or `strike`."""
    words: Json = {"type": "text", "text": text or "–"}
    return words | {"style": dict.fromkeys(styles, True)} if styles else words


def runs(text: str, *styles: str) -> list[Json]:
    """The words of a text as runs, each channel in it shown by its name."""
    parts = CHANNEL.split(text)
    words = [run(part, *styles) if part else None for part in parts[::2]]
    channels = [{"type": "channel", "channel_id": part} for part in parts[1::2]]
    mixed = [one for pair in zip_longest(words, channels) for one in pair]
    return [one for one in mixed if one is not None]


def paragraph(*words: Json) -> Json:
    """Rich text of one paragraph."""
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": list(words)}],
    }


def preformatted(text: str) -> Json:
    """Lines in letters of one width."""
    words = {"type": "rich_text_preformatted", "elements": [run(text)]}
    return {"type": "rich_text", "elements": [words]}


def image(file: str, alt: str) -> Json:
    """A picture uploaded before."""
    return {
        "type": "image",
        "slack_file": {"id": file},
        "alt_text": cut(alt, ALT_TEXT) or "–",
    }


def button(label: str, action: str, value: str, confirm: Json | None = None) -> Json:
    """A button that sends `value` back, asking first where there is a `confirm`."""
    pressed: Json = {
        "type": "button",
        "text": plain(label, BUTTON_TEXT),
        "action_id": action,
        "value": value,
    }
    return pressed | {"confirm": confirm} if confirm else pressed


def confirmation(title: str, text: str, yes: str, no: str) -> Json:
    """The question asked before a button counts."""
    return {
        "title": plain(title, CONFIRM_TITLE),
        "text": plain(text, CONFIRM_TEXT),
        "confirm": plain(yes, CONFIRM_BUTTON),
        "deny": plain(no, CONFIRM_BUTTON),
    }


def menu(placeholder: str, action: str, options: list[Json]) -> Json:
    """A menu to choose one of `options` from."""
    return {
        "type": "static_select",
        "placeholder": plain(placeholder, OPTION_VALUE),
        "action_id": action,
        "options": options,
    }


def option(label: str, value: str) -> Json:
    """One choice of a menu."""
    return {"text": plain(label, OPTION_TEXT), "value": value}


def actions(elements: list[Json]) -> Json:
    """A row of buttons and menus."""
    return {"type": "actions", "elements": elements}
