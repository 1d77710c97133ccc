"""The store: limits on questions, transactions, what the engine may touch, sentences on failure."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from analytics.errors import QueryTooSlow, StoreBusy, StoreError, TooManyRows
from analytics.statement import Rows, Statement
from analytics.warehouse import DuckDBWarehouse, Limits
from tests.shop import insert, order

COUNT = Statement("SELECT count(*) FROM main.orders")
ENDLESS = Statement(
    "SELECT count(*) FROM range(100000000) AS a (n), range(100000000) AS b (n)"
    " WHERE a.n % 7 < b.n % 5"
)


@pytest.fixture
def warehouse() -> Iterator[DuckDBWarehouse]:
    warehouse = DuckDBWarehouse(None, Limits(rows=5))
    yield warehouse
    warehouse.close()


def fail(warehouse: DuckDBWarehouse, error: type[BaseException]) -> None:
    """Write two things, then fail."""
    with warehouse.writing() as writer:
        insert(writer, {"orders": [order("A", "2026-11-02 10:00", 5)]})
        writer.execute("CREATE TABLE main.half_done (a INTEGER)")
        raise error


def add(warehouse: DuckDBWarehouse, *order_ids: str) -> None:
    with warehouse.writing() as writer:
        insert(writer, {"orders": [order(each, "2026-11-02 10:00", 5) for each in order_ids]})


def test_rows_come_with_their_names_when_a_statement_is_answered(
    warehouse: DuckDBWarehouse,
) -> None:
    found = warehouse.fetch(Statement("SELECT $word AS word, 2 AS number", {"word": "双11"}))
    assert found == Rows(("word", "number"), [("双11", 2)])
    assert found.dicts() == [{"word": "双11", "number": 2}]
    assert (found.scalar(), len(found), list(found)) == ("双11", 1, [("双11", 2)])


def test_a_scalar_is_none_when_there_is_no_row(warehouse: DuckDBWarehouse) -> None:
    assert warehouse.fetch(Statement("SELECT 1 WHERE false")).scalar() is None


def test_a_question_is_stopped_when_it_runs_past_the_time_limit() -> None:
    warehouse = DuckDBWarehouse(None, Limits(seconds=0.2))
    with pytest.raises(QueryTooSlow) as refusal:
        warehouse.fetch(ENDLESS)
    assert refusal.value.seconds == 0.2
    assert warehouse.fetch(Statement("SELECT 1")).scalar() == 1


def test_reading_in_parts_is_stopped_when_it_runs_past_the_time_limit() -> None:
    warehouse = DuckDBWarehouse(None, Limits(seconds=0.2))
    with pytest.raises(QueryTooSlow):
        next(warehouse.batches(ENDLESS))
    assert warehouse.fetch(Statement("SELECT 1")).scalar() == 1


def test_every_row_comes_once_when_more_are_read_than_fit_in_a_part() -> None:
    warehouse = DuckDBWarehouse(None, Limits(rows=10))
    numbers = Statement("SELECT range AS number FROM range(1500000) ORDER BY number DESC")
    parts = [batch["number"] for batch in warehouse.batches(numbers)]
    assert len(parts) > 1
    assert parts[0][0] == 1499999
    assert sum(int(part.sum()) for part in parts) == 1499999 * 750000


def ask_endlessly(warehouse: DuckDBWarehouse) -> None:
    warehouse.fetch(ENDLESS)


def write_endlessly(warehouse: DuckDBWarehouse) -> None:
    with warehouse.writing() as writer:
        writer.fetch(ENDLESS)


@pytest.mark.parametrize("work", [ask_endlessly, write_endlessly])
def test_what_is_at_work_is_broken_off_when_the_program_ends(
    warehouse: DuckDBWarehouse, work: Callable[[DuckDBWarehouse], None]
) -> None:
    threading.Timer(0.3, warehouse.interrupt).start()
    with pytest.raises(StoreError, match="ending"):
        work(warehouse)
    with pytest.raises(StoreError, match="ending"):
        warehouse.fetch(COUNT)


def test_a_question_is_refused_with_a_sentence_when_it_does_not_fit_in_memory() -> None:
    warehouse = DuckDBWarehouse(None, Limits(memory="30MB"))
    greedy = Statement("SELECT count(*) FROM (SELECT DISTINCT hash(range) FROM range(9000000))")
    with pytest.raises(StoreError) as refusal:
        warehouse.fetch(greedy)
    assert str(refusal.value).startswith("the question needs more memory")
    assert warehouse.fetch(Statement("SELECT 1")).scalar() == 1


def test_an_answer_is_refused_when_it_has_more_rows_than_the_cap(
    warehouse: DuckDBWarehouse,
) -> None:
    assert len(warehouse.fetch(Statement("SELECT * FROM range(5)"))) == 5
    with pytest.raises(TooManyRows) as refusal:
        warehouse.fetch(Statement("SELECT * FROM range(6)"))
    assert refusal.value.cap == 5


def test_a_reader_sees_the_old_rows_when_a_transaction_is_open(
    warehouse: DuckDBWarehouse,
) -> None:
    add(warehouse, "A")
    with warehouse.writing() as writer:
        insert(writer, {"orders": [order("B", "2026-11-02 10:00", 5)]})
        assert writer.fetch(COUNT).scalar() == 2
        assert warehouse.fetch(COUNT).scalar() == 1
    assert warehouse.fetch(COUNT).scalar() == 2


def test_nothing_is_left_when_a_transaction_fails(warehouse: DuckDBWarehouse) -> None:
    with pytest.raises(RuntimeError):
        fail(warehouse, RuntimeError)
    assert warehouse.fetch(COUNT).scalar() == 0
    tables = Statement("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'half_done'")
    assert warehouse.fetch(tables).scalar() == 0


def test_the_next_transaction_works_when_the_one_before_failed(
    warehouse: DuckDBWarehouse,
) -> None:
    with pytest.raises(KeyboardInterrupt):
        fail(warehouse, KeyboardInterrupt)
    add(warehouse, "B")
    assert warehouse.fetch(COUNT).scalar() == 1


def test_rows_are_kept_when_the_store_is_closed_and_opened_again(tmp_path: Path) -> None:
    first = DuckDBWarehouse(tmp_path)
    add(first, "A")
    first.close()
    again = DuckDBWarehouse(tmp_path)
    assert again.fetch(COUNT).scalar() == 1
    again.close()


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('{outside}/secret.csv')",
        "SELECT * FROM read_text('{inside}/../secret.csv')",
        "SELECT * FROM glob('{outside}/*')",
        "COPY (SELECT 1) TO '{outside}/out.csv'",
        "ATTACH '{outside}/other.duckdb'",
        "SET enable_external_access = true",
        "SET allowed_directories = ['{outside}/']",
        "INSTALL httpfs",
    ],
)
def test_the_engine_refuses_when_it_is_told_to_leave_its_folder(tmp_path: Path, sql: str) -> None:
    (tmp_path / "secret.csv").write_text("a\n1\n")
    warehouse = DuckDBWarehouse(tmp_path / "shop")
    text = sql.format(outside=tmp_path, inside=warehouse.incoming)
    with pytest.raises(duckdb.Error):
        warehouse.fetch(Statement(text))
    assert not (tmp_path / "out.csv").exists()
    warehouse.close()


def test_the_engine_reads_a_file_when_it_lies_in_the_incoming_folder(tmp_path: Path) -> None:
    warehouse = DuckDBWarehouse(tmp_path)
    (warehouse.incoming / "rows.csv").write_text("a\n1\n2\n")
    found = warehouse.fetch(
        Statement(
            "SELECT sum(a) FROM read_csv($file)", {"file": str(warehouse.incoming / "rows.csv")}
        )
    )
    assert found.scalar() == 3
    warehouse.close()


def test_a_folder_with_a_quote_in_its_name_works_when_it_is_opened(tmp_path: Path) -> None:
    warehouse = DuckDBWarehouse(tmp_path / "it's ours")
    assert warehouse.fetch(COUNT).scalar() == 0
    warehouse.close()


def test_a_store_in_memory_has_no_incoming_folder_when_asked(warehouse: DuckDBWarehouse) -> None:
    with pytest.raises(StoreError):
        _ = warehouse.incoming


def test_a_file_that_is_no_store_is_refused_with_a_sentence_when_it_is_opened(
    tmp_path: Path,
) -> None:
    (tmp_path / "shop.duckdb").write_bytes(b"not a database at all" * 1000)
    with pytest.raises(StoreError) as refusal:
        DuckDBWarehouse(tmp_path)
    assert not isinstance(refusal.value, StoreBusy)
    assert "\n" not in str(refusal.value)


def test_a_damaged_store_is_not_called_busy_when_a_block_does_not_add_up(tmp_path: Path) -> None:
    """The engine's own words speak of a "block"; that is no lock held by another process."""
    warehouse = DuckDBWarehouse(tmp_path)
    add(warehouse, *map(str, range(200)))
    warehouse.close()
    file = tmp_path / "shop.duckdb"
    content = bytearray(file.read_bytes())
    for place in range(4096 * 3, len(content)):
        content[place] ^= 0xFF
    file.write_bytes(bytes(content))
    with pytest.raises(StoreError, match="the store file is damaged") as refusal:
        DuckDBWarehouse(tmp_path).fetch(Statement("SELECT sum(gross_amount) FROM main.orders"))
    assert not isinstance(refusal.value, StoreBusy)


def test_a_store_is_called_damaged_when_the_file_is_something_else(tmp_path: Path) -> None:
    (tmp_path / "shop.duckdb").write_text("notes of last week's meeting\n" * 200)
    with pytest.raises(StoreError, match="the store file is damaged or not ours"):
        DuckDBWarehouse(tmp_path)
