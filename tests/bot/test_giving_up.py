"""What is said when a message could not be delivered."""

import json
from typing import Any

import pytest

from bot.config import Config
from bot.delivery import FateUnknown
from bot.giving_up import GivingUp
from bot.platforms.base import Impossible
from bot.settings import Slack
from bot.state import audit, inbox, outbox
from bot.state.database import Database
from bot.state.outbox import Draft, Message
from commands.kit.message import msg
from commands.kit.reply import Note
from tests.bot.questions import NOW, Moving, outgoing, question, said

GONE = Impossible(msg("The channel is archived."), msg("Unarchive it."), "is_archived")


@pytest.fixture
def giving_up() -> GivingUp:
    config = Config(language="en", slack=Slack(operators="COPS"))
    return GivingUp(config, Moving(), ("slack", "web"))


def give_up(
    state: Database,
    giving_up: GivingUp,
    key: str = "re:e1",
    error: Exception = GONE,
    **asked: Any,
) -> None:
    with state.writing() as tx:
        inbox.accept(tx, question(**asked), NOW)
        outbox.put(tx, Draft(key, "slack", "C1", "zh-CN", said("lost")), NOW)
        message = outbox.get(tx, key)
        assert message is not None
        giving_up(tx, message, error)


def sentences(message: Message | None) -> list[str]:
    assert message is not None
    assert message.reply is not None
    return [block.message.text for block in message.reply.blocks if isinstance(block, Note)]


def test_the_asker_is_told_directly_when_an_answer_cannot_be_posted(
    state: Database, giving_up: GivingUp
) -> None:
    give_up(state, giving_up)
    sorry = outgoing(state, "sorry:re:e1")
    assert sorry is not None
    assert (sorry.channel, sorry.locale) == ("U1", "zh-CN")
    assert sentences(sorry)[1:] == ["The channel is archived.", "Unarchive it."]


def test_the_operator_is_warned_when_a_message_is_given_up(
    state: Database, giving_up: GivingUp
) -> None:
    give_up(state, giving_up)
    warning = outgoing(state, "warning:re:e1")
    assert warning is not None
    assert (warning.channel, warning.locale) == ("COPS", "en")


def test_the_asker_is_told_the_truth_when_nobody_can_know_what_was_shown(
    state: Database, giving_up: GivingUp
) -> None:
    give_up(state, giving_up, error=FateUnknown("posted twice"))
    assert "could not see whether" in sentences(outgoing(state, "sorry:re:e1"))[0]


@pytest.mark.parametrize("asked", [{"person": ""}, {"direct": True}, {"platform": "web"}], ids=str)
def test_nobody_is_told_directly_when_there_is_no_such_way(
    state: Database, giving_up: GivingUp, asked: dict[str, Any]
) -> None:
    give_up(state, giving_up, **asked)
    assert outgoing(state, "sorry:re:e1") is None


@pytest.mark.parametrize("key", ["sorry:re:e1", "warning:re:e1"])
def test_nothing_more_is_said_when_an_apology_itself_is_given_up(
    state: Database, giving_up: GivingUp, key: str
) -> None:
    give_up(state, giving_up, key)
    assert outgoing(state, f"sorry:{key}") is None
    assert outgoing(state, f"warning:{key}") is None


def test_it_is_in_the_log_when_a_message_is_given_up(state: Database, giving_up: GivingUp) -> None:
    give_up(state, giving_up)
    with state.reading() as tx:
        (entry,) = audit.entries(tx)
    assert (entry.kind, json.loads(entry.body)["key"]) == ("delivered-dead", "re:e1")


def test_personal_data_is_masked_when_the_apology_repeats_the_question(
    state: Database, giving_up: GivingUp
) -> None:
    give_up(state, giving_up, text="/gmv 13812345678")
    sorry = outgoing(state, "sorry:re:e1")
    assert sorry is not None
    assert "138****5678" in str(sorry.reply)
    assert "13812345678" not in str(sorry.reply)
