"""Who sends which message of the outbox: one process at a time, the first of a channel first."""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, text, union_all, update

from bot.state.outbox import FIELDS, WAITING, Message, Transaction, read
from bot.state.schema import TO_CHANGE, TO_POST, outbox

logger = logging.getLogger(__name__)

MOST_LOOKED_AT = 1000
UNPOSTED = func.coalesce(outbox.c.place, "") == ""
FARTHEST = timedelta(minutes=15)
FARTHEST_UNTRIED = timedelta(seconds=10)
"""No message waits longer than these, one that was never tried not even long: what seems to was
put before the clock was set back, and is due."""

ASKED = (
    outbox.c.id,
    outbox.c.platform,
    outbox.c.channel,
    UNPOSTED.label("is_post"),
    outbox.c.next_try_at,
    outbox.c.leased_until,
    ((outbox.c.attempts > 0) | outbox.c.trying_since.is_not(None)).label("was_tried"),
)
NOBODY: dict[str, Any] = {"lease_owner": None, "leased_until": None}


@dataclass(frozen=True)
class Candidate:
    """A message to be sent, as it was when looked at; `is_post`: it is not posted yet."""

    id: int
    platform: str
    channel: str
    is_post: bool
    next_try_at: datetime
    leased_until: datetime | None
    was_tried: bool

    def ready_at(self, now: datetime) -> datetime:
        """When it may be claimed."""
        farthest = FARTHEST if self.was_tried else FARTHEST_UNTRIED
        due = now if self.next_try_at > now + farthest else self.next_try_at
        held = self.leased_until
        return due if held is None or held > now + FARTHEST else max(due, held)


@dataclass(frozen=True)
class Lease:
    """Who may send a message until when."""

    owner: str
    until: datetime


def candidates(tx: Transaction, platforms: Collection[str]) -> list[Candidate]:
    """Of each channel the first message still to be posted, and all edits; soonest first."""
    ours = outbox.c.platform.in_(platforms)
    heads = (
        select(func.min(outbox.c.id))
        .where(text(TO_POST), ours)
        .group_by(outbox.c.platform, outbox.c.channel)
    )
    posts = select(*ASKED).where(outbox.c.id.in_(heads))
    edits = select(*ASKED).where(text(TO_CHANGE), ours)
    soonest = union_all(posts, edits).order_by("next_try_at", "id").limit(MOST_LOOKED_AT)
    return [Candidate(**row._mapping) for row in tx.execute(soonest)]


def claim(tx: Transaction, one: Candidate, lease: Lease) -> Message | None:
    """Lease it; None when it is not any more as it was looked at: another was quicker.

    None too for one that cannot be read (a later version wrote it): it rests until the lease
    ends, so that it stops its own channel only, and a process that can read it may take it.
    """
    row = tx.execute(
        update(outbox)
        .where(outbox.c.id == one.id, WAITING)
        .where(outbox.c.next_try_at == one.next_try_at)
        .where(outbox.c.leased_until.is_not_distinct_from(one.leased_until))
        .values(lease_owner=lease.owner, leased_until=lease.until)
        .returning(*FIELDS)
    ).one_or_none()
    try:
        return None if row is None else read(row)
    except ValueError:  # says what the message says, which the log need not know
        logger.error("message %d cannot be read; did a later version write it?", one.id)
        return None


def renew(tx: Transaction, numbers: Collection[int], lease: Lease) -> None:
    """Keep the messages that are being sent right now."""
    held = outbox.c.id.in_(numbers) & (outbox.c.lease_owner == lease.owner)
    tx.execute(update(outbox).where(held).values(leased_until=lease.until))


def release_all(tx: Transaction, now: datetime) -> None:
    """Nobody else is at work: the leases and the rests of a run that ended hold no longer."""
    left = outbox.c.lease_owner.is_not(None) | (outbox.c.next_try_at > now)
    tx.execute(update(outbox).where(WAITING, left).values(**NOBODY, next_try_at=now))
