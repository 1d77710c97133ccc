"""Payloads that others captured from Slack itself: opsdroid 0.31.0's (Apache-2.0)."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode

import pytest

from bot.clock import FixedClock
from bot.platforms.slack.identity import Identity
from tests.bot.slack.door import FORM, JSON, Door, Sent
from tests.bot.slack.inside import Bot
from tests.judges.pip import sdist

pytestmark = pytest.mark.slow

US = Identity(team="T01ND2P8N91", user="U01N9R657HB", bot="B01MY4ZRP5M")
THEN = datetime(2021, 2, 17, 12, 8, tzinfo=UTC)  # a minute after most of them
WHERE = "opsdroid/connector/slack/tests/responses"


@pytest.fixture(scope="module")
def captured() -> Path:
    """The folder of the captured payloads."""
    return sdist("opsdroid==0.31.0") / WHERE


@pytest.fixture
def bot() -> Bot:
    return Bot(FixedClock(THEN))


@pytest.fixture
def door(bot: Bot) -> Iterator[Door]:
    opened = Door(bot, US)
    yield opened
    opened.close()


def sent(file: Path) -> Sent:
    """The payload as Slack sent it; two files were kept in another form, which is undone."""
    if file.name == "payload_view_submission.urlencoded":  # encoded twice
        return Sent(unquote(file.read_text().strip()).encode(), FORM)
    if file.name == "payload_message_bot_message.json":  # its team left out
        payload = json.loads(file.read_text()) | {"team_id": US.team}
        return Sent(json.dumps(payload).encode(), JSON)
    return Sent(file.read_bytes().strip(), JSON if file.suffix == ".json" else FORM)


def changed(file: Path, **changes: Any) -> Sent:
    """An interaction as captured, with other values at the top."""
    payload = json.loads(dict(parse_qsl(file.read_text()))["payload"]) | changes
    return Sent(urlencode({"payload": json.dumps(payload)}).encode(), FORM)


def test_everything_captured_is_acknowledged_when_it_comes(captured: Path, door: Door) -> None:
    files = sorted(captured.glob("payload_*"))
    statuses = {file.name: sent(file).through(door).status_code for file in files}
    assert len(statuses) == 20
    assert {name for name, status in statuses.items() if status != 200} == set()


def test_nothing_captured_is_a_question_when_it_was_meant_for_another_bot(
    captured: Path, door: Door, bot: Bot
) -> None:
    for file in sorted(captured.glob("payload_*.json")):
        sent(file).through(door)
    assert bot.desk.asked == {}


def test_a_captured_command_is_a_question_when_it_has_no_text(
    captured: Path, door: Door, bot: Bot
) -> None:
    assert sent(captured / "payload_slash_command.urlencoded").through(door).status_code == 200
    assert bot.desk.lines == ["/testcommand"]
    assert (bot.desk.last.channel, bot.desk.last.person) == ("C01N639ECTY", "U01NK1K9L68")


def test_a_captured_press_is_a_question_in_its_thread_when_it_carries_a_line(
    captured: Path, door: Door, bot: Bot
) -> None:
    file = captured / "payload_block_action_button.urlencoded"
    ours = {"type": "button", "block_id": "b", "action_id": "ask:0", "value": "/gmv yesterday"}
    assert changed(file, actions=[ours]).through(door).status_code == 200
    assert (bot.desk.last.text, bot.desk.last.thread) == ("/gmv yesterday", "1613575038.002800")


def test_a_captured_choice_is_a_question_when_it_carries_a_line(
    captured: Path, door: Door, bot: Bot
) -> None:
    file = captured / "payload_block_action_static_select.urlencoded"
    option = {"text": {"type": "plain_text", "text": "Target"}, "value": "/target"}
    ours = {"type": "static_select", "action_id": "ask:1", "selected_option": option}
    assert changed(file, actions=[ours]).through(door).status_code == 200
    assert bot.desk.lines == ["/target"]


def test_a_captured_shortcut_asks_about_its_message_when_it_is_ours(
    captured: Path, door: Door, bot: Bot
) -> None:
    file = captured / "payload_message_action.urlencoded"
    assert changed(file, callback_id="explain").through(door).status_code == 200
    assert (bot.desk.last.text, bot.desk.last.thread) == ("iaudsiadudsa", "1613575790.003000")


def test_a_captured_message_is_a_question_when_it_mentions_us(
    captured: Path, door: Door, bot: Bot
) -> None:
    payload = json.loads((captured / "payload_message.json").read_text())
    payload["event"]["text"] = f"<@{US.user}> gmv 昨天"
    assert Sent(json.dumps(payload).encode(), JSON).through(door).status_code == 200
    assert bot.desk.lines == ["gmv 昨天"]


def test_a_captured_edit_is_a_new_question_when_the_new_words_mention_us(
    captured: Path, door: Door, bot: Bot
) -> None:
    payload = json.loads((captured / "payload_message_message_changed.json").read_text())
    payload["event"]["message"]["text"] = f"<@{US.user}> gmv 昨天"
    assert Sent(json.dumps(payload).encode(), JSON).through(door).status_code == 200
    assert bot.desk.lines == ["gmv 昨天"]
    assert (bot.desk.last.revises or "").startswith("slack:C")
