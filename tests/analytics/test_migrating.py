"""Opening stores of other versions: older ones are upgraded, newer ones refused politely."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from analytics import marts, migrating
from analytics.errors import StoreError
from analytics.migrating import migrations
from analytics.statement import Statement
from analytics.tables import TABLES
from analytics.warehouse import FILE_NAME, DuckDBWarehouse
from tests.shop import SHANGHAI, THREE_DAYS, TINY, TINY_COVERED, cover, insert, reading

VERSION = Statement("SELECT max(version) FROM tidebell.schema_version")


@pytest.fixture
def first_schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of the first schema, with the tiny shop's rows and no marts."""
    with monkeypatch.context() as patched:
        patched.setattr(migrating, "migrations", lambda: migrations()[:1])
        warehouse = DuckDBWarehouse(tmp_path)
        with warehouse.writing() as writer:
            insert(writer, TINY)
            cover(writer, TINY_COVERED)
        assert warehouse.fetch(VERSION).scalar() == 1
        warehouse.close()
    return tmp_path


def set_version(folder: Path, version: int) -> None:
    DuckDBWarehouse(folder).close()
    with duckdb.connect(str(folder / FILE_NAME)) as connection:
        connection.execute("INSERT INTO tidebell.schema_version VALUES (?)", [version])


def test_versions_count_from_one_without_holes_when_migrations_are_listed() -> None:
    assert [version for version, _ in migrations()] == list(range(1, len(migrations()) + 1))


def test_a_new_store_has_the_newest_schema_when_it_is_opened() -> None:
    assert DuckDBWarehouse(None).fetch(VERSION).scalar() == migrations()[-1][0]


def test_an_older_store_is_upgraded_with_its_rows_when_it_is_opened(first_schema: Path) -> None:
    warehouse = DuckDBWarehouse(first_schema)
    assert warehouse.fetch(VERSION).scalar() == migrations()[-1][0]
    assert warehouse.fetch(Statement("SELECT count(*) FROM main.orders")).scalar() == 7
    warehouse.close()


def test_an_older_store_answers_when_its_marts_are_ensured(first_schema: Path) -> None:
    warehouse = DuckDBWarehouse(first_schema)
    marts.ensure(warehouse, SHANGHAI)
    found = reading(warehouse).total(("gmv", "visitors"), THREE_DAYS)
    assert found == {"gmv": 810, "visitors": 5}
    warehouse.close()


def test_a_store_is_upgraded_once_when_it_is_opened_twice(first_schema: Path) -> None:
    for _ in range(2):
        DuckDBWarehouse(first_schema).close()
    warehouse = DuckDBWarehouse(first_schema)
    found = warehouse.fetch(Statement("SELECT version FROM tidebell.schema_version ORDER BY 1"))
    assert [row[0] for row in found] == [version for version, _ in migrations()]
    warehouse.close()


def test_a_newer_store_is_refused_with_a_sentence_when_it_is_opened(tmp_path: Path) -> None:
    set_version(tmp_path, 99)
    with pytest.raises(StoreError, match=r"schema 99.*newer version; upgrade Tidebell"):
        DuckDBWarehouse(tmp_path)


def test_a_refused_store_is_left_free_when_another_process_wants_it(tmp_path: Path) -> None:
    """Held is the refusal with its frames, so that only closing lets the file go."""
    set_version(tmp_path, 99)
    with pytest.raises(StoreError) as held:
        DuckDBWarehouse(tmp_path)
    with duckdb.connect(str(tmp_path / FILE_NAME), config={"threads": 1}) as other:
        row = other.execute("SELECT max(version) FROM tidebell.schema_version").fetchone()
    assert row == (99,)
    assert held.tb


def test_nothing_of_a_migration_stays_when_it_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = "CREATE TABLE main.half_done (a INTEGER); SELECT no_such_function()"
    with monkeypatch.context() as patched:
        patched.setattr(migrating, "migrations", lambda: [*migrations(), (99, broken)])
        with pytest.raises(duckdb.Error):
            DuckDBWarehouse(tmp_path)
    warehouse = DuckDBWarehouse(tmp_path)
    assert warehouse.fetch(VERSION).scalar() == migrations()[-1][0]
    tables = Statement("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'half_done'")
    assert warehouse.fetch(tables).scalar() == 0
    warehouse.close()


@pytest.mark.parametrize("name", TABLES)
def test_a_declared_table_is_stored_with_its_columns_when_a_store_is_made(name: str) -> None:
    """The migrations are written by hand; the declarations must not drift from them."""
    columns = Statement(
        "SELECT column_name, data_type, is_nullable FROM duckdb_columns()"
        " WHERE schema_name = 'main' AND table_name = $name AND column_name <> '_load'"
        " ORDER BY column_index",
        {"name": name},
    )
    stored = DuckDBWarehouse(None).fetch(columns).rows
    sql_names = {"TIMESTAMPTZ": "TIMESTAMP WITH TIME ZONE"}
    declared = [
        (column.name, sql_names.get(column.kind.value, column.kind.value), not column.required)
        for column in TABLES[name].columns
    ]
    assert stored == declared


def test_days_of_coverage_are_dates_when_they_are_read_back(first_schema: Path) -> None:
    warehouse = DuckDBWarehouse(first_schema)
    assert reading(warehouse).coverage("events").last_day == date(2026, 11, 4)
    warehouse.close()
