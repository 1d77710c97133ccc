"""Inserting what may be there already, on either database."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table

if TYPE_CHECKING:
    from sqlalchemy.dialects.postgresql import Insert


def insert_into(tx: Connection, table: Table) -> "Insert":
    """The INSERT of the database in use, which can say what to do where a key is taken."""
    # Imported where it is used: a bot on SQLite starts without PostgreSQL's dialect.
    if tx.dialect.name == "sqlite":
        from sqlalchemy.dialects.sqlite import insert as of_sqlite

        # SQLAlchemy declares the two apart, but they are used alike.
        return of_sqlite(table)  # type: ignore[return-value]
    from sqlalchemy.dialects.postgresql import insert

    return insert(table)


def insert_new(tx: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert `row`; False, and nothing changed, where its key is taken.

    On PostgreSQL it waits for another transaction that is inserting the same key.
    """
    insert = insert_into(tx, table).values(dict(row)).on_conflict_do_nothing()
    return tx.execute(insert.returning(*table.primary_key)).first() is not None


def insert_all_new(tx: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> set[str]:
    """Insert those of `rows` whose key is free, in one statement; the keys that were.

    `rows` name the same columns. They go in by the order of their keys, so that two transactions
    that insert the same ones wait for each other and never both.
    """
    if not rows:
        return set()
    insert = insert_into(tx, table).on_conflict_do_nothing().returning(table.c.key)
    in_order = sorted((dict(row) for row in rows), key=lambda row: str(row["key"]))
    return set(tx.execute(insert, in_order).scalars())
