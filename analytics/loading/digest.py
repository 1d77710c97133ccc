"""Whether this very content was loaded before, whatever format or order it comes in."""

from collections.abc import Sequence

from analytics.loading.expression import quoted
from analytics.statement import Statement
from analytics.tables import TABLES
from analytics.warehouse import Writer


def content_digest(writer: Writer, tables: Sequence[str], load_id: int) -> str:
    """A digest of the staged rows and of what was quarantined; order does not matter.

    Sums and exclusive ors of two 64-bit hashes a row: it tells files apart, it is no seal.
    """
    parts = []
    for name in sorted(tables):
        columns = ", ".join(quoted(column.name) for column in TABLES[name].columns)
        parts.append(f"{name}:{_summed(writer, f'new_{name}', columns)}")
    bad = f"(SELECT * FROM tidebell.quarantine WHERE load_id = {load_id})"
    parts.append(f"refused:{_summed(writer, bad, 'table_name, reason, content')}")
    return " ".join(parts)


def _summed(writer: Writer, source: str, columns: str) -> str:
    sql = (
        "SELECT count(*) || '-' || coalesce(sum(CAST(h AS HUGEINT)), 0) || '-'"
        f" || coalesce(bit_xor(hash(h, 7)), 0) FROM (SELECT hash({columns}) AS h FROM {source})"
    )
    return str(writer.fetch(Statement(sql)).scalar())


def earlier_load(writer: Writer, digest: str) -> int | None:
    """The load that brought this content, unless a later one may have taken it out again."""
    sql = (
        "SELECT max(load_id) FROM tidebell.loads l WHERE digest = $digest AND NOT EXISTS"
        " (SELECT 1 FROM tidebell.loads t WHERE t.load_id > l.load_id AND t.mode <> 'append')"
    )
    found = writer.fetch(Statement(sql, {"digest": digest})).scalar()
    return None if found is None else int(found)
