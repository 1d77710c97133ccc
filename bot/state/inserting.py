"""Inserting what may be there already, on either database."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_new(tx: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert `row`; False, and nothing changed, where its key is taken.

    On PostgreSQL it waits for another transaction that is inserting the same key.
    """
    of_its_own = sqlite if tx.dialect.name == "sqlite" else postgresql
    insert = of_its_own.insert(table).values(dict(row)).on_conflict_do_nothing()
    return tx.execute(insert.returning(*table.primary_key)).first() is not None
