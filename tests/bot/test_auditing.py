"""What the audit log keeps of a question."""

from datetime import UTC, datetime

from bot.auditing import asked
from bot.platforms.base import Person, Request
from commands.kit.message import msg
from commands.kit.reply import Note, Reply

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
REQUEST = Request("/customers 13812345678", Person("U1", "Ann"), "C1", "en", platform="slack")


def reply(text: str = "done", **more: object) -> Reply:
    return Reply(blocks=(Note(message=msg("{text}", text=msg(text))),)).model_copy(update=more)


def test_question_is_masked_when_it_is_entered() -> None:
    assert asked(REQUEST, reply(), NOON).body["line"] == "/customers 138****5678"


def test_who_and_where_are_kept_when_a_question_is_entered() -> None:
    entry = asked(REQUEST, reply(), NOON)
    told = (entry.at, entry.kind, entry.platform, entry.channel, entry.person)
    assert told == (NOON, "asked", "slack", "C1", "U1")


def test_refusal_is_kept_when_the_asker_was_not_permitted() -> None:
    body = asked(REQUEST, reply(failed=True, refused=True), NOON).body
    assert (body["failed"], body["refused"]) == (True, True)


def test_hash_differs_when_the_answer_does() -> None:
    one, same, other = (asked(REQUEST, reply(text), NOON) for text in ("a", "a", "b"))
    assert one.body["answer"] == same.body["answer"] != other.body["answer"]
