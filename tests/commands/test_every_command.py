"""What every command must do, whichever it is: a new one inherits these tests."""

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from bot.i18n import translator
from bot.platforms.console.render import MOST_LINES, render
from bot.platforms.json.render import render as as_json
from commands.kit.registry import Command, discover
from commands.kit.reply import Buttons, Chart, Reply
from tests.commands.asking import Asker, blocks

EXAMPLES = [each.line for command in discover().values() for each in command.examples]
COMMANDS = list(discover().values())
HOSTILE = (
    "'; DROP TABLE orders; --",
    "<script>alert(1)</script>",
    "\u202e7d",
    "x" * 5000,
    "=",
    "vs",
)


Ask = Callable[[str, str], Reply]


@pytest.fixture(scope="module")
def ask(demo: Asker) -> Ask:
    """The reply to a line; many tests look at the same one."""
    return cache(demo.ask)


@pytest.mark.parametrize("line", EXAMPLES)
@pytest.mark.parametrize("locale", ["en", "zh-CN"])
def test_example_is_answered_in_twelve_lines_when_asked(
    demo: Asker, ask: Ask, line: str, locale: str
) -> None:
    reply = ask(line, locale)
    assert not reply.failed, demo.say(line, locale)
    shown = render(reply, translator(locale), width=100)
    assert len(shown.splitlines()) <= MOST_LINES + 1


@pytest.mark.parametrize("line", EXAMPLES)
def test_reply_survives_json_when_answered(ask: Ask, line: str) -> None:
    reply = ask(line, "en")
    assert type(reply).model_validate_json(reply.model_dump_json()) == reply
    assert as_json(reply, translator("en"))["tidebell"] == 1


@pytest.mark.parametrize("line", EXAMPLES)
def test_buttons_lead_to_answers_when_pressed(ask: Ask, line: str) -> None:
    for block in blocks(ask(line, "en")):
        if isinstance(block, Buttons):
            for button in block.items:
                pressed = ask(button.command, "en")
                # What everybody sees has buttons that only some may press.
                assert not pressed.failed or pressed.refused, button.command


@pytest.mark.parametrize("line", EXAMPLES)
def test_chart_states_its_finding_when_drawn(ask: Ask, line: str) -> None:
    for block in blocks(ask(line, "en")):
        if isinstance(block, Chart):
            assert any(ch.isdigit() for ch in translator("en").message(block.alt))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
@pytest.mark.parametrize("words", HOSTILE)
def test_sentence_comes_back_when_the_words_are_hostile(
    demo: Asker, command: Command[Any], words: str
) -> None:
    reply = demo.ask(f"/{command.name} {words}")
    assert not reply.broke
    assert demo.say(f"/{command.name} {words}").strip()


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_help_shows_usage_when_asked_for_the_command(demo: Asker, command: Command[Any]) -> None:
    assert f"/{command.name}" in demo.say(f"/help {command.name}")
