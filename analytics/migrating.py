"""Bring a store's own schema up to date: an older file is upgraded, a newer one refused.

Migrations are the numbered files in `analytics/migrations/`; each runs once, in order, with
the version bump in the same transaction.
"""

from collections.abc import Mapping
from importlib.resources import files
from typing import Any, Protocol

from analytics.errors import StoreError
from analytics.statement import Rows, Statement


class _Engine(Protocol):
    def execute(self, sql: str, parameters: Mapping[str, Any] | None = None) -> None: ...
    def fetch(self, statement: Statement) -> Rows: ...


def migrations() -> list[tuple[int, str]]:
    """Every migration as (version, SQL), oldest first."""
    folder = files("analytics") / "migrations"
    found = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
    return [(int(name[:4]), (folder / name).read_text("utf-8")) for name in found]


def stored_version(engine: _Engine) -> int:
    """The schema version the store says it has; 0 for a new one."""
    engine.execute("CREATE SCHEMA IF NOT EXISTS tidebell")
    engine.execute("CREATE TABLE IF NOT EXISTS tidebell.schema_version (version INTEGER)")
    return int(
        engine.fetch(
            Statement("SELECT coalesce(max(version), 0) FROM tidebell.schema_version")
        ).scalar()
    )


def migrate(engine: _Engine) -> None:
    """Run what is missing; StoreError when the store is newer than this program."""
    known = migrations()
    stored, newest = stored_version(engine), known[-1][0]
    if stored > newest:
        raise StoreError(
            f"the store has schema {stored}, this Tidebell knows up to {newest}: "
            "it was written by a newer version; upgrade Tidebell to open it"
        )
    for version, sql in known:
        if version > stored:
            engine.execute("BEGIN")
            engine.execute(sql)
            engine.execute(
                "INSERT INTO tidebell.schema_version VALUES ($version)", {"version": version}
            )
            engine.execute("COMMIT")
