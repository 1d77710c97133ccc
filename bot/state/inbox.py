"""Questions taken in and not yet answered, each worked on by whoever holds its lease.

The functions work in the caller's transaction, so that a question is kept, or is done, together
with what belongs to it.
"""

import logging
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Update, func, or_, select, true, update

from bot.platforms.base import Inbound
from bot.state.inserting import insert_all_new
from bot.state.schema import inbox

KEPT = timedelta(days=7)
"""How long an answered question is remembered, so that its event is known when it comes again."""

FARTHEST = timedelta(minutes=15)
"""No question is held or rests longer: what seems to is from before the clock was set back."""

ROWS_AT_ONCE = 1000
_PLATFORM = inbox.c.inbound["platform"].as_string()

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Claimed:
    """A question in the hands of `owner`. `attempts`: how often it was taken up, this time too."""

    id: int
    owner: str
    inbound: Inbound
    attempts: int
    received_at: datetime


def accept(tx: Connection, inbound: Inbound, now: datetime) -> bool:
    """Keep a question; False where its key was seen before."""
    return bool(accept_all(tx, [inbound], now))


def accept_all(tx: Connection, asked: Sequence[Inbound], now: datetime) -> set[str]:
    """Keep questions; the keys of those that were not seen before."""
    rows = [
        {"key": one.key, "inbound": one.model_dump(mode="json"), "received_at": now}
        for one in asked
    ]
    return insert_all_new(tx, inbox, rows)


def claim(
    tx: Connection,
    owner: str,
    now: datetime,
    lease: timedelta,
    platforms: Collection[str] | None = None,
    held: Collection[int] = (),
) -> Claimed | None:
    """The oldest question that nobody holds, held by `owner` for as long as `lease`; None if none.

    Two owners never get the same one, also when they ask at the same time. `platforms`: only of
    these. `held`: not these, which the owner is answering, whatever the clock says of their
    leases. None also where it cannot be read (a later version wrote it): it is left alone for a
    lease, so that others are taken up, and whoever can read it may take it.
    """
    free = (
        select(inbox.c.id)
        .where(inbox.c.done_at.is_(None))
        .where(_is_free(now), inbox.c.id.not_in(list(held)))
        .where(true() if platforms is None else _PLATFORM.in_(platforms))
        .order_by(inbox.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    taken = (
        update(inbox)
        .where(inbox.c.id == free.scalar_subquery())
        .values(lease_owner=owner, leased_until=now + lease, attempts=inbox.c.attempts + 1)
        .returning(inbox.c.id, inbox.c.inbound, inbox.c.attempts, inbox.c.received_at)
    )
    row = tx.execute(taken).one_or_none()
    if row is None:
        return None
    try:
        asked = Inbound.model_validate(row.inbound)
    except ValueError:  # says what was asked, which the log need not know
        logger.error("question %d cannot be read; did a later version write it?", row.id)
        return None
    return Claimed(row.id, owner, asked, row.attempts, row.received_at)


def find(tx: Connection, key: str) -> Inbound | None:
    """The question of that key, answered or not; None where it is unknown or forgotten."""
    found = tx.execute(select(inbox.c.inbound).where(inbox.c.key == key)).scalar()
    return None if found is None else Inbound.model_validate(found)


def is_reworded(tx: Connection, inbound: Inbound) -> bool:
    """Whether the asker has put the question into other words since."""
    later = select(inbox.c.id).where(
        inbox.c.key > inbound.key, inbox.c.key.startswith(f"{inbound.first_key}:", autoescape=True)
    )
    return tx.execute(later.limit(1)).first() is not None


def extend(tx: Connection, owner: str, ids: Iterable[int], until: datetime) -> None:
    """Hold those of the questions that `owner` still holds until `until`."""
    held = inbox.c.id.in_(list(ids)) & (inbox.c.lease_owner == owner)
    tx.execute(update(inbox).where(held, inbox.c.done_at.is_(None)).values(leased_until=until))


def finish(tx: Connection, claimed: Claimed, now: datetime) -> bool:
    """Mark the question as answered; False where somebody else has taken it over meanwhile."""
    changes = {"done_at": now, "lease_owner": None, "leased_until": None}
    return tx.execute(_held(claimed).values(changes)).rowcount == 1


def put_back(tx: Connection, claimed: Claimed, until: datetime, *, counted: bool = True) -> None:
    """Let go of a question; nobody takes it up before `until`.

    `counted`: False where it is not to blame for not being answered.
    """
    attempts = claimed.attempts if counted else claimed.attempts - 1
    changes = {"lease_owner": None, "leased_until": until, "attempts": attempts}
    tx.execute(_held(claimed).values(changes))


def release(tx: Connection, owner: str | None = None) -> None:
    """Let go of what `owner` holds as if it had never been taken up; None: end everybody's leases.

    None is for the start of a process that has the state to itself: who held them is dead. What
    they took up stays counted, as it may be what killed them.
    """
    held = update(inbox).where(inbox.c.done_at.is_(None), inbox.c.leased_until.is_not(None))
    if owner is None:
        tx.execute(held.values(lease_owner=None, leased_until=None))
        return
    changes = {"lease_owner": None, "leased_until": None, "attempts": inbox.c.attempts - 1}
    tx.execute(held.where(inbox.c.lease_owner == owner).values(changes))


def waiting(tx: Connection) -> int:
    """How many questions are still to be answered."""
    count = select(func.count()).select_from(inbox).where(inbox.c.done_at.is_(None))
    return tx.execute(count).scalar_one()


def oldest(tx: Connection) -> datetime | None:
    """When the question came that waits longest; None where none waits."""
    waits = inbox.c.done_at.is_(None)
    first = select(inbox.c.received_at).where(waits).order_by(inbox.c.id).limit(1)
    return tx.execute(first).scalar()


def forget(tx: Connection, now: datetime) -> int:
    """Drop questions answered longer ago than `KEPT`, at most a thousand; how many it were."""
    old = select(inbox.c.id).where(inbox.c.done_at < now - KEPT).limit(ROWS_AT_ONCE)
    return tx.execute(inbox.delete().where(inbox.c.id.in_(old))).rowcount


def _is_free(now: datetime) -> ColumnElement[bool]:
    until = inbox.c.leased_until
    return or_(until.is_(None), until <= now, until > now + FARTHEST)


def _held(claimed: Claimed) -> Update:
    return update(inbox).where(
        inbox.c.id == claimed.id,
        inbox.c.lease_owner == claimed.owner,
        inbox.c.done_at.is_(None),
    )
