"""What delivery writes down about a message it has leased: what it begins, and how that went.

Everything is written only while the lease is held: a process that lost it changes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.sql.elements import ColumnElement

from bot.state import threads
from bot.state.destinations import BESIDE, Destination
from bot.state.leasing import NOBODY
from bot.state.outbox import Draft, Message, Transaction, put, withdraw
from bot.state.schema import outbox
from bot.state.threads import Hanging
from commands.kit.reply import Reply

LONGEST_ERROR = 1000
TRYING = (
    "trying_since",
    "trying_revision",
    "repeats",
    "sent_channel",
    "sent_thread",
    "sent_reader",
)
SUCCESS: dict[str, Any] = {
    "attempts": 0,
    "last_error": None,
    "trying_since": None,
    "trying_revision": None,
    "repeats": 0,
}


@dataclass(frozen=True)
class Stands:
    """How a message stands on its platform; `pause`: for how long it is not edited again."""

    revision: int
    channel: str
    place: str
    thread: str | None
    pause: timedelta = timedelta(0)


def begin(tx: Transaction, message: Message, to: Destination, now: datetime) -> bool:
    """Note that a post begins. False: it was revised meanwhile, look again before sending."""
    repeats = message.repeats + (1 if message.trying_since else 0)
    trying = {
        "trying_since": message.trying_since or now,
        "trying_revision": message.revision,
        "repeats": repeats,
        "sent_channel": to.channel,
        "sent_thread": to.thread,
        "sent_reader": message.reader,
    }
    return _change(tx, message, trying, outbox.c.revision == message.revision)


def undo_begin(tx: Transaction, message: Message) -> None:
    """The platform said no: nothing was posted, it is as it was before."""
    _change(tx, message, {name: getattr(message, name) for name in TRYING})


def begin_leaving(tx: Transaction, message: Message, now: datetime) -> None:
    """Note that a deletion begins: from now on it may be gone."""
    _change(tx, message, {"trying_since": message.trying_since or now})


def note(tx: Transaction, message: Message, notes: Mapping[str, str]) -> bool:
    """Keep what an attempt noted for later ones. False: the lease was lost."""
    return _change(tx, message, {"notes": dict(notes)})


def record(
    tx: Transaction,
    message: Message,
    stands: Stands,
    now: datetime,
    parts: Sequence[Reply] = (),
) -> bool:
    """Note where a message now stands, and put the other `parts` of its reply beside it.

    False: the lease was lost, nothing is noted.
    """
    values: dict[str, Any] = {
        "sent_revision": stands.revision,
        "sent_channel": stands.channel,
        "place": stands.place,
        "parts": len(parts) or message.parts,
        "sent_at": now,
        "next_try_at": now + stands.pause,
    }
    if not _settle(tx, message, values):
        return False
    _open_thread(tx, message, stands)
    if parts:
        _put_continuations(tx, message, parts, now)
    return True


def record_gone(tx: Transaction, message: Message, now: datetime) -> bool:
    """Note that it stands nowhere any more; unless it was withdrawn it is posted anew."""
    values: dict[str, Any] = {
        "sent_channel": None,
        "sent_thread": None,
        "sent_reader": None,
        "place": None,
        "parts": 1,
        "sent_at": now,
        "next_try_at": now,
    }
    if message.reply is None:
        values["sent_revision"] = message.revision
    if not _settle(tx, message, values):
        return False
    if message.place and message.sent_channel:
        threads.forget(tx, message.platform, Hanging(message.sent_channel, message.place))
    for number in range(2, message.parts + 1):
        withdraw(tx, continuation(message.key, number), now)
    return True


def postpone(tx: Transaction, message: Message, until: datetime, error: str | None = None) -> None:
    """Try again later. `error`: the attempt failed by this, and counts as one."""
    values: dict[str, Any] = {**NOBODY, "next_try_at": until}
    if error is not None:
        values |= {"attempts": message.attempts + 1, "last_error": _printable(error)}
    _change(tx, message, values)


def bury(tx: Transaction, message: Message, error: str, now: datetime) -> bool:
    """Give a message up. False: it was revised meanwhile, and that may be possible."""
    values = {**NOBODY, "dead_at": now, "last_error": _printable(error)}
    values |= {"attempts": message.attempts + 1}
    return _change(tx, message, values, outbox.c.revision == message.revision)


def forget_old(tx: Transaction, before: datetime, most: int) -> int:
    """Delete messages last sent before then, at most so many; how many those were."""
    old = (
        select(outbox.c.id)
        .where(outbox.c.created_at < before, outbox.c.sent_at < before)
        .where(outbox.c.dead_at.is_(None), outbox.c.sent_revision >= outbox.c.revision)
        .order_by(outbox.c.created_at)
        .limit(most)
    )
    return tx.execute(delete(outbox).where(outbox.c.id.in_(old))).rowcount


def continuation(key: str, number: int) -> str:
    """The key of the `number`th message of a reply that takes several."""
    return f"{key}/{number}"


def _put_continuations(
    tx: Transaction, message: Message, parts: Sequence[Reply], now: datetime
) -> None:
    for number, part in enumerate(parts[1:], 2):
        draft = Draft(
            key=continuation(message.key, number),
            platform=message.platform,
            channel=message.channel,
            locale=message.locale,
            reply=part,
            thread=message.thread or f"{BESIDE}{message.key}",
            reader=message.reader,
            hints=message.hints,
        )
        put(tx, draft, now)
    for number in range(max(len(parts), 1) + 1, message.parts + 1):
        withdraw(tx, continuation(message.key, number), now)


def _open_thread(tx: Transaction, message: Message, stands: Stands) -> None:
    """A message in the channel itself under a neutral key is what that thread hangs from."""
    key = message.thread
    opens = key and threads.is_neutral(key) and not key.startswith(BESIDE)
    if key and opens and stands.place and not stands.thread:
        threads.remember(tx, message.platform, key, Hanging(stands.channel, stands.place))


def _settle(tx: Transaction, message: Message, values: Mapping[str, Any]) -> bool:
    """Note a success: what earlier failures left behind is cleared."""
    return _change(tx, message, {**NOBODY, **SUCCESS, **values})


def _change(
    tx: Transaction,
    message: Message,
    values: Mapping[str, Any],
    *where: ColumnElement[bool],
) -> bool:
    mine = (outbox.c.id == message.id, outbox.c.lease_owner == message.lease_owner)
    return tx.execute(update(outbox).where(*mine, *where).values(**values)).rowcount == 1


def _printable(error: str) -> str:
    return error.replace("\x00", "")[:LONGEST_ERROR]
