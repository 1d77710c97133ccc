"""The browser chat's messages as they are now, in the order in which they last changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, select, text

from bot.state.inserting import insert_into
from bot.state.schema import chat

Transaction = Connection
"""What the functions of the state work in; named here for those who only hand it on."""

_LOCK = 0x71DE_CA27
_ROWS_AT_ONCE = 500


def take_turn(tx: Transaction) -> None:
    """Change the chat alone until the transaction ends, whatever other processes there are.

    The numbers of changes are therefore written without gaps: who has read up to one has
    missed nothing before it.
    """
    if tx.dialect.name == "postgresql":
        tx.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def changed_after(tx: Transaction, sequence: int) -> Iterator[dict[str, Any]]:
    """The messages changed after that number, in order."""
    wanted = select(chat).where(chat.c.seq > sequence).order_by(chat.c.seq)
    yield from (row._asdict() for row in tx.execute(wanted))


def keep(tx: Transaction, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write messages down as they are now."""
    for row in rows:
        insert = insert_into(tx, chat).values(dict(row))
        tx.execute(insert.on_conflict_do_update(index_elements=["id"], set_=dict(row)))


def drop(tx: Transaction, ids: Iterable[int]) -> None:
    """Forget messages."""
    those = list(ids)
    for start in range(0, len(those), _ROWS_AT_ONCE):
        tx.execute(delete(chat).where(chat.c.id.in_(those[start : start + _ROWS_AT_ONCE])))
