"""Which files a load reads: folders and globs spread out, formats told, bombs refused."""

import glob
import os
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Literal

from analytics.errors import LoadRefused

Format = Literal["delimited", "jsonl", "parquet", "xlsx"]

SUFFIXES: dict[str, Format] = {
    ".csv": "delimited",
    ".tsv": "delimited",
    ".txt": "delimited",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".parquet": "parquet",
    ".xlsx": "xlsx",
}
MOST_COLUMNS = 4_096
HEAD_BYTES = 1 << 20
_MOST_ENTRIES = 10_000
_MOST_UNPACKED = 1 << 30
_MOST_RATIO = 200
_RATIO_FREE = 32 << 20
_FOOTER_LIMIT = 8 << 20


def expand(paths: Sequence[str | Path]) -> list[Path]:
    """Every file named, folders and globs spread out in name order, each once.

    LoadRefused for a path that is not there and for a folder or glob without a readable file.
    """
    found: dict[Path, None] = {}
    for path in paths:
        for file in _spread(Path(path)):
            found.setdefault(file)
    return list(found)


def _spread(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    if path.is_dir():
        inside = sorted(file for file in path.iterdir() if file.is_file() and _readable(file))
        if not inside:
            raise LoadRefused(f"the folder {path} holds no file that can be loaded ({_known()})")
        return inside
    if glob.has_magic(str(path)):
        matched = [Path(name) for name in sorted(glob.glob(str(path)))]
        if not matched:
            raise LoadRefused(f"no file matches {path}")
        return [file for file in matched if file.is_file()]
    if path.exists():
        raise LoadRefused(f"{path} is not a plain file")
    raise LoadRefused(f"there is no file {path}")


def _readable(file: Path) -> bool:
    bare = file.with_suffix("") if file.suffix == ".gz" else file
    return bare.suffix.lower() in SUFFIXES and not file.name.startswith((".", "~$"))


def _known() -> str:
    return ", ".join(SUFFIXES)


def told_format(path: Path, head: bytes) -> Format:
    """The format by content where it can be told, else by the name's ending."""
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"PK\x03\x04"):
        return "xlsx"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise LoadRefused(f"{path.name} is an old or locked Excel file: save it as .xlsx or .csv")
    named = SUFFIXES.get(path.suffix.lower(), "delimited")
    if named in {"parquet", "xlsx"}:
        raise LoadRefused(f"{path.name} is not a {named} file inside: damaged or misnamed")
    if named == "delimited" and head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b'{"'):
        return "jsonl"
    return named


def check_parquet(path: Path, name: str) -> None:
    """LoadRefused for a parquet file cut short or with an absurd number of columns."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - 8))
        tail = file.read(8)
    if size < 12 or not tail.endswith(b"PAR1"):
        raise LoadRefused(f"{name} is cut short: its parquet ending is missing")
    if int.from_bytes(tail[:4], "little") > _FOOTER_LIMIT:
        raise LoadRefused(f"{name} declares far too many columns (at most {MOST_COLUMNS:,})")


def check_workbook(path: Path, name: str) -> None:
    """LoadRefused for a workbook cut short, or one that unpacks to an absurd size.

    The sizes a zip declares may lie, so its entries are really unpacked, and counted.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > _MOST_ENTRIES:
                raise LoadRefused(f"{name} holds {len(entries):,} parts: not a workbook")
            declared = sum(entry.file_size for entry in entries)
            _refuse_bomb(declared, os.path.getsize(path), name)
            _refuse_bomb(_unpacked(archive, path, name), os.path.getsize(path), name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        raise LoadRefused(f"{name} is cut short or damaged: it is not a whole workbook") from None


def _refuse_bomb(unpacked: int, packed: int, name: str) -> None:
    if unpacked > _MOST_UNPACKED or (unpacked > _RATIO_FREE and unpacked > packed * _MOST_RATIO):
        raise LoadRefused(
            f"{name} unpacks to more than {unpacked / 1e6:,.0f} MB from {packed / 1e6:,.1f} MB:"
            " it was not opened. Save the sheet as CSV if it is meant"
        )


def _unpacked(archive: zipfile.ZipFile, path: Path, name: str) -> int:
    """Bytes the entries really give, counting stops just past the limit."""
    total, packed = 0, os.path.getsize(path)
    with path.open("rb") as file:
        for entry in archive.infolist():
            for size in _inflated_sizes(file, entry):
                total += size
                _refuse_bomb(total, packed, name)
    return total


def _inflated_sizes(file: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[int]:
    file.seek(entry.header_offset)
    header = file.read(30)
    file.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        yield entry.file_size
        return
    inflater, left = zlib.decompressobj(-15), entry.compress_size
    while left > 0 and not inflater.eof:
        packed = file.read(min(left, 1 << 16))
        if not packed:
            raise EOFError
        left -= len(packed)
        while packed:
            yield len(inflater.decompress(packed, 1 << 20))
            packed = inflater.unconsumed_tail
