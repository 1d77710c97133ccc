"""The demo shop: two years of an apparel brand, made up, with planted events and their truth."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import date

from analytics.demo.building import build
from analytics.demo.cells import ORDERS_A_DAY, Span
from analytics.demo.plan import Plan, make_plan, outcomes, responses
from analytics.demo.planting import Planted, Truth
from analytics.warehouse import Warehouse, Writer

__all__ = ["Planted", "Truth", "generate", "orders"]

FULL_BROWSING_SCALE = 2.0


def orders(scale: float, days: int = 730) -> int:
    """About how many orders a shop of this scale places: 60 000 in 730 days at scale 1."""
    return round(ORDERS_A_DAY * days * scale)


def generate(
    store: Warehouse | Writer,
    *,
    seed: int = 7,
    days: int = 730,
    scale: float = 1.0,
    end: date,
    zone: str = "Asia/Shanghai",
    browsing: float | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Truth:
    """Fill an empty store with the demo shop and tell what is in it.

    The data run over the `days` shop days before `end`, which is the first day without data.
    The same arguments give the same rows. Given a warehouse everything lands in one transaction up
    to 400 000 orders, in several beyond; given a writer it is part of the caller's. Marts are the
    caller's to build. LoadRefused when the store already holds a load.

    `browsing` is the share of the visits without an order that are written as events; conversion
    is true to life (2–4 %) at 1. By default it is 1 up to scale 2 and falls beyond, so that a
    store made for measuring load has about five events an order; `traffic` always speaks for
    all visits. ValueError for a span that cannot be: no days, a scale or browsing not above 0.
    """
    share = min(1.0, FULL_BROWSING_SCALE / max(scale, 1e-9)) if browsing is None else browsing
    if days < 1 or scale <= 0 or not 0 < share <= 1:
        raise ValueError("days and scale must be above zero, browsing between 0 and 1")
    plan = make_plan(Span(seed, days, scale, end, zone), share)
    opening = store.writing if hasattr(store, "writing") else lambda: nullcontext(store)
    build(opening, plan, share, progress)
    return _truth(plan)


def _truth(plan: Plan) -> Truth:
    span = plan.span
    return Truth(
        seed=span.seed,
        days=span.days,
        scale=span.scale,
        first_day=span.first,
        end=span.end,
        zone=span.zone,
        orders=sum(cell.orders for cell in plan.cells),
        planted=plan.planted,
        responses=responses(plan),
        campaigns=outcomes(plan),
    )
