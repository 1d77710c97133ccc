"""What becomes of a question: one message, one entry in the log, in one transaction."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.answerer import ATTEMPTS, Answerer
from bot.platforms.base import Person, Request
from bot.state import audit, inbox, threads
from bot.state.database import Database
from bot.state.inbox import Claimed
from bot.state.threads import Hanging
from commands.kit.message import msg
from commands.kit.reply import Note, Reply
from tests.bot.questions import LIN, NOW, Bot, Chosen, Moving, Team, outgoing, question, said


@pytest.fixture
def bot() -> Bot:
    return Bot()


@pytest.fixture
def chosen() -> Chosen:
    return Chosen()


@pytest.fixture
def answerer(state: Database, bot: Bot, chosen: Chosen) -> Answerer:
    return Answerer(state, Moving(), bot, {"slack": Team()}, chosen, "en", lambda: None)


def claimed(state: Database, **more: Any) -> Claimed:
    with state.writing() as tx:
        inbox.accept(tx, question(**more), NOW)
        found = inbox.claim(tx, "worker", NOW, timedelta(seconds=60))
    assert found is not None
    return found


def log(state: Database) -> list[dict[str, Any]]:
    with state.reading() as tx:
        return [json.loads(entry.body) for entry in audit.entries(tx)]


def test_the_question_is_done_when_its_answer_is_put(
    answerer: Answerer, bot: Bot, state: Database
) -> None:
    answerer.settle(claimed(state, hints={"response_url": "x"}))
    message = outgoing(state)
    assert message is not None
    assert (message.reply, message.locale, message.reader) == (said("/gmv 7d"), "zh-CN", None)
    assert message.hints == {"response_url": "x"}
    assert bot.asked == [Request("/gmv 7d", LIN, "C1", "zh-CN", None, "slack")]
    with state.reading() as tx:
        assert inbox.waiting(tx) == 0


def test_who_asked_what_is_in_the_log_when_it_was_answered(
    answerer: Answerer, state: Database
) -> None:
    answerer.settle(claimed(state))
    with state.reading() as tx:
        (entry,) = audit.entries(tx)
    assert (entry.kind, entry.platform, entry.channel, entry.person) == (
        "asked",
        "slack",
        "C1",
        "U1",
    )
    body = json.loads(entry.body)
    assert body["line"] == "/gmv 7d"
    assert len(body["answer"]) == 64


def test_nothing_is_kept_when_another_has_taken_the_question_over(
    answerer: Answerer, state: Database
) -> None:
    mine = claimed(state)
    with state.writing() as tx:
        inbox.release(tx)
        inbox.claim(tx, "another", NOW, timedelta(seconds=60))
    answerer.settle(mine)
    assert (outgoing(state), log(state)) == (None, [])


@pytest.mark.parametrize(
    ("asked", "reader"), [({}, "U1"), ({"direct": True}, None), ({"person": ""}, None)], ids=str
)
def test_only_the_asker_reads_it_when_an_answer_is_for_them(
    answerer: Answerer, bot: Bot, state: Database, asked: dict[str, object], reader: str | None
) -> None:
    bot.reply = said("yours", audience="person")
    answerer.settle(claimed(state, **asked))
    message = outgoing(state)
    assert message is not None
    assert message.reader == reader


def test_the_bot_reads_its_own_key_when_asked_in_a_thread_it_opened(
    answerer: Answerer, bot: Bot, state: Database
) -> None:
    with state.writing() as tx:
        threads.remember(tx, "slack", "incident:42", Hanging("C1", "17.1"))
    answerer.settle(claimed(state, thread="17.1"))
    message = outgoing(state)
    assert message is not None
    assert (bot.asked[0].thread, message.thread) == ("incident:42", "17.1")


def test_the_answer_goes_to_its_matters_thread_when_it_names_one(
    answerer: Answerer, bot: Bot, state: Database
) -> None:
    bot.reply = said("noted", thread="incident:42")
    answerer.settle(claimed(state, thread="17.1"))
    message = outgoing(state)
    assert message is not None
    assert message.thread == "incident:42"


def test_the_opening_comes_first_when_the_schedule_was_late(
    answerer: Answerer, bot: Bot, state: Database
) -> None:
    late = msg("This comes late.")
    answerer.settle(claimed(state, person="", opening=(late,), locale="zh-CN"))
    message = outgoing(state)
    assert message is not None
    assert message.reply is not None
    assert message.reply.blocks == (Note(message=late), *said("/gmv 7d").blocks)
    assert bot.asked[0].person == Person("", "Tidebell")


def test_the_answer_is_in_the_new_language_when_the_question_was_to_choose_it(
    state: Database, chosen: Chosen
) -> None:
    def choose(request: Request) -> Reply:
        chosen.people[request.person.id] = "en"
        return said("from now on English")

    answerer = Answerer(state, Moving(), choose, {"slack": Team()}, chosen, "zh-CN", lambda: None)
    answerer.settle(claimed(state))
    message = outgoing(state)
    assert message is not None
    assert message.locale == "en"


def test_one_apology_is_given_when_a_question_has_killed_too_often(
    answerer: Answerer, bot: Bot, state: Database, caplog: pytest.LogCaptureFixture
) -> None:
    killing = claimed(state)
    for _ in range(ATTEMPTS):
        with state.writing() as tx:
            inbox.release(tx)
            again = inbox.claim(tx, "worker", NOW, timedelta(seconds=60))
        assert again is not None
        killing = again
    answerer.settle(killing)
    message = outgoing(state)
    assert message is not None
    assert message.reply is not None
    assert message.reply.broke
    assert message.reply.reference
    assert message.reply.reference in caplog.text
    assert bot.asked == []


def test_the_answer_takes_the_first_ones_place_when_the_question_is_reworded(
    answerer: Answerer, state: Database
) -> None:
    answerer.settle(claimed(state, text="/gmv 7d"))
    answerer.settle(claimed(state, key="e1:2", revises="e1", text="/gmv 8d"))
    message = outgoing(state)
    assert message is not None
    assert (message.reply, message.revision) == (said("/gmv 8d"), 2)


def test_the_late_answer_is_left_out_when_the_question_was_reworded_meanwhile(
    answerer: Answerer, state: Database
) -> None:
    slow = claimed(state, text="/gmv 7d")
    answerer.settle(claimed(state, key="e1:2", revises="e1", text="/gmv 8d"))
    answerer.settle(slow)
    message = outgoing(state)
    assert message is not None
    assert message.reply == said("/gmv 8d")


def test_it_is_answered_for_its_own_day_when_a_report_is_late(
    answerer: Answerer, bot: Bot, state: Database
) -> None:
    due = NOW - timedelta(hours=5)
    answerer.settle(claimed(state, person="", as_of=due))
    assert bot.asked[0].as_of == due


def test_the_question_is_answered_when_it_holds_half_a_character(
    answerer: Answerer, bot: Bot, state: Database
) -> None:
    answerer.settle(claimed(state, text="/gmv \ud83d"))
    assert [request.text for request in bot.asked] == ["/gmv \ufffd"]


def test_personal_data_is_masked_when_a_question_is_given_up(
    answerer: Answerer, state: Database
) -> None:
    found = claimed(state, text="/gmv 13812345678")
    answerer.settle(replace(found, attempts=ATTEMPTS + 1))
    message = outgoing(state)
    assert message is not None
    assert message.reply is not None
    assert message.reply.command == log(state)[0]["command"] == "/gmv 138****5678"
