"""Proposed budget shifts as they are kept, and what happened to each.

Whoever changes any of them takes turns with all others who do: what a change does to competing
proposals is then seen by the next one.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, insert, select, text, update

from bot.state.schema import plan_steps, plans
from commands.kit.plans import Due, StageName, Status, Step
from commands.kit.shift import ShiftProposal

_LOCK = 0x71DE_91A4


@dataclass(frozen=True)
class Kept:
    """A row: a proposal in its latest revision, without its reviews.

    `platform`, `channel` and `locale`: where it was proposed and in which language.
    """

    id: int
    revision: int
    token: str
    proposal: ShiftProposal
    stages: tuple[StageName, ...]
    person: str
    name: str
    platform: str
    channel: str
    locale: str
    made_at: datetime
    status: Status
    since: datetime
    told: Due | None
    applied_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True)
class Noted:
    """A step as it is kept: `token` is that of the button that was pressed for it."""

    step: Step
    token: str | None


def take_turns(tx: Connection) -> None:
    """Wait until nobody else changes proposals, and keep others waiting until the transaction ends.

    On SQLite the writing transaction does that already. Call it first in a transaction.
    """
    if tx.dialect.name == "postgresql":
        tx.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def add(tx: Connection, **columns: Any) -> int:
    """Keep a new proposal; its number."""
    row = insert(plans).values(_stored(columns)).returning(plans.c.id)
    return int(tx.execute(row).scalar_one())


def change(tx: Connection, number: int, **columns: Any) -> None:
    """Change what is kept of a proposal."""
    tx.execute(update(plans).where(plans.c.id == number).values(_stored(columns)))


def find(tx: Connection, number: int) -> Kept | None:
    """The proposal of that number; on PostgreSQL read after `take_turns` it is the latest."""
    row = tx.execute(select(plans).where(plans.c.id == number)).one_or_none()
    return None if row is None else _read(row)


def open_ones(tx: Connection) -> list[Kept]:
    """The proposals that wait for a review, the one that has waited longest first."""
    waiting = _where(plans.c.status == "open")
    return sorted((_read(row) for row in tx.execute(waiting)), key=lambda kept: kept.since)


def applied(tx: Connection) -> list[Kept]:
    """The plans that are in force or were, the newest first."""
    found = _where(plans.c.applied_at.is_not(None)).order_by(
        plans.c.applied_at.desc(), plans.c.id.desc()
    )
    return [_read(row) for row in tx.execute(found)]


def note(tx: Connection, number: int, step: Step, token: str | None = None) -> None:
    """Add to what happened to a proposal."""
    tx.execute(insert(plan_steps).values(plan=number, token=token, **asdict(step)))


def story(tx: Connection, number: int) -> list[Noted]:
    """Everything that happened to a proposal, in order."""
    return stories(tx, [number])[number]


def stories(tx: Connection, numbers: Sequence[int]) -> dict[int, list[Noted]]:
    """What happened to each of several proposals."""
    found: dict[int, list[Noted]] = {number: [] for number in numbers}
    wanted = select(plan_steps).where(plan_steps.c.plan.in_(numbers)).order_by(plan_steps.c.id)
    for row in tx.execute(wanted).mappings():
        step = Step(**{name: row[name] for name in Step.__dataclass_fields__})
        found[row["plan"]].append(Noted(step, row["token"]))
    return found


def _where(condition: ColumnElement[bool]) -> Any:
    return select(plans).where(condition)


def _stored(columns: dict[str, Any]) -> dict[str, Any]:
    held = dict(columns)
    if "proposal" in held:
        held["proposal"] = held["proposal"].model_dump_json()
    if "stages" in held:
        held["stages"] = ",".join(held["stages"])
    return held


def _read(row: Row[Any]) -> Kept:
    held = row._asdict()
    held["proposal"] = ShiftProposal.model_validate_json(held["proposal"])
    held["stages"] = tuple(held["stages"].split(","))
    return Kept(**held)
