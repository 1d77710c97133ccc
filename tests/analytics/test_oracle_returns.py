"""ROI and its cost ratios of random small shops, worked out once more row by row.

From the rulebook's words (§2, issue of `/roi`) and docs/roi.md: spend is media, labour, creative
and commission; ROI is credited paid amount ÷ spend; where a channel's money is all under campaigns
that its orders name, only orders under campaigns count; what is not known is unknown, never 0.
Without touches an order is credited to what stands on it.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from random import Random

import numpy as np
import pytest

from analytics.credits import CreditRule
from analytics.periods import Period
from analytics.roi import Brought, Cost, OrderValues, Return
from analytics.roi_books import read_books
from analytics.roi_subjects import Subject, read_campaigns, subjects
from tests.shop import Row, open_shop, order

PERIOD = Period(date(2026, 10, 10), date(2026, 10, 20))
RULE = CreditRule("last", 14, 7)
CAMPAIGNS = {"抖音": ("live", "feed", None), "天猫": ("live", "hall", None), "线下": (None,)}
PAID_FOR = {**CAMPAIGNS, "线下": ("pop-up", None), "微信": ("group",)}
PARTS = ("labor_cost", "creative_cost", "commission")
WHOM = ("ann", "bob", "cid", "dan", "eve", "fay", None)


def moment(pick: Random, number: int) -> str:
    return f"2026-10-{pick.randint(1, 28):02d} 1{number % 9}:{number:02d}"


def made_up_orders(pick: Random) -> list[Row]:
    """Sixty orders of four weeks; one in five was never paid, nobody names 线下's campaign."""
    rows = []
    for number in range(60):
        channel = pick.choice((*CAMPAIGNS, None))
        amount = pick.choice((10.0, 99.5, 120.0, 1234.56))
        own = order(f"O{number}", moment(pick, number), amount)
        own |= {"channel": channel, "customer_id": pick.choice(WHOM)}
        own["campaign"] = pick.choice(CAMPAIGNS[channel]) if channel else None
        own["refund_amount"] = pick.choice((0, 0, None, 5.25))
        if pick.random() < 0.2:
            own |= {"status": "created", "paid_amount": 0, "refund_amount": None}
        rows.append(own)
    return rows


def made_up_spend(pick: Random) -> list[Row]:
    """Forty rows; campaigns differ in what is counted of them, some rows are labour alone."""
    kinds = (("impressions", "clicks"), ("impressions",), ())
    counts = {name: pick.choice(kinds) for names in PAID_FOR.values() for name in names}
    rows = []
    for number in range(40):
        channel = pick.choice([*PAID_FOR])
        campaign = pick.choice(PAID_FOR[channel])
        media = pick.choice((0.0, 10.0, 33.33, 250.0)) if campaign else 0.0
        row: Row = {"at": moment(pick, number), "channel": channel, "campaign": campaign}
        row |= {"media_cost": media, **{name: pick.choice((None, 0, 7.5)) for name in PARTS}}
        row |= {name: pick.randint(1, 900) for name in counts[campaign]}
        rows.append(row)
    return rows


@dataclass(frozen=True)
class Told:
    """What the rows say of one subject; None: not known."""

    spend: float | None
    impressions: float | None
    clicks: float | None
    value: float | None
    refunds: float
    orders: int
    new_buyers: int


def is_in(row: Row, column: str) -> bool:
    return PERIOD.start <= date.fromisoformat(row[column][:10]) < PERIOD.end


def count(rows: list[Row], column: str) -> float | None:
    """The sum over campaigns; unknown where a campaign that media money went to has no count."""
    for campaign in {row["campaign"] for row in rows}:
        own = [row for row in rows if row["campaign"] == campaign]
        if any(row["media_cost"] for row in own) and not any(column in row for row in own):
            return None
    known = [row[column] for row in rows if column in row]
    return float(sum(known)) if known else None


def told(subject: Subject, orders: list[Row], spend: list[Row]) -> Told:
    word = subject.kind
    costs = [row for row in spend if is_in(row, "at") and row[word] == subject.name]
    paid = [row for row in orders if row["paid_amount"] and is_in(row, "ordered_at")]
    own = [row for row in paid if row[word] == subject.name]
    channels = {row["channel"] for row in costs}
    around = [row for row in paid if row["channel"] in channels]
    names = any(row["campaign"] for row in around)
    if word == "channel" and names and all(row["campaign"] for row in costs):
        own = [row for row in own if row["campaign"]]
    blind = word == "campaign" and bool(around) and not names
    firsts: dict[str, Row] = {}
    for row in sorted((r for r in orders if r["paid_amount"]), key=lambda row: row["ordered_at"]):
        if row["customer_id"]:
            firsts.setdefault(row["customer_id"], row)
    return Told(
        spend=math.fsum(true_cost(row) for row in costs) if costs else None,
        impressions=count(costs, "impressions"),
        clicks=count(costs, "clicks"),
        value=None if blind else math.fsum(row["paid_amount"] for row in own),
        refunds=math.fsum(row["refund_amount"] or 0 for row in own),
        orders=len(own),
        new_buyers=sum(row is first for row in own for first in firsts.values()),
    )


def true_cost(row: Row) -> float:
    return math.fsum(row[part] or 0 for part in ("media_cost", *PARTS))


def ratio(top: float | None, bottom: float | None, times: float = 1) -> float | None:
    return None if top is None or not bottom else top / bottom * times


def approximately(values: Iterable[float | None]) -> list[object]:
    return [None if value is None else pytest.approx(value, abs=1e-9) for value in values]


@pytest.mark.parametrize("seed", range(5))
def test_every_ratio_is_that_of_the_rows_when_shops_are_random(seed: int) -> None:
    pick = Random(seed)
    orders, spend = made_up_orders(pick), made_up_spend(pick)
    span = [(date(2026, 10, 1), date(2026, 10, 28))]
    shop = open_shop(
        {"orders": orders, "ad_spend": spend}, covered={"orders": span, "ad_spend": span}
    )
    books = read_books(shop, PERIOD, RULE, ("last",))
    for subject in subjects(read_campaigns(shop), books.places).values():
        found, true = books.returned(subject, "last"), told(subject, orders, spend)
        known = true.value is not None
        kept = None if true.value is None else true.value - true.refunds
        assert [
            found.cost.spend, found.value, found.roi, found.net_roi, found.cac,
            found.cpm, found.cpc, found.ctr, found.cvr,
        ] == approximately([
            true.spend,
            true.value,
            ratio(true.value, true.spend),
            ratio(kept, true.spend),
            ratio(true.spend, true.new_buyers) if known else None,
            ratio(true.spend, true.impressions, 1000),
            ratio(true.spend, true.clicks),
            ratio(true.clicks, true.impressions),
            ratio(true.orders, true.clicks) if known else None,
        ]), (subject, found, true)  # fmt: skip


def test_ratios_of_a_channel_are_unknown_when_half_its_money_is_not_counted() -> None:
    # Of 300 in media 200 went to live rooms that no platform counts clicks of: 300 ÷ 100 clicks
    # would be three times what a click costs.
    day = {"at": "2026-10-10", "channel": "抖音"}
    spend = [
        {**day, "campaign": "feed", "media_cost": 100, "impressions": 5_000, "clicks": 100},
        {**day, "campaign": "live", "media_cost": 200},
    ]
    paid = order("O1", "2026-10-10 12:00", 900, channel="抖音", campaign="feed")
    books = read_books(open_shop({"orders": [paid], "ad_spend": spend}), PERIOD, RULE, ("last",))
    channel = books.returned(Subject("channel", "抖音"), "last")
    feed = books.returned(Subject("campaign", "feed"), "last")
    assert (channel.roi, channel.cpc, channel.cpm, channel.ctr, channel.cvr) == (3, *[None] * 4)
    assert (feed.cpc, feed.cpm, feed.ctr, feed.cvr) == (1, 20, 0.02, 0.01)


def test_labour_counts_in_the_cost_of_a_click_when_it_stands_in_a_row_of_its_own() -> None:
    # (100 + 50) ÷ 100 clicks: nobody clicks on labour.
    day = {"at": "2026-10-10", "channel": "抖音"}
    spend = [
        {**day, "campaign": "feed", "media_cost": 100, "clicks": 100},
        {**day, "media_cost": 0, "labor_cost": 50},
    ]
    paid = order("O1", "2026-10-10 12:00", 900, channel="抖音")
    books = read_books(open_shop({"orders": [paid], "ad_spend": spend}), PERIOD, RULE, ("last",))
    assert books.returned(Subject("channel", "抖音"), "last").cpc == 1.5


def test_roi_of_a_campaign_is_unknown_when_its_channel_sold_and_no_order_names_one() -> None:
    # 抖音's orders name their campaigns, those of the shops in town never do: what the pop-up
    # store brought nobody knows. 微信 sold nothing at all, so its campaign brought nothing.
    at = "2026-10-10 12:00"
    orders = [
        order("O1", at, 900, channel="抖音", campaign="feed"),
        order("O2", at, 50, channel="线下"),
    ]
    spend = [
        {"at": at, "channel": channel, "campaign": campaign, "media_cost": 100}
        for channel, campaign in (("抖音", "feed"), ("线下", "pop-up"), ("微信", "group"))
    ]
    books = read_books(open_shop({"orders": orders, "ad_spend": spend}), PERIOD, RULE, ("last",))
    rois = [books.returned(Subject("campaign", c), "last").roi for c in ("feed", "pop-up", "group")]
    assert rois == [9, None, 0]
    assert books.returned(Subject("channel", "线下"), "last").roi == 0.5


def test_roi_of_a_campaign_is_known_when_its_orders_came_by_another_channel() -> None:
    at = "2026-10-10 12:00"
    bought = order("O1", at, 900, channel="天猫", campaign="pop-up")
    orders = [bought, order("O2", at, 50, channel="线下")]
    spend = [{"at": at, "channel": "线下", "campaign": "pop-up", "media_cost": 100}]
    books = read_books(open_shop({"orders": orders, "ad_spend": spend}), PERIOD, RULE, ("last",))
    assert books.returned(Subject("campaign", "pop-up"), "last").roi == 9


def test_new_buyers_are_unknown_when_no_order_names_its_customer() -> None:
    at = "2026-10-10 12:00"
    spend = [{"at": at, "channel": "抖音", "media_cost": 100}]
    paid = order("O1", at, 900, channel="抖音")
    books = read_books(open_shop({"orders": [paid], "ad_spend": spend}), PERIOD, RULE, ("last",))
    found = books.returned(Subject("channel", "抖音"), "last")
    assert (found.roi, found.new_buyers, found.cac) == (9, None, None)


@pytest.mark.parametrize("mean", [2.0, 8.0, 40.0, 300.0])
def test_true_roi_lies_in_the_interval_nine_times_of_ten_when_orders_come_by_chance(
    mean: float,
) -> None:
    # Orders of 100, half of them three times as dear: a mean of 200 and a relative variance of ¼.
    random, values = np.random.default_rng(8), OrderValues(200.0, 0.25)
    counts = random.poisson(mean, 300)
    inside = 0
    for count_ in counts:
        value = float(random.choice([100.0, 300.0], count_).sum())
        interval = Return(Cost(spend=100.0), Brought(float(count_), value)).interval(values)
        assert interval is not None
        inside += interval.low <= 2 * mean <= interval.high
    assert inside / 300 >= 0.87
