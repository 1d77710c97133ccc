"""The funnel of a shop: from its events, and from traffic exports where there are none.

docs/funnel.md says what each step counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from analytics.errors import MissingTable, Unsplittable
from analytics.funnel import ADVERTISING, Funnel, Step
from analytics.funnel_chains import first_arrivals
from analytics.funnel_tally import Counted, Tally
from analytics.funnel_trails import read_trails
from analytics.funnel_window import Window
from analytics.sales import Side
from analytics.shop import Filters, Shop
from analytics.statement import Statement

Source = Literal["events", "traffic"]
Advertised = Literal["events", "traffic", "ad_spend"] | None
"""Where impressions and clicks come from; None: nowhere."""

DIMENSIONS = ("channel", "campaign", "device", "region")
_OF_TABLE = {"events": DIMENSIONS, "traffic": DIMENSIONS[:3], "ad_spend": DIMENSIONS[:2]}
_EVENT_OF = {
    "visit": "visit",
    "view_item": "view_item",
    "add_to_cart": "add_to_cart",
    "checkout": "checkout",
    "pay": "pay_success",
}
_NOTHING: dict[str, Any] = {}
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class FunnelQuestion:
    """`window`: from the visit to the last step; `follow`: how long after the period events count.

    `by`: a dimension to slice by.
    """

    side: Side
    window: timedelta
    follow: timedelta = timedelta(0)
    by: str | None = None


@dataclass(frozen=True)
class Funnels:
    """A funnel for each slice ('' for all, or where rows have no word), widest first.

    `bots`: the share of events left out as a bot's; None where none were seen.
    """

    slices: Mapping[str, Funnel]
    source: Source
    advertised: Advertised
    bots: float | None = None


def read_funnels(shop: Shop, question: FunnelQuestion) -> Funnels:
    """The funnels of a period. Raises MissingTable where neither events nor traffic are loaded, and
    Unsplittable for a dimension the rows do not have."""
    source = _source(shop, question)
    _refuse_unsplittable(source, question)
    counted, advertised = _advertised(shop, question)
    if source == "events":
        found, actions = _people(shop, question)
    else:
        found, actions = _times(shop, question, tuple(counted)), _NOTHING
    worths = _worths(shop, question, source)
    slices = {
        name: Funnel((*counted.get(name, ()), *steps), actions.get(name), worths.get(name))
        for name, steps in found.items()
    }
    ranked = dict(sorted(slices.items(), key=lambda item: -_width(item[1])))
    return Funnels(ranked, source, advertised, _bots(shop, question, source))


def _width(funnel: Funnel) -> int:
    visit = funnel.step("visit")
    return visit.count if visit else 0


def _source(shop: Shop, question: FunnelQuestion) -> Source:
    period = question.side.period
    for name in ("events", "traffic"):
        if shop.has(name) and shop.coverage(name).touches(period.start, period.end):
            return "events" if name == "events" else "traffic"
    if not shop.has("events") and not shop.has("traffic"):
        raise MissingTable("events")
    return "events" if shop.has("events") else "traffic"


def _refuse_unsplittable(source: Source, question: FunnelQuestion) -> None:
    for dimension in _used(question):
        if dimension not in _OF_TABLE[source]:
            raise Unsplittable("funnel", dimension, _OF_TABLE[source])


def _used(question: FunnelQuestion) -> tuple[str, ...]:
    return (*question.side.where, *([question.by] if question.by else []))


def _people(
    shop: Shop, question: FunnelQuestion
) -> tuple[dict[str, tuple[Step, ...]], dict[str, float]]:
    """Distinct people by slice and step, and the steps their buyers took."""
    held = {row[0] for row in shop.fetch(Statement("SELECT DISTINCT event FROM main.events"))}
    names = [name for name, event in _EVENT_OF.items() if event in held]
    if not names:
        return {}, {}
    counted = _counted(shop, question, names)
    steps = {
        name: tuple(
            Step(step, reached.people, "people", reached.seconds)
            for step, reached in zip(names, each.steps, strict=True)
        )
        for name, each in counted.items()
    }
    bought = counted.items() if names[-1] == "pay" else ()
    return steps, {name: each.actions for name, each in bought if each.actions is not None}


def _counted(shop: Shop, question: FunnelQuestion, names: Sequence[str]) -> dict[str, Counted]:
    """Everybody of the period by slice, in one reading of the events."""
    first, until = question.side.period.instants(shop.zone)
    values = _values(question, first, until) | {
        "steps": [_EVENT_OF[name] for name in names],
        "follow": until + question.follow,
        "by": question.by or "",
    }
    del values["until"]
    window, tally = Window(question.window.total_seconds()), Tally(len(names))
    ends = (until - _BEGINNING) // timedelta(microseconds=1)
    text = sql_file("events").format(group=', hash(slice) AS "group"' if question.by else "")
    for trails in read_trails(shop, Statement(text, values)):
        tally.add(trails, first_arrivals(trails, len(names), window, ends))
    slices = _sums(shop, question, "slices") if question.by else []
    words = {row["group"]: str(row["slice"]) for row in slices}
    return {words.get(group, ""): counted for group, counted in tally.result().items()}


def _advertised(
    shop: Shop, question: FunnelQuestion
) -> tuple[dict[str, tuple[Step, ...]], Advertised]:
    """Impressions and clicks by slice, from the first table that counts them."""
    period = question.side.period
    for table, file in (("events", "advertised"), ("traffic", "traffic"), ("ad_spend", "spend")):
        possible = shop.has(table) and set(_used(question)) <= set(_OF_TABLE[table])
        if possible and shop.coverage(table).touches(period.start, period.end):
            unit: Literal["people", "times"] = "people" if table == "events" else "times"
            found = {
                row["slice"]: tuple(
                    Step(name, int(row[name]), unit) for name in ADVERTISING if row[name]
                )
                for row in _sums(shop, question, file)
            }
            if any(found.values()):
                return found, table  # type: ignore[return-value]
    return {}, None


def _times(
    shop: Shop, question: FunnelQuestion, advertised: tuple[str, ...]
) -> dict[str, tuple[Step, ...]]:
    """How many times each step happened by slice, as the exports count, and orders paid."""
    names = [name for name in _EVENT_OF if name != "pay"]
    rows = {row["slice"]: row for row in _sums(shop, question, "traffic")}
    paid = _orders(shop, question)
    return {
        name: (
            *(Step(k, int(row[k]), "times") for k in names if row[k] is not None),
            *(
                [Step("pay", int(paid.get(name, {}).get("paid_orders") or 0), "times")]
                if paid
                else []
            ),
        )
        for name, row in rows.items()
    }


def _sums(shop: Shop, question: FunnelQuestion, file: str) -> list[dict[str, Any]]:
    first, until = question.side.period.instants(shop.zone)
    text = sql_file(file)
    values = _values(question, first, until) | {"by": question.by or ""}
    named = {key: value for key, value in values.items() if f"${key}" in text}
    return shop.fetch(Statement(text, named)).dicts()


def _orders(shop: Shop, question: FunnelQuestion) -> dict[str, dict[str, Any]]:
    """Paid orders, their amount and their buyers by slice; empty where no orders say so."""
    metrics = ("paid_orders", "paid_gmv", "buyers")
    if not shop.knows("paid_orders"):
        return {}
    by = (question.by,) if question.by else ()
    found = shop.split(metrics, question.side.period, by, question.side.where)
    return {(row.key[0] or "") if by else "": row.values for row in found}


def _worths(shop: Shop, question: FunnelQuestion, source: Source) -> dict[str, float]:
    """The paid amount of a buyer (of an order, where orders are what is counted) by slice."""
    if not shop.knows("paid_gmv"):
        return {}
    per = "buyers" if source == "events" else "paid_orders"
    rows = _orders(shop, question)
    return {
        name: float(row["paid_gmv"]) / float(row[per])
        for name, row in rows.items()
        if row["paid_gmv"] is not None and row[per]
    }


def _bots(shop: Shop, question: FunnelQuestion, source: Source) -> float | None:
    if source != "events":
        return None
    ((events, bots),) = [(row["events"], row["bots"]) for row in _sums(shop, question, "bots")]
    return bots / events if bots else None


def _values(question: FunnelQuestion, first: datetime, until: datetime) -> dict[str, Any]:
    return {"from": first, "until": until} | filters(question.side.where)


@cache
def sql_file(name: str) -> str:
    """The text of a file beside the others of the funnel."""
    return (files("analytics") / "sql" / "funnel" / f"{name}.sql").read_text("utf-8")


def filters(where: Filters) -> dict[str, Any]:
    """The words allowed of each dimension as bound lists; empty: any word, '': no word."""
    return {name: [word or "" for word in where.get(name, ())] for name in DIMENSIONS}
