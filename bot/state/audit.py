"""The audit log: entries that are only ever added, each carrying the hash of the one before.

The chain shows that an entry was changed, taken out, put in or moved (bot/state/audit_chain.py).
On PostgreSQL the replicas write one chain and take turns at it; SQLite has one writer anyway.
"""

import hashlib
import json
from collections.abc import Generator
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Connection, insert, select, text

from bot.state.schema import audit

Kind = Literal["asked", "changed", "approved", "exported", "delivered-dead", "started", "stopped"]

BEGINNING = "0" * 64
"""What the first entry has for the hash of the one before."""

BATCH = 1000
_LOCK = 0x71DE_A0D1


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `body`: plain JSON, personal data already masked.

    `at` must carry a time zone. Ids longer than their columns are cut.
    """

    at: datetime
    kind: Kind
    platform: str = ""
    channel: str = ""
    person: str = ""
    body: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Link:
    """An entry at its place in the chain. `body` is the text that was hashed."""

    seq: int
    at: datetime
    kind: str
    platform: str
    channel: str
    person: str
    body: str
    previous: str
    hash: str

    def hashed(self) -> str:
        """The hash its content has: SHA-256 over the JSON list of all fields before `hash`."""
        content = [
            self.seq,
            self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            self.kind,
            self.platform,
            self.channel,
            self.person,
            self.body,
            self.previous,
        ]
        return hashlib.sha256(canonical(content).encode()).hexdigest()


def append(tx: Connection, entry: Entry) -> int:
    """Add an entry in the caller's transaction; the number it has in the chain.

    Others who append wait until this transaction ends: make it the last thing in it.
    """
    if tx.dialect.name == "postgresql":
        tx.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    last = tx.execute(select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1))
    seq, previous = last.one_or_none() or (0, BEGINNING)
    link = Link(
        seq + 1,
        entry.at.astimezone(UTC),
        entry.kind,
        _fitting(entry.platform, 16),
        _fitting(entry.channel, 64),
        _fitting(entry.person, 64),
        canonical(entry.body),
        previous,
        hash="",
    )
    tx.execute(insert(audit).values(asdict(replace(link, hash=link.hashed()))))
    return seq + 1


def entries(
    tx: Connection,
    *,
    person: str | None = None,
    since: datetime | None = None,
) -> Generator[Link, None, None]:
    """The entries in order, read as they are used: of one person, from an instant on, or all."""
    wanted = select(audit).order_by(audit.c.seq)
    if person is not None:
        wanted = wanted.where(audit.c.person == person)
    if since is not None:
        wanted = wanted.where(audit.c.at >= since)
    with tx.execute(wanted, execution_options={"yield_per": BATCH}) as rows:
        for row in rows:
            yield Link(**row._mapping)


def canonical(content: object) -> str:
    """The one JSON text a thing has: keys in order, no spaces, ASCII only."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"))


def _fitting(word: str, size: int) -> str:
    # A platform's ids are short and plain; whatever else comes must not lose the entry.
    return word.replace("\0", "")[:size]
