"""The database of the durable state: SQLite in the data folder, or PostgreSQL by URL.

Several threads and, on PostgreSQL, several processes write. On SQLite every writing transaction
takes the write lock at its start, so that it never fails half-way; a lock of our own in front
of it keeps our threads from polling for that one.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Transaction, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DataError,
    IntegrityError,
    InterfaceError,
    ProgrammingError,
)
from sqlalchemy.exc import TimeoutError as NoneFree

from bot.state.errors import StateError
from bot.state.migrating import LaterVersion, migrate

__all__ = ["Database", "StateError", "open_state", "shown"]

FILE_NAME = "state.db"
BUSY_SECONDS = 30
CONNECTIONS = 16
IDLE_SECONDS = 30
# A server that is out of reach without a sign is noticed within half a minute, not after hours.
_NETWORK = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
# SQLite reads like that anyway.
_ONE_MOMENT = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
# The ways besides the usual one to put a password into a PostgreSQL URL.
_PASSWORDS = ("password", "sslpassword")
# What the database says of our own mistakes; all else it says is of its own state.
_BUGS = (DataError, IntegrityError, ProgrammingError)


class Database:
    """Opens transactions. One object serves all threads of a process."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._is_sqlite = engine.dialect.name == "sqlite"
        self._reader = engine if self._is_sqlite else engine.execution_options(**_ONE_MOMENT)
        self._line, self._turn = threading.Lock(), threading.Lock()

    @contextmanager
    def writing(self, *, urgent: bool = False) -> Iterator[Connection]:
        """A transaction that may write: kept whole at the end of the block, or not at all.

        `urgent`: before all others that wait to write, as a person waits for it to be over.
        StateError where the database cannot do it now: disk full, locked, gone.
        """
        turn = self._in_turn(urgent=urgent) if self._is_sqlite else nullcontext()
        with _explained(), turn, self._engine.connect() as connection, _writing(connection):
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads, and keeps no writer waiting; StateError as above.

        All it reads is as it was at one moment, whatever others commit meanwhile.
        """
        with _explained(), self._reader.connect() as connection, connection.begin():
            yield connection

    @property
    def is_shared(self) -> bool:
        """Whether other processes may be using it at the same time."""
        return not self._is_sqlite

    @contextmanager
    def _in_turn(self, *, urgent: bool) -> Iterator[None]:
        """The others stand in line for the turn; who is urgent waits for one of them at most."""
        with nullcontext() if urgent else self._line, self._turn:
            yield

    def close(self) -> None:
        """Let all connections go."""
        self._engine.dispose()


def open_state(where: Path | str) -> Database:
    """The state in a folder (SQLite) or at a PostgreSQL URL, its schema brought up to date.

    Raises StateError with a sentence when it cannot be reached, written or is of a later
    version of Tidebell.
    """
    url = _url(where)
    engine = _sqlite(url) if url.get_backend_name() == "sqlite" else _postgresql(url)
    try:
        with engine.connect() as connection, _writing(connection):
            migrate(connection)
    except (DatabaseError, LaterVersion) as error:
        engine.dispose()
        why = error if isinstance(error, LaterVersion) else error.orig
        raise StateError(f"the state at {shown(url)} cannot be opened: {why}") from error
    return Database(engine)


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except _BUGS:
        raise
    except (DatabaseError, InterfaceError) as error:
        raise StateError(f"the durable state cannot be used now: {error.orig}") from error
    except NoneFree as error:
        raise StateError("the durable state cannot be used now: all connections busy") from error


def _writing(connection: Connection) -> Transaction:
    return connection.execution_options(writes=True).begin()


def shown(url: URL) -> str:
    """The address without its password, wherever that stands in it."""
    if url.get_backend_name() == "sqlite":
        return url.database or ""
    return url.difference_update_query(_PASSWORDS).render_as_string()


def _url(where: Path | str) -> URL:
    if isinstance(where, Path):
        return URL.create("sqlite", database=str(_private_file(where)))
    try:
        url = make_url(where)
    except (ArgumentError, ValueError):  # whose own words may hold the password
        raise StateError("the state's address is not a URL like postgresql://…") from None
    if "@" in (url.host or ""):
        raise StateError("a password with @ in the state's address must be written with %40")
    if url.get_backend_name() != "postgresql":
        raise StateError("the state is kept in the data folder or in PostgreSQL, nowhere else")
    return url.set(drivername="postgresql+psycopg")


def _private_file(folder: Path) -> Path:
    """The file, made for this user alone: it holds what people asked. OSError is told later."""
    file = folder / FILE_NAME
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(OSError):
        os.close(os.open(file, os.O_CREAT, 0o600))
    return file


def _postgresql(url: URL) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=CONNECTIONS,
        pool_pre_ping=True,
        connect_args={name: value for name, value in _NETWORK.items() if name not in url.query},
    )
    event.listen(engine, "connect", _limit_idling)
    return engine


def _limit_idling(connection: Any, _record: object) -> None:
    # A process suspended in the middle of a transaction must not hold its locks for ever.
    connection.execute(f"SET idle_in_transaction_session_timeout = '{IDLE_SECONDS}s'")
    connection.commit()


def _sqlite(url: URL) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=CONNECTIONS,
        max_overflow=CONNECTIONS,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    # The driver's own way of beginning takes the write lock too late; ours is in _begin.
    connection.isolation_level = None
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
