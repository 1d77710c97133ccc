"""Messages put, revised and withdrawn: what a row then says."""

from datetime import UTC, datetime, timedelta

from bot.state import outbox
from bot.state.database import Database
from bot.state.outbox import Draft
from commands.kit.message import msg
from commands.kit.reply import Reply, Text
from commands.kit.values import Number

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def reply(text: str) -> Reply:
    return Reply(blocks=(Text(message=msg("{text}", text=msg(text))),))


def draft(key: str = "re:1", text: str = "Working on it …", **more: object) -> Draft:
    values: dict[str, object] = {"platform": "slack", "channel": "C1", "locale": "en"} | more
    return Draft(key=key, reply=reply(text), **values)  # type: ignore[arg-type]


def test_a_message_waits_when_it_is_put(state: Database) -> None:
    with state.writing() as tx:
        outbox.put(tx, draft(), NOON)
    with state.reading() as tx:
        held = outbox.get(tx, "re:1")
        counted = outbox.backlog(tx)
    assert held is not None
    assert (held.reply, held.revision, held.sent_revision) == (reply("Working on it …"), 1, 0)
    assert (counted.waiting, counted.oldest, counted.dead) == ({"slack": 1}, NOON, 0)


def test_it_is_the_next_revision_when_it_is_put_again(state: Database) -> None:
    with state.writing() as tx:
        outbox.put(tx, draft(), NOON, not_before=NOON + timedelta(seconds=1.2))
        outbox.put(tx, draft(text="42", reader="U1"), NOON)
    with state.reading() as tx:
        held = outbox.get(tx, "re:1")
    assert held is not None
    assert (held.reply, held.reader, held.revision) == (reply("42"), "U1", 2)


def test_nothing_changes_when_the_same_is_put_again(state: Database) -> None:
    for _ in range(2):
        with state.writing() as tx:
            outbox.put(tx, draft(), NOON)
    with state.reading() as tx:
        held = outbox.get(tx, "re:1")
    assert held is not None
    assert held.revision == 1


def test_nothing_is_kept_when_the_callers_transaction_fails(state: Database) -> None:
    class Oops(Exception):
        pass

    try:
        with state.writing() as tx:
            outbox.put(tx, draft(), NOON)
            raise Oops
    except Oops:
        pass
    with state.reading() as tx:
        assert outbox.get(tx, "re:1") is None


def test_a_reply_comes_back_as_it_was_when_it_holds_odd_values(state: Database) -> None:
    odd = Reply(blocks=(Text(message=msg("\x00 \ud83d 你好 {n}", n=Number(number=float("inf")))),))
    with state.writing() as tx:
        outbox.put(tx, Draft("k", "slack", "C1", "zh-CN", odd), NOON)
    with state.reading() as tx:
        held = outbox.get(tx, "k")
    assert held is not None
    assert held.reply == odd


def test_it_is_to_be_taken_away_when_it_is_withdrawn(state: Database) -> None:
    with state.writing() as tx:
        outbox.put(tx, draft(), NOON)
        assert outbox.withdraw(tx, "re:1", NOON)
        assert not outbox.withdraw(tx, "re:1", NOON)
        assert not outbox.withdraw(tx, "unknown", NOON)
        held = outbox.get(tx, "re:1")
    assert held is not None
    assert (held.reply, held.revision) == (None, 2)
