"""Expand the demo plan into the canonical tables, a month at a time, and record it as a load."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import astuple, fields
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from analytics.demo.campaigns import Campaign
from analytics.demo.goals import Goal, benchmarks, targets
from analytics.demo.plan import Plan, outcomes
from analytics.demo.settings import parameters
from analytics.errors import LoadRefused
from analytics.occasions import Occasion
from analytics.statement import Statement
from analytics.tables import TABLES
from analytics.warehouse import Writer

LOAD = 1
CHUNK_DAYS = 31
ORDERS_A_TRANSACTION = 400_000
_CHUNK_STEPS = ("orders", "visits", "traffic", "marketing")

Opening = Callable[[], AbstractContextManager[Writer]]
Days = tuple[int, int]


def build(opening: Opening, plan: Plan, browsing: float, progress: Callable[[str], None]) -> None:
    """Write every table; LoadRefused when the store already holds a load.

    One transaction, unless the shop is so large that its working tables would not fit in memory.
    The record of the load comes last: rows without it are left-overs of a run that was stopped,
    and the next run clears them.
    """
    values = parameters(plan, browsing, load=LOAD)
    groups = list(_transactions(plan))
    for number, chunks in enumerate(groups):
        with opening() as writer:
            if number == 0:
                _make_room(writer)
            _run(writer, "setup", values)
            for first, after in chunks:
                progress(f"demo shop: {plan.shapes[first].day:%Y-%m-%d} and on")
                for step in _CHUNK_STEPS:
                    _run(writer, step, values | {"from_day": first, "until_day": after})
            if number == len(groups) - 1:
                progress("demo shop: customers, stock, posts, targets")
                _finish(writer, plan, values)


def _make_room(writer: Writer) -> None:
    if writer.fetch(Statement("SELECT count(*) FROM tidebell.loads")).scalar():
        raise LoadRefused("the store already holds data; the demo shop needs an empty folder")
    for table in TABLES:
        writer.execute(f"DELETE FROM main.{table}")


def _transactions(plan: Plan) -> Iterator[list[Days]]:
    """Chunks of days, gathered until a transaction has enough orders."""
    per_day = [0] * plan.span.days
    for cell in plan.cells:
        per_day[cell.day_no] += cell.orders
    gathered: list[Days] = []
    for first in range(0, plan.span.days, CHUNK_DAYS):
        gathered.append((first, min(first + CHUNK_DAYS, plan.span.days)))
        if sum(per_day[gathered[0][0] : gathered[-1][1]]) > ORDERS_A_TRANSACTION:
            yield gathered
            gathered = []
    if gathered:
        yield gathered


def _finish(writer: Writer, plan: Plan, values: Mapping[str, Any]) -> None:
    _run(writer, "once", values)
    _write_campaigns(writer, plan)
    _write_calendar(writer, plan)
    _write_targets(writer, plan)
    _write_benchmarks(writer, plan.span.end)
    _record(writer, plan)


@cache
def _statements(name: str) -> tuple[str, ...]:
    text = (files("analytics") / "demo" / "sql" / f"{name}.sql").read_text("utf-8")
    return tuple(text.split(";\n"))


def _run(writer: Writer, name: str, values: Mapping[str, Any]) -> None:
    """Run a file's statements, each with the parameters it names."""
    for statement in _statements(name):
        named = set(re.findall(r"\$(\w+)", statement))
        writer.execute(statement, {key: values[key] for key in named})


def _insert(
    writer: Writer, table: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]]
) -> None:
    """Insert a few rows made in Python; column names and types are the model's own."""
    kinds = [TABLES[table].column(name).kind.value for name in columns]
    cells = ", ".join(f"unnest(${n}::{k}[])" for n, k in zip(columns, kinds, strict=True))
    values = {name: [row[place] for row in rows] for place, name in enumerate(columns)}
    names = ", ".join(columns)
    writer.execute(f"INSERT INTO main.{table} ({names}, _load) SELECT {cells}, {LOAD}", values)


def _write_campaigns(writer: Writer, plan: Plan) -> None:
    columns = (
        "campaign", "channel", "name", "kind", "creator", "starts_on", "ends_on",
        "budget", "predicted_roi", "owner",
    )  # fmt: skip
    costs = writer.fetch(
        Statement(
            """
            SELECT campaign,
                CAST(sum(media_cost + labor_cost + creative_cost + commission) AS DOUBLE)
            FROM main.ad_spend GROUP BY campaign
            """
        )
    )
    spent = dict(costs.rows)
    predicted = {each.campaign: each.predicted_roi for each in outcomes(plan)}
    rows = [
        _campaign_row(each, spent.get(each.campaign, 0.0), predicted[each.campaign])
        for each in plan.campaigns
    ]
    _insert(writer, "campaigns", columns, rows)


def _campaign_row(campaign: Campaign, spent: float, predicted: float) -> tuple[Any, ...]:
    offer, last = campaign.offer, campaign.ends_on and campaign.ends_on - timedelta(days=1)
    return (
        campaign.campaign, offer.channel, f"{offer.channel} {campaign.campaign}", offer.kind,
        offer.creator, campaign.starts_on, last, round(spent * campaign.slack, -2),
        predicted, campaign.owner,
    )  # fmt: skip


def _write_calendar(writer: Writer, plan: Plan) -> None:
    """The promotions and holidays of the covered years."""
    promos = [found for found in plan.seasons.promos if _touches(found, plan)]
    holidays = [found for found in plan.seasons.holidays if _touches(found, plan)]
    columns = ("starts_on", "ends_on", "name", "kind", "phase", "note")
    rows = [
        (found.starts_on, found.ends_on, found.name, found.kind, found.phase, found.note or None)
        for found in (*promos, *holidays)
    ]
    _insert(writer, "calendar", columns, sorted(rows, key=lambda row: row[:3]))


def _touches(occasion: Occasion, plan: Plan) -> bool:
    return plan.span.first <= occasion.ends_on and occasion.starts_on.year <= plan.span.end.year


def _write_targets(writer: Writer, plan: Plan) -> None:
    sold = writer.fetch(
        Statement(
            """
            SELECT channel, CAST(sum(gross_amount) AS DOUBLE) AS gmv,
                CAST(coalesce(sum(paid_amount), 0) AS DOUBLE) AS paid_gmv
            FROM main.orders GROUP BY channel
            """
        )
    )
    amounts = {(m, row["channel"]): row[m] for row in sold.dicts() for m in ("gmv", "paid_gmv")}
    goals = list(targets(plan.seasons, plan.span.first, plan.span.end, amounts))
    columns = tuple(field.name for field in fields(Goal))
    _insert(writer, "targets", columns, [astuple(goal) for goal in goals])


def _write_benchmarks(writer: Writer, end: date) -> None:
    rows = [(*figure, "demo, invented") for figure in benchmarks(end)]
    _insert(writer, "benchmarks", ("metric", "period", "value", "source"), rows)


def _record(writer: Writer, plan: Plan) -> None:
    """The load and the days it speaks for: all of them in every table, to the last minute."""
    span, total = plan.span, 0
    last = span.end - timedelta(days=1)
    for table in TABLES:
        total += writer.fetch(Statement(f"SELECT count(*) FROM main.{table}")).scalar()
        writer.execute(
            "INSERT INTO tidebell.coverage VALUES ($table, $first, $last, $at, $load)",
            {
                "load": LOAD,
                "table": table,
                "first": span.first,
                "last": last,
                "at": datetime.combine(last, time(23, 59, 59)),
            },
        )
    writer.execute(
        """
        INSERT INTO tidebell.loads
        VALUES ($load, $at, 'demo', 'append', [], $digest, $total, $total, 0, 0)
        """,
        {
            "load": LOAD,
            "at": datetime.combine(span.end, time.min),
            "digest": f"demo {span.seed} {span.days} {span.scale} {span.end} {span.zone}",
            "total": total,
        },
    )
