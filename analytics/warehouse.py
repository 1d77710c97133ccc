"""The store: the `Warehouse` protocol and its DuckDB implementation.

This is the only module that imports duckdb. One process owns the file; readers take a cursor
each and see a snapshot while a load runs in the single writing transaction.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Protocol

import duckdb
from numpy.typing import NDArray

from analytics.engine_failures import (
    damaged,
    explained,
    first_line,
    load_too_large,
    question_too_large,
)
from analytics.errors import AnalyticsError, LoadRefused, QueryTooSlow, StoreError, TooManyRows
from analytics.migrating import migrate
from analytics.statement import Rows, Statement

FILE_NAME = "shop.duckdb"
INCOMING = "incoming"
VECTORS = 512
"""Of 2048 rows each: what is read at a time where rows are read as arrays."""

Columns = Mapping[str, NDArray[Any]]


@dataclass(frozen=True)
class Limits:
    """What one question may cost: seconds, rows fetched, and the engine's memory and threads."""

    seconds: float = 20.0
    rows: int = 200_000
    memory: str = "2GB"
    threads: int = 2


class BatchReader(Protocol):
    """Something that answers statements part by part."""

    def batches(self, statement: Statement) -> Iterator[Columns]:
        """The rows of one statement as arrays, a million at a time; none of them may be null.

        Raises QueryTooSlow where the engine's work takes too long.
        """


class Reader(BatchReader, Protocol):
    """Something that answers statements."""

    def fetch(self, statement: Statement) -> Rows:
        """All rows of one statement; raises QueryTooSlow or TooManyRows."""


class Writer(Reader, Protocol):
    """An open writing transaction."""

    def execute(self, sql: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Run one statement inside the transaction."""


class Warehouse(Reader, Protocol):
    """A store of canonical tables and marts. `engine`: its name and version."""

    engine: str

    def writing(self) -> AbstractContextManager[Writer]:
        """An open transaction; commits on success, rolls back on any error."""

    def close(self) -> None:
        """Release the store."""


class DuckDBWarehouse:
    """A DuckDB file in a data folder; `None` keeps everything in memory (tests)."""

    def __init__(self, folder: Path | None, limits: Limits | None = None) -> None:
        self.folder = folder
        self.engine = f"duckdb {duckdb.__version__}"
        self._limits = limits or Limits()
        self._write_lock = threading.Lock()
        self._cursors: set[duckdb.DuckDBPyConnection] = set()
        self._ending = threading.Event()
        self._connection = _connect(folder, self._limits)
        try:
            with _as_store_errors():
                migrate(_Transaction(self._connection, self._limits.rows, self._ending))
        except BaseException:
            self._connection.close()
            raise

    @property
    def incoming(self) -> Path:
        """The only folder the engine may read files from: loads put their snapshots here."""
        if self.folder is None:
            raise StoreError("a store in memory reads no files")
        return self.folder / INCOMING

    def fetch(self, statement: Statement) -> Rows:
        """All rows of one statement, on a cursor of its own, within the limits."""
        with (
            self._cursor() as cursor,
            _time_limit(cursor, self._limits.seconds),
            _as_store_errors(question_too_large),
        ):
            return _fetch(cursor, statement, self._limits.rows)

    def batches(self, statement: Statement) -> Iterator[Columns]:
        """The rows of one statement as arrays, on a cursor of its own, within the time limit."""
        with (
            self._cursor() as cursor,
            _time_limit(cursor, self._limits.seconds),
            _as_store_errors(question_too_large),
        ):
            yield from _batches(cursor, statement)

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """One transaction, one at a time; all of it lands or none."""
        with self._write_lock, _as_store_errors(), self._cursor() as cursor:
            transaction = _Transaction(cursor, self._limits.rows, self._ending)
            cursor.begin()
            try:
                yield transaction
                cursor.commit()
            except BaseException:
                with suppress(duckdb.Error):
                    cursor.rollback()
                raise

    def interrupt(self, seconds: float = 2.0) -> None:
        """Break off everything at work and take no more: StoreError for whoever waits for it.

        For the end of a program: a thread inside the engine would hold it up. Waits up to
        `seconds` for what is broken off to be undone.
        """
        self._ending.set()
        until = monotonic() + seconds
        while (working := tuple(self._cursors)) and monotonic() < until:
            for cursor in working:
                cursor.interrupt()
            sleep(0.01)

    def close(self) -> None:
        """Write everything to the file and release it."""
        self._connection.close()

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor that `interrupt` reaches."""
        cursor = self._connection.cursor()
        self._cursors.add(cursor)
        try:
            _refuse_if(self._ending)
            yield cursor
        except duckdb.InterruptException:
            _refuse_if(self._ending)
            raise
        finally:
            self._cursors.discard(cursor)
            cursor.close()


class _Transaction:
    """The writing side of a connection inside an open transaction, until `ending` is set."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, row_cap: int, ending: threading.Event
    ) -> None:
        self._connection, self._row_cap, self._ending = connection, row_cap, ending

    def execute(self, sql: str, parameters: Mapping[str, Any] | None = None) -> None:
        _refuse_if(self._ending)
        self._connection.execute(sql, dict(parameters) if parameters else None)

    def fetch(self, statement: Statement) -> Rows:
        _refuse_if(self._ending)
        return _fetch(self._connection, statement, self._row_cap)

    def batches(self, statement: Statement) -> Iterator[Columns]:
        _refuse_if(self._ending)
        return _batches(self._connection, statement)


def _refuse_if(ending: threading.Event) -> None:
    if ending.is_set():
        raise StoreError("the program that holds the store is ending; nothing was changed")


@contextmanager
def _time_limit(cursor: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
    overdue = threading.Event()

    def stop() -> None:
        overdue.set()
        cursor.interrupt()

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield
    except duckdb.InterruptException as error:
        if overdue.is_set():
            raise QueryTooSlow(seconds) from error
        raise
    finally:
        timer.cancel()


def _fetch(connection: duckdb.DuckDBPyConnection, statement: Statement, cap: int) -> Rows:
    result = connection.execute(statement.sql, dict(statement.parameters) or None)
    columns = tuple(column[0] for column in result.description or ())
    rows = result.fetchmany(cap + 1)
    if len(rows) > cap:
        raise TooManyRows(cap)
    return Rows(columns, rows)


def _batches(connection: duckdb.DuckDBPyConnection, statement: Statement) -> Iterator[Columns]:
    result = connection.execute(statement.sql, dict(statement.parameters) or None)
    while len(batch := result.fetch_df_chunk(VECTORS)):
        yield {str(name): column.to_numpy() for name, column in batch.items()}


def _connect(folder: Path | None, limits: Limits) -> duckdb.DuckDBPyConnection:
    config: dict[str, Any] = {
        "memory_limit": limits.memory,
        "threads": limits.threads,
        "autoinstall_known_extensions": False,
        "preserve_insertion_order": False,
    }
    if folder is None:
        return duckdb.connect(":memory:", config=config)
    incoming = folder / INCOMING
    incoming.mkdir(parents=True, exist_ok=True)
    with _as_store_errors():
        connection = duckdb.connect(
            str(folder / FILE_NAME), config=config | {"temp_directory": str(folder / "spill")}
        )
        allowed = str(incoming.resolve()).replace("'", "''")
        connection.execute(f"SET allowed_directories = ['{allowed}/']")
        connection.execute("SET enable_external_access = false")
    return connection


@contextmanager
def _as_store_errors(
    too_large: Callable[[str], AnalyticsError] = load_too_large,
) -> Iterator[None]:
    """Turn the engine's failures on disk into sentences an operator can act on."""
    try:
        yield
    except duckdb.IOException as error:
        raise explained(error) from error
    except duckdb.SerializationException as error:
        raise damaged(error) from error
    except duckdb.OutOfMemoryException as error:
        raise too_large(first_line(error)) from error
    except duckdb.Error as error:  # 2.0 tells of damage by its base class alone
        if "Corrupt database" not in str(error):
            raise
        raise damaged(error) from error


# Ours to mend or the machine's, never the fault of the file being read.
_NOT_THE_FILE = (
    duckdb.BinderException,
    duckdb.CatalogException,
    duckdb.InterruptException,
    duckdb.IOException,
    duckdb.OutOfMemoryException,
    duckdb.ParserException,
)


@contextmanager
def reading(name: str) -> Iterator[None]:
    """Turn what the engine makes of a damaged file into a refusal that names the file."""
    try:
        yield
    except _NOT_THE_FILE:
        raise
    except duckdb.Error as error:
        raise LoadRefused(f"{name} is damaged: {first_line(error)}") from error
