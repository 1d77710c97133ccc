"""An applied plan as files to carry out: one CSV per channel, a line per campaign.

The files are the plan's and can be written again at any time: each is put in place whole or not
at all, and the same plan gives the same bytes.
"""

import csv
import hashlib
import io
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from commands.kit.plans import Proposed
from commands.kit.shift import ShiftProposal, ShiftRow

COLUMNS = ("channel", "campaign", "start", "last_day", "days", "from", "to", "change", "per_day")
_LONGEST_NAME = 40
_OBEYED = re.compile(r"\s*[=+@＝＋－＠-]|[\t\r\n]")
"""How a cell begins that some spreadsheet takes for a formula, wide forms and spaces included."""


def folder_of(exports: Path, plan: Proposed) -> Path:
    """Where the files of a plan are."""
    return exports / f"shift-{plan.number}-r{plan.revision}"


def write_plan(exports: Path, plan: Proposed) -> Path:
    """Write the files of a plan; their folder. OSError where the disk does not take them."""
    folder = folder_of(exports, plan)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in plan_files(plan.proposal).items():
        _put(folder / name, content)
    return folder


def plan_files(proposal: ShiftProposal) -> Mapping[str, bytes]:
    """The content of each file by its name. Money is for all the days together.

    UTF-8 with a mark that spreadsheets know it by. A word that a spreadsheet would take for a
    formula has an apostrophe before it.
    """
    channels = dict.fromkeys(row.channel for row in proposal.rows)
    return {
        _file_name(channel): _csv(
            proposal, [row for row in proposal.rows if row.channel == channel]
        )
        for channel in channels
    }


def _csv(proposal: ShiftProposal, rows: Iterable[ShiftRow]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow(_line(proposal, row))
    return text.getvalue().encode("utf-8-sig")


def _line(proposal: ShiftProposal, row: ShiftRow) -> tuple[object, ...]:
    last = proposal.end.toordinal() - 1
    return (
        _plain(row.channel),
        _plain(row.campaign or ""),
        proposal.start,
        type(proposal.end).fromordinal(last),
        proposal.days,
        f"{row.now:.2f}",
        f"{row.to:.2f}",
        f"{row.change:.2f}",
        f"{row.to / proposal.days:.2f}",
    )


def _plain(word: str) -> str:
    return f"'{word}" if _OBEYED.match(word) else word


def _file_name(channel: str) -> str:
    """The channel as a file name: two that only look alike there keep apart by their hash."""
    safe = re.sub(r"[^\w-]+", "_", channel)[:_LONGEST_NAME]
    if safe and safe == channel:
        return f"{safe}.csv"
    return f"{safe or 'channel'}-{hashlib.sha256(channel.encode()).hexdigest()[:8]}.csv"


def _put(file: Path, content: bytes) -> None:
    """Put a file in place whole: what is cut off leaves the earlier one, or none."""
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with beside.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
