"""Which times of a report are settled. Rows stay for good: forgetting one would be asking twice."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import Connection, select, update

from bot.state.inserting import insert_new
from bot.state.schema import slots

ASKED, LATE, SKIPPED = "asked", "late", "skipped"


def settled(tx: Connection, reports: Iterable[int], since: date) -> dict[int, set[str]]:
    """The names of the settled slots of the local day `since` or later, by the report's number."""
    names: dict[int, set[str]] = {number: set() for number in reports}
    # By name, not by instant: that is what the primary key is in order of.
    recent = slots.c.subscription.in_(names) & (slots.c.slot >= since.isoformat())
    for report, slot in tx.execute(select(slots.c.subscription, slots.c.slot).where(recent)):
        names[report].add(slot)
    return names


def settle(
    tx: Connection, report: int, slot: str, due_at: datetime, outcome: str, now: datetime
) -> bool:
    """Settle a slot as `asked`, `late` or `skipped`; False where it was settled before."""
    row = {
        "subscription": report,
        "slot": slot,
        "due_at": due_at,
        "outcome": outcome,
        "settled_at": now,
    }
    return insert_new(tx, slots, row)


def take_untold(tx: Connection, report: int) -> list[datetime]:
    """When the skipped slots that no post has spoken of were due, in order; told from now on."""
    untold = (
        (slots.c.subscription == report) & (slots.c.outcome == SKIPPED) & slots.c.told.is_(False)
    )
    return sorted(
        tx.scalars(update(slots).where(untold).values(told=True).returning(slots.c.due_at))
    )
