"""A load: one transaction from files to canonical tables, whole or not at all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from analytics.errors import LoadRefused, StoreError
from analytics.loading.currency import settle_currency
from analytics.loading.digest import content_digest, earlier_load
from analytics.loading.files import expand
from analytics.loading.mapping import Mapping, TableMapping
from analytics.loading.merging import Merge, Mode, apply, merge
from analytics.loading.opening import Group, open_files
from analytics.loading.quarantine import MOST_KEPT, quarantine, reasons
from analytics.loading.ragged import check_whole
from analytics.loading.records import next_id, record_load
from analytics.loading.snapshot import Snapshot, incoming_folder, take_snapshot
from analytics.loading.staged import Staged
from analytics.loading.staging import (
    goes_straight,
    refused_counts,
    stage_fields,
    stage_straight,
    stage_table,
)
from analytics.loading.summary import LoadSummary, TableSummary
from analytics.loading.touched import Cover, read_cover, read_span, record_cover, touched_days
from analytics.loading.warnings import file_warnings, merge_warnings
from analytics.statement import Statement
from analytics.tables import TABLES
from analytics.warehouse import DuckDBWarehouse, Writer

After = Callable[[Writer, frozenset[date] | None], None]


@dataclass(frozen=True)
class _Order:
    """What was asked for."""

    mapping: Mapping
    files: tuple[Path, ...]
    mode: Mode
    dry_run: bool
    zone: str
    currency: str
    now: datetime
    progress: Callable[[str], None]
    after: After


class _Abandoned(Exception):
    """Ends a transaction that changed nothing, or must not."""

    def __init__(self, summary: LoadSummary) -> None:
        super().__init__("nothing to keep")
        self.summary = summary


def _say_nothing(_: str) -> None:
    pass


def _do_nothing(_: Writer, __: frozenset[date] | None) -> None:
    pass


def load(
    warehouse: DuckDBWarehouse,
    mapping: Mapping,
    files: Sequence[Path],
    *,
    mode: Mode = "append",
    dry_run: bool = False,
    zone: str = "Asia/Shanghai",
    currency: str = "CNY",
    now: datetime,
    progress: Callable[[str], None] = _say_nothing,
    after: After = _do_nothing,
) -> LoadSummary:
    """Load files, folders or globs as `mapping` says, in one transaction.

    `append` keeps rows that stand under the same key, `upsert` updates them, `replace` also
    removes the stored rows of the shop days the files cover. Rows a rule refuses go to
    `tidebell.quarantine`. The same content again changes nothing. `now` bounds how late a
    row may be (one day on). `after` runs inside the transaction once the rows are in, with
    the shop days of rows added or removed; not for a dry run or where nothing changed.

    Raises LoadRefused (the files or the mapping) or StoreError (the disk); nothing is kept.
    """
    order = _Order(
        mapping, tuple(expand(files)), mode, dry_run, zone, currency, now, progress, after
    )
    named: dict[str, str] = {}
    try:
        with warehouse.writing() as writer, incoming_folder(warehouse.incoming) as folder:
            return _Load(order, writer, folder, named).run()
    except _Abandoned as abandoned:
        return abandoned.summary
    except (LoadRefused, StoreError) as error:
        raise type(error)(_with_names(str(error), named)) from error


def _with_names(text: str, named: dict[str, str]) -> str:
    """An engine's sentence with the operator's file names instead of our copies' paths."""
    for path, name in named.items():
        text = text.replace(path, name)
    return text


class _Load:
    """One load inside its transaction."""

    def __init__(self, order: _Order, writer: Writer, folder: Path, named: dict[str, str]) -> None:
        self._order = order
        self._writer = writer
        self._folder = folder
        self._named = named

    def run(self) -> LoadSummary:
        order, writer = self._order, self._writer
        _prepare(writer)
        groups = self._stage(open_files(writer, order.mapping, self._snapshots()))
        load_id = next_id(writer)
        cut = quarantine(writer, groups, load_id, self._folder)
        for staged in groups:
            writer.execute(f"DROP TABLE IF EXISTS {staged.fields}")
        # The files' order has told the lines; storing needs none and is faster without.
        writer.execute("SET SESSION preserve_insertion_order = false")
        rules = _rules(groups)
        digest = content_digest(writer, list(rules), load_id)
        covers = _covers(writer, list(rules), order.zone)
        again = earlier_load(writer, digest)
        merges = self._stand_still(rules) if again else self._merge(rules, covers, load_id)
        summary = self._summary(groups, merges, covers, load_id)
        warned = [
            *file_warnings(groups, cut, MOST_KEPT),
            *merge_warnings(merges, order.mode, again),
        ]
        summary = summary.model_copy(update={"warnings": tuple(warned)})
        if order.dry_run or again or not _changed(summary):
            raise _Abandoned(summary.model_copy(update={"load_id": None}))
        record_load(writer, summary, digest, order.now)
        record_cover(writer, covers, load_id)
        self._finish(merges)
        return summary

    def _snapshots(self) -> list[Snapshot]:
        taken = []
        for number, path in enumerate(self._order.files):
            self._order.progress(f"reading {path.name}")
            snapshot = take_snapshot(path, number, self._folder, self._order.mapping.read)
            self._named[str(snapshot.path)] = path.name
            taken.append(snapshot)
        return taken

    def _stage(self, opened: Sequence[Group]) -> list[Staged]:
        order, writer, groups = self._order, self._writer, list[Staged]()
        filled = set[str]()
        for number, (mapping, found) in enumerate(opened):
            order.progress(f"understanding {', '.join(mapping.tables)}")
            straight = goes_straight(mapping, found) and filled.isdisjoint(mapping.tables)
            if straight:
                staged = stage_straight(writer, mapping, found, order.zone, order.now, number)
            else:
                staged = stage_fields(writer, mapping, found, order.zone, number)
            check_whole(writer, staged, number)
            settle_currency(writer, staged, order.currency)
            for name in () if straight else _derived_last(mapping.tables):
                stage_table(writer, staged, name, order.zone, order.now, append=name in filled)
            filled.update(mapping.tables)
            groups.append(staged)
        return groups

    def _merge(
        self, rules: dict[str, TableMapping], covers: Sequence[Cover], load_id: int
    ) -> dict[str, Merge]:
        order, merges = self._order, dict[str, Merge]()
        for name in _orders_last(rules):
            order.progress(f"storing {name}")
            table = TABLES[name]
            span = read_span(self._writer, table, covers) if order.mode == "replace" else None
            merged = merge(self._writer, table, rules[name], order.mode, order.zone, span)
            merges[name] = apply(self._writer, table, merged, load_id)
        return merges

    def _stand_still(self, rules: dict[str, TableMapping]) -> dict[str, Merge]:
        """The same content was loaded before: every row is a duplicate."""
        counts = {name: _count(self._writer, f"new_{name}") for name in rules}
        return {name: Merge(count, duplicate=count) for name, count in counts.items()}

    def _summary(
        self,
        groups: Sequence[Staged],
        merges: dict[str, Merge],
        covers: Sequence[Cover],
        load_id: int,
    ) -> LoadSummary:
        order = self._order
        refused = refused_counts(self._writer, groups)
        return LoadSummary(
            load_id=load_id,
            mapping=order.mapping.name,
            mode=order.mode,
            dry_run=order.dry_run,
            files=tuple(str(path) for path in order.files),
            tables={name: _told(one, refused.get(name, 0)) for name, one in merges.items()},
            reasons=reasons(self._writer, load_id),
            first_day=min((cover.first for cover in covers), default=None),
            last_day=max((cover.last for cover in covers), default=None),
            ignored=tuple(
                dict.fromkeys(
                    name for staged in groups for found in staged.files for name in found.ignored
                )
            ),
        )

    def _finish(self, merges: dict[str, Merge]) -> None:
        """Tell which days changed, with the working tables out of the way first."""
        if not any(one.loaded or one.replaced for one in merges.values()):
            return
        days = touched_days(self._writer, list(merges), self._order.zone)
        for name in merges:
            self._writer.execute(f"DROP TABLE new_{name}")
            self._writer.execute(f"DROP TABLE old_{name}")
        self._order.progress("updating the daily figures")
        self._order.after(self._writer, days)


def _prepare(writer: Writer) -> None:
    """Temporary tables keep the files' order: a row's place tells its line."""
    writer.execute("SET SESSION preserve_insertion_order = true")
    writer.execute(
        'CREATE TEMP TABLE load_bad ("group" INTEGER, file INTEGER, line BIGINT,'
        " table_name VARCHAR, reason VARCHAR)"
    )
    writer.execute(
        'CREATE TEMP TABLE load_ragged ("group" INTEGER, file INTEGER, line BIGINT,'
        " error VARCHAR, content VARCHAR, place BIGINT)"
    )


def _count(writer: Writer, table: str) -> int:
    return int(writer.fetch(Statement(f"SELECT count(*) FROM {table}")).scalar())


def _derived_last(tables: dict[str, TableMapping]) -> list[str]:
    return sorted(tables, key=lambda name: tables[name].derive is not None)


def _orders_last(rules: dict[str, TableMapping]) -> list[str]:
    """Lines before their orders: totals derive from lines, replaced lines from old orders."""
    return sorted(rules, key=lambda name: name == "orders")


def _rules(groups: Sequence[Staged]) -> dict[str, TableMapping]:
    return {name: rule for staged in groups for name, rule in staged.mapping.tables.items()}


def _covers(writer: Writer, tables: Sequence[str], zone: str) -> list[Cover]:
    found = (read_cover(writer, TABLES[name], zone, tables) for name in tables)
    return [cover for cover in found if cover is not None]


def _told(merged: Merge, refused: int) -> TableSummary:
    return TableSummary(
        read=merged.good + refused,
        loaded=merged.loaded,
        duplicate=merged.duplicate,
        replaced=merged.replaced,
        quarantined=refused,
    )


def _changed(summary: LoadSummary) -> bool:
    return any(one.loaded or one.replaced or one.quarantined for one in summary.tables.values())
