"""The record a load leaves of itself."""

from datetime import UTC, datetime

from analytics.loading.summary import LoadSummary
from analytics.statement import Statement
from analytics.warehouse import Writer


def next_id(writer: Writer) -> int:
    """The number of the load about to be made."""
    sql = "SELECT coalesce(max(load_id), 0) + 1 FROM tidebell.loads"
    return int(writer.fetch(Statement(sql)).scalar())


def record_load(writer: Writer, summary: LoadSummary, digest: str, now: datetime) -> None:
    """One row in `tidebell.loads`; the moment is kept as UTC without an offset."""
    tables = summary.tables.values()
    writer.execute(
        "INSERT INTO tidebell.loads VALUES ($load_id, $now, $mapping, $mode, $files, $digest,"
        " $read, $loaded, $duplicate, $quarantined)",
        {
            "load_id": summary.load_id,
            "now": now.astimezone(UTC).replace(tzinfo=None),
            "mapping": summary.mapping,
            "mode": summary.mode,
            "files": list(summary.files),
            "digest": digest,
            "read": sum(one.read for one in tables),
            "loaded": sum(one.loaded for one in tables),
            "duplicate": sum(one.duplicate for one in tables),
            "quarantined": sum(one.quarantined for one in tables),
        },
    )
