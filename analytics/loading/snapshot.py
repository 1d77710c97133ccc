"""A private copy of every input, as UTF-8 with plain line ends, in the store's own folder.

The engine may read files only there, and a copy cannot change while it is read. Whatever is
wrong with a file as bytes (encoding, NUL bytes, cut compression, changing) is found here.
"""

import codecs
import errno
import gzip
import os
import shutil
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from analytics.errors import LoadRefused
from analytics.loading.encoding import (
    WrongEncoding,
    marked_encoding,
    other_encoding,
)
from analytics.loading.files import (
    HEAD_BYTES,
    MOST_COLUMNS,
    Format,
    check_parquet,
    check_workbook,
    told_format,
)
from analytics.loading.mapping import Reading
from analytics.loading.workbook import write_sheet

_CHUNK = 4 << 20
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True)
class Snapshot:
    """A copied input. `lines` counts line ends; `ended`: the last line has one.

    `by_row`: the copy's records, not its lines, are what an operator sees (a workbook).
    """

    name: str
    path: Path
    format: Format
    lines: int = 0
    ended: bool = True
    by_row: bool = False


@contextmanager
def incoming_folder(folder: Path) -> Iterator[Path]:
    """The folder for one load's copies: emptied before (a killed run's leftovers) and after."""
    _empty(folder)
    try:
        yield folder
    finally:
        _empty(folder)


def _empty(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for entry in folder.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink(missing_ok=True)


def take_snapshot(source: Path, number: int, folder: Path, reading: Reading) -> Snapshot:
    """Copy `source` into `folder`; LoadRefused names what is wrong with it as bytes."""
    target = folder / f"{number:06d}"
    try:
        before = _identity(source)
        with source.open("rb") as file:
            snapshot = _copied(source, file, target, reading)
            stable = before == _identity(source) == _stamp(os.fstat(file.fileno()))
    except OSError as error:
        raise _explained(source, error) from error
    if not stable:
        raise LoadRefused(f"{source.name} changed while it was read: load it once it is complete")
    return snapshot


def _identity(path: Path) -> tuple[int, int, int]:
    return _stamp(path.stat())


def _stamp(found: os.stat_result) -> tuple[int, int, int]:
    return found.st_ino, found.st_size, found.st_mtime_ns


def _explained(source: Path, error: OSError) -> LoadRefused:
    if error.errno in {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}:
        return LoadRefused(f"the disk is full: {source.name} was not loaded, nothing was changed")
    return LoadRefused(f"{source.name} cannot be read: {error.strerror or error}")


def _copied(source: Path, file: BinaryIO, target: Path, reading: Reading) -> Snapshot:
    head = file.read(HEAD_BYTES)
    file.seek(0)
    if not head:
        raise LoadRefused(f"{source.name} is empty")
    if head.startswith(_GZIP):
        return _copied_text(source, _Unzipped(file, source.name), target, reading)
    format_ = told_format(source, head)
    if format_ == "parquet":
        return _copied_parquet(source, file, target)
    if format_ == "xlsx":
        return _copied_sheet(source, file, target, reading)
    return _copied_text(source, file, target, reading)


def _copied_parquet(source: Path, file: BinaryIO, target: Path) -> Snapshot:
    path = target.with_suffix(".parquet")
    _copy_bytes(file, path)
    check_parquet(path, source.name)
    return Snapshot(source.name, path, "parquet")


def _copied_sheet(source: Path, file: BinaryIO, target: Path, reading: Reading) -> Snapshot:
    book, path = target.with_suffix(".xlsx"), target.with_suffix(".csv")
    _copy_bytes(file, book)
    check_workbook(book, source.name)
    lines = write_sheet(book, path, reading.sheet, source.name)
    book.unlink()
    return Snapshot(source.name, path, "delimited", lines, by_row=True)


def _copy_bytes(file: BinaryIO, path: Path) -> None:
    with path.open("wb") as out:
        shutil.copyfileobj(file, out, _CHUNK)


class _Unzipped:
    """A gzip stream read like a file; a cut or damaged one is refused by name."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file, self._name = file, name
        self._stream = gzip.GzipFile(fileobj=file)

    def read(self, size: int) -> bytes:
        try:
            return self._stream.read(size)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            raise LoadRefused(f"{self._name} is cut short or damaged (gzip)") from None

    def seek(self, place: int) -> None:
        self._file.seek(place)
        self._stream = gzip.GzipFile(fileobj=self._file)


def _copied_text(
    source: Path, file: "BinaryIO | _Unzipped", target: Path, reading: Reading
) -> Snapshot:
    head = file.read(HEAD_BYTES)
    _check_head(head, source.name)
    bare = Path(source.stem) if source.suffix == ".gz" else source
    format_ = told_format(bare, head)
    path = target.with_suffix(".txt")
    told = reading.encoding or marked_encoding(head)
    try:
        lines, last = _transcoded(file, path, told or "utf-8", source.name)
    except WrongEncoding:
        if told is not None:
            raise
        other = other_encoding(_rewound(file), source.name)
        lines, last = _transcoded(file, path, other, source.name)
    return Snapshot(source.name, path, format_, lines, ended=last == b"\n")


def _transcoded(
    file: "BinaryIO | _Unzipped", path: Path, encoding: str, name: str
) -> tuple[int, bytes]:
    with path.open("wb") as out:
        return _transcode(_rewound(file), out.write, encoding, name)


def _rewound(file: "BinaryIO | _Unzipped") -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(_CHUNK):
        yield chunk


def _check_head(head: bytes, name: str) -> None:
    """A header of a million columns is refused from its first megabyte."""
    if not head:
        raise LoadRefused(f"{name} is empty")
    if len(head) == HEAD_BYTES and b"\n" not in head and b"\r" not in head:
        raise LoadRefused(
            f"the first line of {name} is longer than a megabyte: it is not a table of"
            f" at most {MOST_COLUMNS:,} columns"
        )


def _transcode(
    chunks: Iterator[bytes], write: Callable[[bytes], int], encoding: str, name: str
) -> tuple[int, bytes]:
    """Copy as UTF-8 with `\\n` line ends; how many of them, and the last byte."""
    lines, done, last, held = 0, 0, b"", b""
    for chunk, text in _decoded(chunks, encoding):
        if text is None:
            raise WrongEncoding(name, encoding, lines, done)
        out, held = _plain_ends(held + text, final=not chunk)
        if b"\0" in out:
            line = lines + 1 + out[: out.index(b"\0")].count(b"\n")
            raise LoadRefused(f"{name} holds a NUL byte in line {line}: it is damaged or no text")
        write(out)
        lines, done, last = lines + out.count(b"\n"), done + len(chunk), out[-1:] or last
    return lines, last


def _decoded(chunks: Iterator[bytes], encoding: str) -> Iterator[tuple[bytes, bytes | None]]:
    """Each chunk with its text as UTF-8; None where it is not in that encoding.

    UTF-8 itself is only checked: the bytes are passed on as they are.
    """
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    for chunk in _and_end(chunks):
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeError:
            yield chunk, None
            return
        yield chunk, chunk if encoding == "utf-8" else text.encode()


def _and_end(chunks: Iterator[bytes]) -> Iterator[bytes]:
    yield from chunks
    yield b""


def _plain_ends(text: bytes, *, final: bool) -> tuple[bytes, bytes]:
    """`\\r\\n` and lone `\\r` as `\\n`; a `\\r` at a chunk's end waits for the next."""
    held = b"\r" if text.endswith(b"\r") and not final else b""
    if b"\r" in text:
        text = text.removesuffix(held).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return text, held
