"""Files that are damaged, absurd or lying: one clear sentence, nothing half-loaded."""

import gzip
import os
import shutil
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from analytics.errors import LoadRefused
from analytics.loading import snapshot as snapshots
from tests.analytics.loading.conftest import DATA, Store

HEADER = "order_id,ordered_at,gross_amount,channel\n"
GOOD = "o1,2026-03-01 09:00:00,100,web\n"


def written(store: Store, text: str | bytes, name: str = "orders.csv") -> Path:
    path = store.folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def refusal(store: Store, path: Path, mapping: str = "canonical-orders") -> str:
    with pytest.raises(LoadRefused) as caught:
        store.load(mapping, path)
    assert store.scalar("SELECT count(*) FROM orders") == 0
    assert store.scalar("SELECT count(*) FROM tidebell.loads") == 0
    assert store.left_behind() == []
    return str(caught.value)


def test_missing_column_is_named_with_the_nearest_when_header_lacks_it(store: Store) -> None:
    path = written(store, "order_id,orderd_at,gross_amount\no1,2026-03-01,5\n")
    said = refusal(store, path)
    assert "no column ordered_at" in said
    assert "nearest is orderd_at" in said


def test_other_columns_are_listed_and_ignored_when_no_field_takes_them(store: Store) -> None:
    path = written(store, "colour,order_id,ordered_at,gross_amount,note\nred,o1,2026-03-01,5,x\n")
    summary = store.load("canonical-orders", path)
    assert summary.ignored == ("colour", "note")
    assert summary.tables["orders"].loaded == 1


def test_column_standing_twice_is_refused_when_a_field_needs_it(store: Store) -> None:
    path = written(store, "order_id,ordered_at,gross_amount,Order_ID\no1,2026-03-01,5,o2\n")
    assert "has the column order_id 2 times" in refusal(store, path)


def test_file_is_refused_when_it_is_empty(store: Store) -> None:
    assert "orders.csv is empty" in refusal(store, written(store, ""))


def test_nothing_is_changed_when_file_holds_a_header_only(store: Store) -> None:
    summary = store.load("canonical-orders", written(store, HEADER))
    assert summary.load_id is None
    assert summary.warnings == ("orders.csv has a header and no rows",)


def test_path_is_refused_when_nothing_is_there(store: Store) -> None:
    assert "there is no file" in refusal(store, store.folder / "absent.csv")


def test_folder_is_refused_when_it_holds_nothing_to_load(store: Store) -> None:
    empty = store.folder / "exports"
    empty.mkdir()
    assert "holds no file that can be loaded" in refusal(store, empty)


def test_every_file_of_a_folder_is_loaded_when_a_folder_is_named(store: Store) -> None:
    folder = store.folder / "exports"
    folder.mkdir()
    (folder / "a.csv").write_text(HEADER + GOOD)
    (folder / "b.tsv").write_text((HEADER + "o2,2026-03-02,7,web\n").replace(",", "\t"))
    (folder / "notes.md").write_text("not data")
    assert store.load("canonical-orders", folder).tables["orders"].loaded == 2


@pytest.mark.parametrize("cut", [b'o2,2026-03-02,5,"we', b"o2,2026-03-0"])
def test_file_is_refused_when_its_last_record_is_cut(store: Store, cut: bytes) -> None:
    said = refusal(store, written(store, (HEADER + GOOD).encode() + cut))
    assert said == "orders.csv is cut short: its record at line 3 is not complete"


def test_parquet_is_refused_when_it_is_cut(store: Store) -> None:
    whole = store.folder / "whole.parquet"
    shutil.copy(parquet(store), whole)
    said = refusal(store, written(store, whole.read_bytes()[:-40], "orders.parquet"))
    assert said == "orders.parquet is cut short: its parquet ending is missing"


def parquet(store: Store) -> Path:
    import pyarrow as arrow
    from pyarrow import parquet as files

    path = store.folder / "made.parquet"
    files.write_table(
        arrow.table({"order_id": ["o1"], "ordered_at": ["2026-03-01"], "gross_amount": [5.0]}),
        path,
    )
    return path


def test_parquet_is_refused_by_its_own_name_when_its_middle_is_damaged(store: Store) -> None:
    content = bytearray(parquet(store).read_bytes())
    content[20:120] = b"\xff" * 100
    assert "orders.parquet" in refusal(store, written(store, bytes(content), "orders.parquet"))


def workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["order_id", "ordered_at", "gross_amount"], [536365, "2026-03-01", 5.5]):
        sheet.append(row)
    book.save(path)
    return path


def test_sheet_is_read_when_file_is_a_workbook(store: Store) -> None:
    store.load("canonical-orders", workbook(store.folder / "orders.xlsx"))
    assert store.scalar("SELECT order_id FROM orders") == "536365"


def test_workbook_is_refused_when_it_is_cut(store: Store) -> None:
    content = workbook(store.folder / "whole.xlsx").read_bytes()
    said = refusal(store, written(store, content[:-200], "orders.xlsx"))
    assert "orders.xlsx is cut short or damaged" in said


def bomb(path: Path, declared: int | None = None) -> Path:
    """A workbook whose sheet unpacks to 600 MB; `declared` makes its directory lie."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(150):
                sheet.write(b" " * (4 << 20))
    if declared is not None:
        content = path.read_bytes()
        path.write_bytes(
            content.replace((600 << 20).to_bytes(4, "little"), declared.to_bytes(4, "little"))
        )
    return path


@pytest.mark.parametrize("declared", [None, 1000], ids=["honest", "lying"])
def test_workbook_is_refused_in_seconds_when_it_is_a_zip_bomb(
    store: Store, declared: int | None
) -> None:
    path = bomb(store.folder / "orders.xlsx", declared)
    begun = time.process_time()
    assert "it was not opened" in refusal(store, path)
    assert time.process_time() - begun < 10


def test_gzip_is_read_when_csv_comes_compressed(store: Store) -> None:
    path = written(store, gzip.compress((HEADER + GOOD).encode()), "orders.csv.gz")
    assert store.load("canonical-orders", path).tables["orders"].loaded == 1


def test_gzip_is_refused_when_it_is_cut(store: Store) -> None:
    content = gzip.compress((HEADER + GOOD * 500).encode())
    said = refusal(store, written(store, content[:-12], "orders.csv.gz"))
    assert said == "orders.csv.gz is cut short or damaged (gzip)"


def test_file_is_refused_in_seconds_when_it_has_a_million_columns(store: Store) -> None:
    header = ",".join(f"column_{place}" for place in range(1_000_000))
    path = written(store, header + "\n" + "1," * 999_999 + "1\n")
    begun = time.process_time()
    assert "at most 4,096 columns" in refusal(store, path)
    assert time.process_time() - begun < 5


def test_file_is_refused_when_it_has_ten_thousand_columns(store: Store) -> None:
    header = ",".join(f"c{place}" for place in range(10_000))
    assert "has 10,000 columns" in refusal(store, written(store, header + "\n"))


def test_file_is_refused_when_it_holds_a_nul_byte(store: Store) -> None:
    said = refusal(store, written(store, (HEADER + GOOD).encode() + b"o2,2026\0,5,web\n"))
    assert said == "orders.csv holds a NUL byte in line 3: it is damaged or no text"


def test_file_is_refused_with_both_lines_when_encodings_are_mixed(store: Store) -> None:
    mixed = HEADER.encode() + "o1,2026-03-01,5,抖音\n".encode()
    mixed += "o2,2026-03-01,5,抖音\n".encode("gb18030")
    said = refusal(store, written(store, mixed))
    assert "mixes encodings: line 2 is UTF-8, line 3 is not" in said


def test_file_is_refused_with_its_line_when_it_is_in_no_known_encoding(store: Store) -> None:
    said = refusal(store, written(store, HEADER.encode() + b"o1,2026-03-01,5,\xff\xff\n"))
    assert "line 2 of orders.csv is neither UTF-8 nor GB18030" in said


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_chinese_words_arrive_whole_when_file_is_in_another_encoding(
    store: Store, encoding: str
) -> None:
    text = HEADER + "o1,2026-03-01,5,抖音\r\no2,2026-03-01,5,天猫\r\n"
    store.load("canonical-orders", written(store, text.encode(encoding)))
    assert store.rows("SELECT channel FROM orders ORDER BY order_id") == [("抖音",), ("天猫",)]


def test_load_is_refused_when_file_changes_while_it_is_read(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(store, HEADER + GOOD)
    copy: Callable[..., snapshots.Snapshot] = snapshots._copied

    def copy_while_someone_writes(*given: object) -> snapshots.Snapshot:
        made = copy(*given)
        with path.open("a") as file:
            file.write("o2,2026-03-01,5,web\n")
        return made

    monkeypatch.setattr(snapshots, "_copied", copy_while_someone_writes)
    assert refusal(store, path) == (
        "orders.csv changed while it was read: load it once it is complete"
    )


def test_load_is_refused_when_file_is_replaced_while_it_is_read(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, other = written(store, HEADER + GOOD), written(store, HEADER + GOOD, "new.csv")
    copy: Callable[..., snapshots.Snapshot] = snapshots._copied

    def copy_while_someone_replaces(*given: object) -> snapshots.Snapshot:
        made = copy(*given)
        os.replace(other, path)
        return made

    monkeypatch.setattr(snapshots, "_copied", copy_while_someone_replaces)
    assert "changed while it was read" in refusal(store, path)


def test_old_excel_file_is_refused_when_it_is_not_xlsx(store: Store) -> None:
    said = refusal(store, written(store, b"\xd0\xcf\x11\xe0" + b"\0" * 600, "orders.xls"))
    assert "save it as .xlsx or .csv" in said


def test_currencies_are_refused_when_one_file_mixes_them(dollars: Store) -> None:
    text = (DATA / "google_ads_campaigns.csv").read_text().replace(",USD,20.00", ",EUR,20.00")
    said = refusal(dollars, written(dollars, text, "ads.csv"), "google-ads-campaigns")
    assert "mixes currencies (EUR, USD)" in said
