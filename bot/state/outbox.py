"""Our messages as they shall stand on their platforms, put in the caller's own transaction.

A row is a message, not a sending: a new text under the same key is the next revision of the
same message, which the delivery posts or edits, whichever is still to be done.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, RowMapping, case, func, select, update

from bot.state.inserting import insert_all_new
from bot.state.schema import outbox
from commands.kit.reply import Reply

Transaction = Connection
"""What the functions of the state work in; named here for those who only hand it on."""

WAITING = (outbox.c.sent_revision < outbox.c.revision) & outbox.c.dead_at.is_(None)
"""The rows whose message is not yet as it shall stand; worded like the index over them."""

FORGIVEN = {"dead_at": None, "attempts": 0, "repeats": 0}
"""What a message that was given up loses when it is tried again."""

MOST_SHOWN = 100


@dataclass(frozen=True)
class Draft:
    """A message as it shall stand, under a `key` that is its own for ever.

    `thread`: a neutral key (`incident:42`; the first message that names it opens the thread),
    `msg:` and the key of another message of ours, or the platform's own id of a thread.
    `reader`: the platform's id of the only person who may see it.
    `hints`: what the adapter gave with the question.
    """

    key: str
    platform: str
    channel: str
    locale: str
    reply: Reply
    thread: str | None = None
    reader: str | None = None
    hints: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Message:
    """A row: the message as it shall stand, and what is known of how it stands.

    `reply` is None once it is to be taken away. `place` is None before it is posted and empty
    where the platform gave no id; the other `sent_…` say where and for whom it was posted.
    """

    id: int
    key: str
    platform: str
    channel: str
    thread: str | None
    reader: str | None
    locale: str
    reply: Reply | None
    hints: Mapping[str, str]
    notes: Mapping[str, str]
    revision: int
    sent_revision: int
    parts: int
    sent_channel: str | None
    sent_thread: str | None
    sent_reader: str | None
    place: str | None
    created_at: datetime
    attempts: int
    trying_since: datetime | None
    trying_revision: int | None
    repeats: int
    lease_owner: str | None
    dead_at: datetime | None
    last_error: str | None


FIELDS = [outbox.c[name] for name in Message.__dataclass_fields__]


@dataclass(frozen=True)
class Backlog:
    """How many messages wait, by platform; when the oldest that was never posted was put; how
    many were given up."""

    waiting: Mapping[str, int]
    oldest: datetime | None
    dead: int


def put(
    tx: Transaction, draft: Draft, now: datetime, *, not_before: datetime | None = None
) -> None:
    """A new message, or the next revision of the one under the same key; the latest wins.

    The same again changes nothing, unless delivery had given the message up: then it is tried
    anew. `not_before`: when to post it at the earliest. Until then it keeps later messages of
    its channel waiting too, so it is a second or two away.
    """
    put_all(tx, [draft], now, not_before=not_before)


def put_all(
    tx: Transaction, drafts: Sequence[Draft], now: datetime, *, not_before: datetime | None = None
) -> None:
    """As `put`, for several messages; of two under one key the later wins."""
    due = not_before or now
    wanted = {draft.key: _wanted(draft) for draft in drafts}
    dates = {"notes": {}, "created_at": now, "next_try_at": due}
    new = insert_all_new(tx, outbox, [row | dates for row in wanted.values()])
    for key in sorted(wanted.keys() - new):
        _put_again(tx, wanted[key], due)


def _put_again(tx: Transaction, wanted: Mapping[str, Any], due: datetime) -> None:
    held = _locked(tx, wanted["key"])
    if held is None:
        raise LookupError(f"the message {wanted['key']!r} was deleted while it was revised")
    if held["dead_at"] is not None or any(held[name] != wanted[name] for name in wanted):
        _revise(tx, held, wanted, due)


def withdraw(tx: Transaction, key: str, now: datetime) -> bool:
    """Take a message off its platform, or never post it. False: there is none to take off."""
    held = _locked(tx, key)
    if held is None or held["reply"] is None:
        return False
    _revise(tx, held, {"reply": None}, now)
    return True


def get(tx: Transaction, key: str) -> Message | None:
    """The message under a key."""
    row = tx.execute(select(*FIELDS).where(outbox.c.key == key)).one_or_none()
    return None if row is None else read(row)


def find_by_place(tx: Transaction, platform: str, channel: str, place: str) -> str | None:
    """The key of the message of ours that stands there; None where none does."""
    return tx.execute(
        select(outbox.c.key).where(
            outbox.c.platform == platform,
            outbox.c.sent_channel == channel,
            outbox.c.place == place,
        )
    ).scalar()


def backlog(tx: Transaction) -> Backlog:
    """What is still to be delivered and what was given up."""
    rows = tx.execute(
        select(
            outbox.c.platform,
            func.count(),
            func.min(case((outbox.c.place.is_(None), outbox.c.created_at))),
        )
        .where(WAITING)
        .group_by(outbox.c.platform)
    ).all()
    dead_count = select(func.count()).where(outbox.c.dead_at.is_not(None))
    return Backlog(
        waiting={platform: count for platform, count, _ in rows},
        oldest=min((put_at for _, _, put_at in rows if put_at), default=None),
        dead=tx.execute(dead_count).scalar_one(),
    )


def dead(tx: Transaction, most: int = MOST_SHOWN) -> Sequence[Message]:
    """Messages delivery gave up, the latest first, with their `last_error`."""
    wanted = select(*FIELDS).where(outbox.c.dead_at.is_not(None))
    return [read(row) for row in tx.execute(wanted.order_by(outbox.c.dead_at.desc()).limit(most))]


def retry_dead(tx: Transaction, now: datetime, key: str | None = None) -> int:
    """Try one message that was given up again, or all of them; how many those are."""
    again = update(outbox).where(outbox.c.dead_at.is_not(None))
    if key is not None:
        again = again.where(outbox.c.key == key)
    return tx.execute(again.values(**FORGIVEN, next_try_at=now)).rowcount


def read(row: Row[Any]) -> Message:
    """A row of `FIELDS` as a message."""
    held = row._asdict()
    held["reply"] = held["reply"] and Reply.model_validate(json.loads(held["reply"]))
    return Message(**held)


def _wanted(draft: Draft) -> dict[str, Any]:
    return {
        "key": draft.key,
        "platform": draft.platform,
        "channel": draft.channel,
        "locale": draft.locale,
        # Text, not JSON: PostgreSQL's JSON knows no NaN, which a reply may hold.
        "reply": json.dumps(draft.reply.model_dump(mode="json")),
        "thread": draft.thread,
        "reader": draft.reader,
        "hints": dict(draft.hints),
    }


def _locked(tx: Transaction, key: str) -> RowMapping | None:
    statement = select(outbox).where(outbox.c.key == key).with_for_update()
    return tx.execute(statement).mappings().one_or_none()


def _revise(tx: Transaction, held: RowMapping, values: Mapping[str, Any], due: datetime) -> None:
    """Make it the next revision, keeping the rest it has (back-off, the pause between edits)."""
    begun = held["dead_at"] is None and (held["attempts"] or held["place"])
    tx.execute(
        update(outbox)
        .where(outbox.c.id == held["id"])
        .values(
            **values,
            revision=held["revision"] + 1,
            next_try_at=max(due, held["next_try_at"]) if begun else due,
            **({} if held["dead_at"] is None else FORGIVEN),
        )
    )
