"""Buttons and menus: each carries the command line that it asks."""

from collections.abc import Iterator

from bot.platforms.slack.elements import (
    BUTTON_VALUE,
    BUTTONS,
    OPTION_VALUE,
    OPTIONS,
    Json,
    actions,
    button,
    confirmation,
    menu,
    option,
)
from bot.platforms.slack.voice import Voice
from commands.kit.message import msg
from commands.kit.reply import Button, Buttons

ASK, EDIT, MORE = "ask", "edit", "more"
"""What a button's action is called: `ask:3` asks its value, `edit:3` opens the form filled with
it, `more` unfolds the reply whose key is its value."""

_SIDE_BY_SIDE = 10


def button_blocks(buttons: Buttons, voice: Voice, numbers: Iterator[int]) -> list[Json]:
    """Rows of buttons; a menu instead of more than ten that ask nothing first.

    A command line too long for a button to carry is left out.
    """
    items = [item for item in buttons.items if 0 < len(item.command) <= BUTTON_VALUE]
    if len(items) > _SIDE_BY_SIDE and all(map(_may_be_chosen, items)):
        return [actions([_menu(some, voice, numbers)]) for some in _some(items, OPTIONS)]
    return [
        actions([_button(item, voice, next(numbers)) for item in some])
        for some in _some(items, BUTTONS)
    ]


def more_button(voice: Voice, key: str) -> Json:
    """The button that unfolds the rest of the reply posted under `key`."""
    return button(voice.say(msg("More")), MORE, key)


def _some(items: list[Button], most: int) -> list[list[Button]]:
    return [items[at : at + most] for at in range(0, len(items), most)]


def _may_be_chosen(item: Button) -> bool:
    return item.confirm is None and not item.edit and len(item.command) <= OPTION_VALUE


def _button(item: Button, voice: Voice, number: int) -> Json:
    confirm = _confirmation(item, voice)
    action = f"{EDIT if item.edit else ASK}:{number}"
    return button(voice.say(item.label), action, item.command, confirm)


def _confirmation(item: Button, voice: Voice) -> Json | None:
    if item.confirm is None:
        return None
    title, yes, no = msg("Are you sure?"), msg("Yes"), msg("Cancel")
    return confirmation(voice.say(title), voice.say(item.confirm), voice.say(yes), voice.say(no))


def _menu(items: list[Button], voice: Voice, numbers: Iterator[int]) -> Json:
    options = [option(voice.say(item.label), item.command) for item in items]
    return menu(voice.say(msg("Choose a question")), f"{ASK}:{next(numbers)}", options)
