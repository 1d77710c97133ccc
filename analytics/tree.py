"""The GMV tree: what paid GMV is a product of, and how a change splits over it.

`paid_gmv = visitors × cvr × aov`, with `aov = units_per_buyer × unit_price` where order lines are
loaded. Shops without visitors use `buyers × orders_per_buyer × known_order_value`, with guests, who
have no identity to count, as a line of their own.
"""

from collections.abc import Mapping

from analytics.drivers import Decomposition, split_factors, with_lines
from analytics.shop import Quantity

VISITOR_FACTORS = ("visitors", "cvr", "aov")
LINE_FACTORS = ("visitors", "cvr", "units_per_buyer", "unit_price")
CUSTOMER_FACTORS = ("buyers", "orders_per_buyer", "known_order_value")
GUESTS = "guest_paid_gmv"
KNOWN = "known_paid_gmv"

Totals = Mapping[str, Quantity]


def split_tree(before: Totals, after: Totals) -> Decomposition | None:
    """The change of paid GMV over the tree's factors; None when a side is unknown or empty.

    Sums exactly to the change. An undefined factor counts as unchanged (`split_factors`).
    """
    if before.get("paid_gmv") is None or after.get("paid_gmv") is None:
        return None
    if "visitors" in after:
        return _split(VISITOR_FACTORS, before, after, "paid_gmv")
    known = _split(CUSTOMER_FACTORS, before, after, KNOWN)
    return with_lines(known, {GUESTS: _number(before, GUESTS)}, {GUESTS: _number(after, GUESTS)})


def split_lines(before: Totals, after: Totals) -> Decomposition | None:
    """The finer tree with units per buyer and price per unit; None where it is not measured."""
    if any(side.get(name) is None for side in (before, after) for name in LINE_FACTORS):
        return None
    return _split(LINE_FACTORS, before, after, "paid_gmv")


def _split(factors: tuple[str, ...], before: Totals, after: Totals, total: str) -> Decomposition:
    return split_factors(
        {name: _optional(before, name) for name in factors},
        {name: _optional(after, name) for name in factors},
        total_before=_number(before, total),
        total_after=_number(after, total),
    )


def _optional(totals: Totals, name: str) -> float | None:
    value = totals.get(name)
    return None if value is None else float(value)


def _number(totals: Totals, name: str) -> float:
    return _optional(totals, name) or 0.0
