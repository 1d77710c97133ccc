"""What `/gmv` reports: totals of two periods, the tree's factors, and the slices that moved."""

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.drivers import Decomposition, most_telling, split_slices
from analytics.periods import Period
from analytics.shop import Filters, Quantity, Shop
from analytics.tree import (
    CUSTOMER_FACTORS,
    GUESTS,
    KNOWN,
    LINE_FACTORS,
    VISITOR_FACTORS,
    split_lines,
    split_tree,
)

HEADLINES = ("gmv", "paid_gmv", "net_gmv", "orders", "buyers")
TELLING = ("channel", "category", "customer_type")
"""The dimensions searched for the one that tells most when none is asked."""

NO_WORD = "(none)"
"""The name of rows that carry no word of the dimension."""


@dataclass(frozen=True)
class Side:
    """One of the two things compared: a period and a slice."""

    period: Period
    where: Filters


@dataclass(frozen=True)
class Sales:
    """Totals now and before (None: nothing to compare with) and what the change is made of.

    `main`: the metric explained, `paid_gmv` where payments are known, else `gmv`.
    `tree`: its factors, exact; `finer`: with units and price, where order lines are loaded.
    """

    main: str
    now: dict[str, Quantity]
    before: dict[str, Quantity] | None
    tree: Decomposition | None
    finer: Decomposition | None


def measure_sales(shop: Shop, now: Side, before: Side | None) -> Sales:
    """Totals and tree of one or two sides."""
    totals, *others = _totals(shop, [now] if before is None else [now, before])
    main = "paid_gmv" if totals["paid_gmv"] is not None else "gmv"
    if not others:
        return Sales(main, totals, None, None, None)
    earlier = others[0]
    tree = split_tree(earlier, totals) if main == "paid_gmv" else None
    return Sales(main, totals, earlier, tree, split_lines(earlier, totals))


def split_by(shop: Shop, metric: str, dimension: str, now: Side, before: Side) -> Decomposition:
    """The change of an additive metric over a dimension's words; sums exactly to the change."""
    return split_slices(
        _by_word(shop, metric, dimension, before), _by_word(shop, metric, dimension, now)
    )


def telling_split(
    shop: Shop, metric: str, now: Side, before: Side
) -> tuple[str, Decomposition] | None:
    """The dimension that explains the change best with its split; None when there is none."""
    splits = {
        dimension: split_by(shop, metric, dimension, now, before)
        for dimension in TELLING
        if dimension in shop.dimensions and dimension not in now.where
    }
    splits = {name: split for name, split in splits.items() if len(split.contributions) > 1}
    if not splits:
        return None
    best = most_telling(splits)
    return best, splits[best]


def _by_word(shop: Shop, metric: str, dimension: str, side: Side) -> dict[str, float]:
    slices = shop.split((metric,), side.period, (dimension,), side.where)
    return {NO_WORD if s.key[0] is None else s.key[0]: float(s.values[metric] or 0) for s in slices}


def _totals(shop: Shop, sides: Sequence[Side]) -> list[dict[str, Quantity]]:
    """Each side with the visitors' tree where both have one, else with the customers' one."""
    if _measurable(shop, "visitors", sides):
        lines = LINE_FACTORS[2:] if _measurable(shop, "units", sides) else ()
        found = _measured(shop, sides, (*VISITOR_FACTORS, *lines))
        if all(_has_visitors_tree(totals) for totals in found):
            return found
    return _measured(shop, sides, (*CUSTOMER_FACTORS, KNOWN, GUESTS))


def _has_visitors_tree(totals: dict[str, Quantity]) -> bool:
    """Whether visitors × conversion × spend is what was paid: not where only guests paid."""
    return bool(totals["visitors"]) and bool(totals["buyers"] or not totals["paid_gmv"])


def _measured(
    shop: Shop, sides: Sequence[Side], factors: tuple[str, ...]
) -> list[dict[str, Quantity]]:
    metrics = tuple(dict.fromkeys((*HEADLINES, *factors)))
    return [shop.total(metrics, side.period, side.where) for side in sides]


def _measurable(shop: Shop, metric: str, sides: Sequence[Side]) -> bool:
    if not shop.knows(metric):
        return False
    possible = set(shop.catalogue.dimensions_of(metric))
    return all(
        set(side.where) <= possible and shop.covers_alike((metric, "gmv"), side.period)
        for side in sides
    )
