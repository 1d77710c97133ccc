"""Whether the audit log is whole: every link followed, and its end compared with one kept aside.

The chain alone cannot show that its newest entries were cut off, so the number and hash of the
last one are also kept in a file beside the data (`keep_head`). What neither shows: entries cut
off that were written after the file was; a log rewritten whole by someone who may write both
the database and the file. Against that, keep what `tidebell audit verify` prints elsewhere.
"""

import json
import os
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from bot.state.audit import BEGINNING, Link, entries
from bot.state.database import Database
from bot.state.schema import audit

HEAD_FILE = "audit.head"


@dataclass(frozen=True)
class Head:
    """The last entry of the log: its number and hash. Number 0: there is none yet."""

    seq: int = 0
    hash: str = BEGINNING


@dataclass(frozen=True)
class Verdict:
    """What was found. `entries`: how many were in order; `broken`: the first that is not.

    `why` is a sentence for the operator, empty when the log is whole.
    """

    entries: int
    head: Head
    broken: int | None = None
    why: str = ""

    @property
    def whole(self) -> bool:
        """Whether nothing was found."""
        return self.broken is None


def verify(database: Database, kept: Head | None = None) -> Verdict:
    """Follow the whole chain, a batch at a time; `kept`: its end as it once was."""
    kept, head, count = kept or Head(), Head(), 0
    with database.reading() as tx, closing(entries(tx)) as links:
        for link in links:
            why = _break(head, link) or _replaced(kept, link)
            if why:
                return Verdict(count, head, link.seq, why)
            head, count = Head(link.seq, link.hash), count + 1
    if head.seq < kept.seq:
        lost = f"the end is cut off: it once reached entry {kept.seq}"
        return Verdict(count, head, head.seq + 1, lost)
    return Verdict(count, head)


def _break(head: Head, link: Link) -> str:
    """What is wrong between the last good entry and the next."""
    if link.hashed() != link.hash:
        return f"entry {link.seq} was changed"
    if link.seq != head.seq + 1:
        return f"entries {head.seq + 1} to {link.seq - 1} are missing"
    if link.previous != head.hash:
        return f"entry {link.seq} does not follow entry {head.seq}: one of them was replaced"
    return ""


def _replaced(kept: Head, link: Link) -> str:
    if link.seq == kept.seq and link.hash != kept.hash:
        return f"entry {link.seq} is not the one it was when {HEAD_FILE} was written"
    return ""


def keep_head(database: Database, folder: Path) -> str:
    """Write the log's end into the folder; why that was refused, else empty.

    It is refused where the log does not hold the end that was kept last, or that cannot be read:
    the file is then the only witness. Cheap where nothing was added.
    """
    file = folder / HEAD_FILE
    try:
        kept = kept_head(folder) or Head()
    except ValueError as error:
        return str(error)
    with database.reading() as tx:
        last = select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1)
        head = Head(*(tx.execute(last).one_or_none() or ()))
        known = tx.scalar(select(audit.c.hash).where(audit.c.seq == kept.seq))
    if kept.seq and known != kept.hash:
        return f"the audit log does not hold entry {kept.seq} as {file} knows it"
    if head != kept:
        _write(file, head)
    return ""


def kept_head(folder: Path) -> Head | None:
    """The end kept in the folder; None where none is. ValueError when the file is damaged."""
    file = folder / HEAD_FILE
    if not file.exists():
        return None
    try:
        held = json.loads(file.read_text("utf-8"))
        return Head(int(held["seq"]), str(held["hash"]))
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{file} is damaged; the end of the audit log is unknown") from error


def _for_us_alone(file: str, flags: int) -> int:
    return os.open(file, flags, 0o600)


def _write(file: Path, head: Head) -> None:
    partial = file.with_name(file.name + ".partial")
    with open(partial, "w", encoding="utf-8", opener=_for_us_alone) as out:
        json.dump({"seq": head.seq, "hash": head.hash}, out)
        out.flush()
        os.fsync(out.fileno())
    partial.replace(file)
