"""The blocks and elements of Slack's Block Kit that Tidebell uses, each within its limits.

Words are plain text or rich text wherever Slack allows it: there nothing can be formatted,
linked or mentioned, whatever it says.
"""

from typing import Any

from bot.platforms.slack.text import cut, fitted

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
CONFIRM_TITLE, CONFIRM_TEXT, CONFIRM_BUTTON = 100, 300, 30


def plain(text: str, most: int) -> Json:
    """Words shown as they are; `:)` stays `:)`."""
    return {"type": "plain_text", "text": fitted(text, most) or "–", "emoji": False}


def section(text: str) -> Json:
    """A paragraph."""
    return {"type": "section", "text": plain(text, SECTION_TEXT)}


def header(text: str) -> Json:
    """A large line of at most `HEADER_TEXT` characters."""
    return {"type": "header", "text": plain(text, HEADER_TEXT)}


def context(text: str) -> Json:
    """Small print."""
    return {"type": "context", "elements": [plain(text, CONTEXT_TEXT)]}


def fields(items: list[Json]) -> Json:
    """Short texts in two columns."""
    return {"type": "section", "fields": items}


def run(text: str, *styles: str) -> Json:
    """Words within rich text, `bold`, `italic` or `strike`."""
    words: Json = {"type": "text", "text": text or "–"}
    return words | {"style": dict.fromkeys(styles, True)} if styles else words


def paragraph(*runs: Json) -> Json:
    """Rich text of one paragraph."""
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": list(runs)}],
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
