"""The metrics of a shop once more, in plain pandas and from the canonical tables alone.

Written from the words of the rulebook and of `means` in metrics.yaml, by someone who did not write
the marts, so that the two can disagree. It is slow and has no store of its own. Money is counted
in whole ten-thousandths of the currency, so that sums are exact.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analytics.model import Kind
from analytics.query import Question
from analytics.statement import Statement
from analytics.tables import TABLES
from analytics.warehouse import DuckDBWarehouse
from tests.analytics.oracle_rows import (
    LINE_WORDS,
    costed,
    judged,
    liked,
    people,
    shared,
    timed,
    tried,
    typed,
)

PARTS = 10_000
WORDS = ("channel", "campaign", "region", "device", "payment_method", "customer_type")
CLOCK = ("hour", "weekday")
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Leaf:
    """One aggregate: `how` it is taken of `column`, over the rows of `frame` flagged `only`."""

    frame: str
    how: str
    column: str = ""
    only: str = ""
    money: bool = False


def _money(frame: str, column: str, only: str = "") -> Leaf:
    return Leaf(frame, "sum", column, only, money=True)


LEAVES: Mapping[str, Leaf] = {
    "gmv": _money("placed", "gross_amount"),
    "discount": _money("placed", "discount_amount"),
    "orders": Leaf("placed", "distinct", "order_id", "is_order"),
    "paid_gmv": _money("paid", "paid_amount"),
    "refunds": _money("paid", "refund_amount"),
    "known_paid_gmv": _money("paid", "paid_amount", "is_known"),
    "guest_paid_gmv": _money("paid", "paid_amount", "is_guest"),
    "paid_orders": Leaf("paid", "distinct", "order_id", "is_paid"),
    "known_paid_orders": Leaf("paid", "distinct", "order_id", "is_known_paid"),
    "buyers": Leaf("paid", "distinct", "customer_id", "is_known_paid"),
    "new_buyers": Leaf("paid", "distinct", "customer_id", "is_new"),
    "repeat_buyers": Leaf("paid", "distinct", "customer_id", "is_repeat"),
    "units": Leaf("paid_lines", "sum", "quantity", "is_paid"),
    "visitors": Leaf("visits", "distinct", "visitor_id"),
    "impressions": Leaf("traffic", "sum", "impressions"),
    "clicks": Leaf("traffic", "sum", "clicks"),
    "sessions": Leaf("traffic", "sum", "sessions"),
    "bounces": Leaf("traffic", "sum", "bounces"),
    "dwell": Leaf("traffic", "sum", "dwell_seconds"),
    "interactions": Leaf("posts", "sum", "interactions"),
    "spend": _money("spend", "true_cost"),
    "media_spend": _money("spend", "media_cost"),
    "ad_impressions": Leaf("spend", "sum", "impressions"),
    "ad_clicks": Leaf("spend", "sum", "clicks"),
    "payment_attempts": Leaf("payments", "distinct", "row"),
    "failed_payments": Leaf("payments", "distinct", "row", "failed"),
    "tickets": Leaf("tickets", "distinct", "row"),
    "first_response_minutes": Leaf("tickets", "mean", "response_minutes"),
    "resolution_hours": Leaf("tickets", "mean", "resolution_hours"),
    "sentiment": Leaf("tickets", "mean", "sentiment"),
}

RATIOS: Mapping[str, tuple[str, str, float]] = {
    "new_buyer_share": ("new_buyers", "buyers", 1),
    "repurchase_rate": ("repeat_buyers", "buyers", 1),
    "cvr": ("buyers", "visitors", 1),
    "aov": ("paid_gmv", "buyers", 1),
    "order_value": ("paid_gmv", "paid_orders", 1),
    "orders_per_buyer": ("known_paid_orders", "buyers", 1),
    "known_order_value": ("known_paid_gmv", "known_paid_orders", 1),
    "units_per_buyer": ("units", "buyers", 1),
    "unit_price": ("paid_gmv", "units", 1),
    "refund_rate": ("refunds", "paid_gmv", 1),
    "discount_rate": ("discount", "gmv", 1),
    "ctr": ("clicks", "impressions", 1),
    "bounce_rate": ("bounces", "sessions", 1),
    "dwell_seconds": ("dwell", "sessions", 1),
    "cpm": ("spend", "ad_impressions", 1000),
    "cpc": ("spend", "ad_clicks", 1),
    "cac": ("spend", "new_buyers", 1),
    "payment_failure_rate": ("failed_payments", "payment_attempts", 1),
}

METRICS = (*LEAVES, *RATIOS, "net_gmv")


@dataclass(frozen=True)
class Cell:
    """One number and how far rounding of shared amounts may have moved it; None is nothing."""

    value: float | None
    slack: float = 0.0


class Oracle:
    """Answers questions about the canonical tables of one store, seen in the shop's zone."""

    def __init__(self, warehouse: DuckDBWarehouse, zone: str) -> None:
        self._warehouse, self._zone = warehouse, zone
        orders = judged(self._read("orders"))
        lines = shared(orders, self._read("order_items"))
        self.frames = {
            "placed": self._clocked(orders, "ordered_at"),
            "paid": self._clocked(orders[orders.moved], "settled_at"),
            "placed_lines": self._clocked(lines, "ordered_at"),
            "paid_lines": self._clocked(lines[lines.moved], "settled_at"),
            "visits": self._clocked(people(self._read("events")), "event_at"),
            "traffic": self._clocked(self._read("traffic"), "at"),
            "spend": self._clocked(costed(self._read("ad_spend")), "at"),
            "tickets": self._clocked(timed(self._read("tickets")), "opened_at"),
            "posts": self._clocked(liked(self._read("posts")), "posted_at"),
            "payments": self._clocked(tried(self._read("payments")), "at"),
        }

    def dimensions(self, metric: str) -> set[str]:
        """What a metric can be split by: the words all its parts carry."""
        return set.intersection(*(self._carried(leaf) for leaf in leaves_of(metric)))

    def words(self, dimension: str) -> list[str | None]:
        """Every word of a dimension in any table; None where rows lack it."""
        found = [f[dimension] for f in self.frames.values() if dimension in f]
        return sorted({w for column in found for w in column.unique()}, key=lambda w: w or "")

    def answer(self, question: Question) -> dict[Key, dict[str, Cell]]:
        """Each key of `by` and the grain's day with its metrics; `()` alone for a total."""
        leaves = {leaf for metric in question.metrics for leaf in leaves_of(metric)}
        found = {leaf: self._leaf(leaf, question) for leaf in leaves}
        keys = {key for cells in found.values() for key in cells}
        if not (question.by or question.grain):
            keys = {()}
        return {
            key: {metric: _worked_out(metric, found, key) for metric in question.metrics}
            for key in keys
        }

    def _carried(self, leaf: str) -> set[str]:
        frame = LEAVES[leaf].frame
        held = {*self.frames[frame], *(self.frames.get(f"{frame}_lines", ()))}
        return held & {*WORDS, *LINE_WORDS, *CLOCK}

    def _leaf(self, name: str, question: Question) -> dict[Key, Cell]:
        leaf = LEAVES[name]
        frame = self.frames[leaf.frame]
        if not {*question.by, *question.where} <= {*frame}:
            frame = self.frames[f"{leaf.frame}_lines"]
        frame = _cut(frame, question)
        groups, keys = _grouped(frame, question)
        return dict(zip(keys, _aggregates(leaf, frame, groups, len(keys)), strict=True))

    def _read(self, table: str) -> pd.DataFrame:
        declared = TABLES[table].columns
        exact = {Kind.MONEY: "CAST({} * 10000 AS BIGINT)", Kind.INSTANT: "epoch_us({})"}
        asked = [exact.get(c.kind, "{}").format(f'"{c.name}"') for c in declared]
        rows = self._warehouse.fetch(Statement(f"SELECT {', '.join(asked)} FROM main.{table}"))
        frame = pd.DataFrame(rows.rows, columns=[c.name for c in declared], dtype=object)
        for column in declared:
            frame[column.name] = typed(frame[column.name], column.kind)
        return frame.assign(row=range(len(frame)))

    def _clocked(self, frame: pd.DataFrame, at: str) -> pd.DataFrame:
        local = frame[at].dt.tz_convert(self._zone).dt.tz_localize(None)
        hour = local.dt.hour.map("{:02d}".format).astype(object)
        weekday = (local.dt.day_of_week + 1).astype(str).astype(object)
        return frame.assign(day=local.dt.normalize(), hour=hour, weekday=weekday)


def leaves_of(metric: str) -> tuple[str, ...]:
    """The aggregates a metric is worked out from."""
    if metric == "net_gmv":
        return "paid_gmv", "refunds"
    return RATIOS[metric][:2] if metric in RATIOS else (metric,)


def _cut(frame: pd.DataFrame, question: Question) -> pd.DataFrame:
    """The rows of the question's days, hours and words."""
    start, end = pd.Timestamp(question.start), pd.Timestamp(question.end)
    keep = (frame.day >= start) & (frame.day < end)
    if question.hours is not None:
        last = frame.day == end - pd.Timedelta(days=1)
        keep &= ~(last & (frame.hour.astype(int) >= question.hours))
    for dimension, words in question.where.items():
        named = frame[dimension].isin([word for word in words if word is not None])
        keep &= named | frame[dimension].isna() if None in words else named
    return frame[keep]


def _bucket(day: Any, grain: str) -> Any:
    return day if grain == "day" else day.dt.to_period(grain[0].upper()).dt.start_time


def _grouped(frame: pd.DataFrame, question: Question) -> tuple[Any, list[Key]]:
    """The number of each row's group, and the groups' keys; a total is one group, even if empty."""
    keys = [frame[dimension] for dimension in question.by]
    if question.grain:
        keys.append(_bucket(frame.day, question.grain).dt.date)
    if not keys:
        return pd.Series(0, index=frame.index), [()]
    groups = frame.groupby([key.to_numpy() for key in keys], dropna=False, sort=False).ngroup()
    first = ~groups.duplicated()
    columns = [[None if word != word else word for word in key[first]] for key in keys]
    return groups, list(zip(*columns, strict=True))


def _aggregates(leaf: Leaf, rows: pd.DataFrame, groups: Any, count: int) -> list[Cell]:
    kept = rows[rows[leaf.only].astype(bool)] if leaf.only else rows
    column = kept[leaf.column].groupby(groups.loc[kept.index])
    if leaf.how == "distinct":
        found = column.nunique().reindex(range(count), fill_value=0)
    else:
        found = column.mean() if leaf.how == "mean" else column.sum(min_count=1)
    slack: dict[Any, float] = {}
    if leaf.money and "slack" in rows:
        slack = (rows.slack.groupby(groups).sum() / PARTS).to_dict()
    values = (found.dropna().astype(float) / (PARTS if leaf.money else 1)).to_dict()
    return [Cell(values.get(group), slack.get(group, 0.0)) for group in range(count)]


def _worked_out(metric: str, found: Mapping[str, Mapping[Key, Cell]], key: Key) -> Cell:
    cells = [found[leaf].get(key, Cell(None)) for leaf in leaves_of(metric)]
    slack = sum(cell.slack for cell in cells)
    if metric == "net_gmv":
        paid, refunds = (cell.value for cell in cells)
        return Cell((paid or 0) - (refunds or 0), slack)
    if metric not in RATIOS:
        return cells[0]
    (top, bottom), per = (cell.value for cell in cells), RATIOS[metric][2]
    if top is None or not bottom:
        return Cell(None)
    ratio = top / bottom
    off = (cells[0].slack + abs(ratio) * cells[1].slack) / abs(bottom)
    return Cell(ratio * per, 2 * off * per)
