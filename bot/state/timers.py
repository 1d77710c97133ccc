"""Questions asked once, at a moment: reminders and deadlines."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select, update

from bot.platforms.base import Inbound
from bot.state import inbox
from bot.state.inserting import insert_new
from bot.state.schema import timers

_AT_ONCE = 100


def set_timer(tx: Connection, due_at: datetime, inbound: Inbound, now: datetime) -> bool:
    """Have a question asked at `due_at`, or as soon as the bot runs after that.

    Its key names the timer. One that waits is moved to this time and question; one that has rung
    stays rung, and False comes back.
    """
    changes = {"due_at": due_at, "inbound": inbound.model_dump(mode="json"), "set_at": now}
    if insert_new(tx, timers, {"key": inbound.key, **changes}):
        return True
    return tx.execute(update(timers).where(_waiting(inbound.key)).values(changes)).rowcount == 1


def cancel_timer(tx: Connection, key: str) -> bool:
    """Take a timer away; False where none of that key waits."""
    return tx.execute(timers.delete().where(_waiting(key))).rowcount == 1


def are_due(tx: Connection, now: datetime) -> bool:
    """Whether any timer waits to ring."""
    due = select(timers.c.key).where(timers.c.rang_at.is_(None), timers.c.due_at <= now).limit(1)
    return tx.scalar(due) is not None


def ring(tx: Connection, now: datetime) -> int:
    """Put the questions that are due into the inbox, the oldest hundred; how many it were.

    Another replica that rings at the same time takes others.
    """
    due = (
        select(timers.c.key, timers.c.inbound)
        .where(timers.c.rang_at.is_(None), timers.c.due_at <= now)
        .order_by(timers.c.due_at, timers.c.key)
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    rows = tx.execute(due).all()
    for row in rows:
        tx.execute(update(timers).where(timers.c.key == row.key).values(rang_at=now))
        inbox.accept(tx, Inbound.model_validate(row.inbound), now)
    return len(rows)


def _waiting(key: str) -> ColumnElement[bool]:
    return (timers.c.key == key) & timers.c.rang_at.is_(None)
