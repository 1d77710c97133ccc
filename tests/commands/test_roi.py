"""`/roi` on a small shop of which every figure is worked out by hand.

The ten days to 2026-11-10. Every order is 100, paid at once and of the channel and campaign it
says, each by a customer who never bought before:

| campaign (channel)   | orders a day | value | spend a day     | spend | ROI |
|----------------------|--------------|-------|-----------------|-------|-----|
| terms (搜索)         | 3            | 3000  | 100 media       | 1000  | 3   |
| feed (抖音)          | 2            | 2000  | 40 + 10 labour  | 500   | 4   |
| star (抖音), of 阿梨 | 1            | 1000  | 200             | 2000  | 0.5 |
| – (抖音)             | 1            | 1000  | –               | –     | –   |
| – (天猫)             | 2            | 2000  | –               | –     | –   |

抖音: 3000 ÷ 2500 = 1.2 by its campaigns; the 1000 under no campaign are not counted. All money:
6000 ÷ 3500. One order of terms gave 100 back: after refunds its ROI is 2.9.
Each spend row has 1000 impressions and 50 clicks: the CPM of terms is 100, CPC 2, click rate 5 %,
30 orders ÷ 500 clicks 6 %, CAC 1000 ÷ 30.
"""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from analytics.shop import Shop
from bot.platforms.base import Request
from commands.kit.context import Ctx
from commands.kit.plots import LineChart
from commands.kit.reply import Buttons, Chart
from commands.kit.rules import Crediting, Rules
from commands.kit.values import Unknown
from tests.commands.asking import Asker, amount, blocks, column, figures, said, table
from tests.shop import Row, open_shop, order

DAYS = [f"2026-11-{day:02d}" for day in range(1, 11)]
PLACES: list[tuple[str, str | None, int]] = [
    ("搜索", "terms", 3),
    ("抖音", "feed", 2),
    ("抖音", "star", 1),
    ("抖音", None, 1),
    ("天猫", None, 2),
]
COSTS = [("搜索", "terms", 100, None), ("抖音", "feed", 40, 10), ("抖音", "star", 200, None)]
PERIOD = "2026-11-01..2026-11-10"


def _orders() -> list[Row]:
    rows = [
        order(
            f"{day}{channel}{campaign}{n}",
            f"{day} 12:00",
            100,
            channel=channel,
            campaign=campaign,
            customer_id=f"{day}{channel}{campaign}{n}",
        )
        for day in DAYS
        for channel, campaign, count in PLACES
        for n in range(count)
    ]
    rows[0] = {**rows[0], "refund_amount": 100}
    return rows


def _spend() -> list[Row]:
    return [
        {
            "at": f"{day} 00:00",
            "channel": channel,
            "campaign": campaign,
            "media_cost": media,
            "labor_cost": labor,
            "impressions": 1000,
            "clicks": 50,
        }
        for day in DAYS
        for channel, campaign, media, labor in COSTS
    ]


CAMPAIGNS: list[dict[str, Any]] = [
    {
        "campaign": "terms",
        "channel": "搜索",
        "starts_on": date(2026, 11, 1),
        "ends_on": date(2026, 11, 30),
        "budget": 2000,
        "predicted_roi": 3,
    },
    {"campaign": "feed", "channel": "抖音"},
    {"campaign": "star", "channel": "抖音", "creator": "阿梨", "predicted_roi": 3},
]
TABLES = {"orders": _orders(), "ad_spend": _spend(), "campaigns": CAMPAIGNS}


def asker(shop: Shop) -> Asker:
    """Asks on the morning after the last day."""
    return Asker(shop, datetime(2026, 11, 11, 2, 0, tzinfo=UTC))


@pytest.fixture(scope="module")
def shop() -> Asker:
    return asker(open_shop(TABLES))


def number(reply: Any, name: str) -> float:
    return float(figures(reply)[name].value.number)


def offered(reply: Any) -> list[str]:
    return [b.command for block in blocks(reply) if isinstance(block, Buttons) for b in block.items]


def test_figures_are_those_worked_out_by_hand_when_a_campaign_is_asked(shop: Asker) -> None:
    reply = shop.ask(f"/roi terms {PERIOD} model=last")
    assert number(reply, "roi") == pytest.approx(3)
    assert amount(figures(reply)["attributed"].value) == 3000
    assert amount(figures(reply)["spend"].value) == 1000
    assert float(amount(figures(reply)["cac"].value)) == pytest.approx(1000 / 30)
    values = dict(zip(*(column(table(reply, "costs"), n) for n in ("what", "value")), strict=True))
    assert values["ROI after refunds"] == pytest.approx(2.9)
    assert (values["Cost per 1000 impressions"], values["Cost per click"]) == (100, 2)
    assert (values["Click rate"], values["Orders per click"]) == (0.05, 0.06)


def test_labour_is_part_of_the_cost_when_it_is_loaded(shop: Asker) -> None:
    found = figures(shop.ask(f"/roi feed {PERIOD} model=last"))
    assert (amount(found["spend"].value), amount(found["media_spend"].value)) == (500, 400)
    assert found["roi"].value.number == pytest.approx(4)


def test_orders_under_no_campaign_do_not_count_when_the_channel_pays_by_campaign(
    shop: Asker,
) -> None:
    reply = shop.ask(f"/roi 抖音 {PERIOD} model=last")
    assert number(reply, "roi") == pytest.approx(1.2)
    assert 1000 in column(table(reply, "costs"), "value")


def test_all_orders_count_when_a_channel_names_no_campaign_in_its_spend() -> None:
    spend = [{**row, "campaign": None} for row in _spend() if row["campaign"] == "feed"]
    reply = asker(open_shop({**TABLES, "ad_spend": spend})).ask(f"/roi 抖音 {PERIOD} model=last")
    assert number(reply, "roi") == pytest.approx(4000 / 500)


def test_creator_is_to_be_replaced_when_surely_under_the_line(shop: Asker) -> None:
    # 10 orders at ROI 0.5: the 90 % interval of a count of 10 is 5.4 to 17.0, so ROI 0.85 at most.
    text = said(shop.ask(f"/roi 阿梨 {PERIOD} model=last"))
    assert "Replace the creator: ROI is 1:0.85 at most" in text
    assert "(R07)" in text
    assert "Plan it anew: 1:3.00 was predicted" in text


def test_money_runs_out_on_a_named_day_when_overspent(shop: Asker) -> None:
    # 100 a day: 1000 of 2000 is spent after 10 days, the rest lasts to 20 November; 3000 is 50 %
    # over. Ten days ahead of it: 11 to 20 November, nine from the 11th.
    text = said(shop.ask(f"/roi terms {PERIOD} model=last"))
    assert "at this rate it ends 50% over its budget of ¥2,000" in text
    assert "gone on Nov 20, 2026, 9 days from now (R10)" in text


def test_month_budget_is_watched_when_it_is_a_target_of_spend() -> None:
    # 3500 in ten days, 350 a day: 10 500 by the end of November, 5 % over 10 000, which is on
    # course, and 75 % over 6000. 搜索 takes 1000, 3000 in the month: 60 % of 5000.
    def asked(line: str, value: float, scope: str | None) -> str:
        days = {"period_start": date(2026, 11, 1), "period_end": date(2026, 11, 30)}
        goal = {**days, "metric": "spend", "value": value, "scope": scope}
        return said(asker(open_shop({**TABLES, "targets": [goal]})).ask(line))

    assert "¥10,000" not in asked(f"/roi all {PERIOD}", 10_000, None)
    assert "ends 75% over its budget of ¥6,000" in asked(f"/roi all {PERIOD}", 6000, None)
    text = asked(f"/roi 搜索 {PERIOD}", 5000, "channel=搜索")
    assert "Under-delivery: at this rate 60% of ¥5,000" in text


def test_roi_by_day_has_the_stop_line_when_drawn(shop: Asker) -> None:
    reply = shop.ask(f"/roi terms {PERIOD} model=last")
    plot = next(block for block in reply.blocks if isinstance(block, Chart)).plot
    assert isinstance(plot, LineChart)
    assert plot.lines[0].values[6:] == pytest.approx((3.0,) * 4)
    assert plot.lines[0].values[:6] == (None,) * 6
    assert plot.levels[0].value == 1.5


def test_all_are_ranked_with_those_to_decide_on_first_when_all_are_asked(shop: Asker) -> None:
    reply = shop.ask(f"/roi all {PERIOD} model=last")
    assert number(reply, "roi") == pytest.approx(6000 / 3500)
    assert column(table(reply, "channels"), "name") == ["抖音", "搜索", "天猫"]
    campaigns = column(table(reply, "campaigns"), "name")
    assert (set(campaigns[:2]), campaigns[2:]) == ({"terms", "star"}, ["feed"])


def test_channel_without_spend_is_unknown_not_zero_when_asked(shop: Asker) -> None:
    reply = shop.ask(f"/roi 天猫 {PERIOD}")
    assert isinstance(figures(reply)["spend"].value, Unknown)
    assert isinstance(figures(reply)["roi"].value, Unknown)
    assert "no spend is loaded" in said(reply)


def test_roi_is_zero_when_other_orders_name_their_campaign() -> None:
    orders = [row for row in _orders() if row["campaign"] != "star"]
    reply = asker(open_shop({**TABLES, "orders": orders})).ask(f"/roi star {PERIOD} model=last")
    assert number(reply, "roi") == 0


def test_roi_is_unknown_when_no_order_names_any_campaign() -> None:
    orders = [{**row, "campaign": None} for row in _orders()]
    reply = asker(open_shop({**TABLES, "orders": orders})).ask(f"/roi star {PERIOD} model=last")
    assert isinstance(figures(reply)["roi"].value, Unknown)
    assert "no order names where it came from" in said(reply)


def test_answer_is_the_same_when_asked_in_chinese(shop: Asker) -> None:
    chinese = shop.ask(f"／roi 渠道=抖音 {PERIOD} 归因=末次")
    assert number(chinese, "roi") == pytest.approx(1.2)
    assert number(shop.ask(f"/roi douyin {PERIOD} model=last"), "roi") == pytest.approx(1.2)


def test_only_days_with_spend_are_measured_when_spend_ends_before_sales() -> None:
    # Spend for eight days: 24 orders ÷ 800, still 3, and the answer says which days.
    spend = [row for row in _spend() if row["at"] < "2026-11-09"]
    reply = asker(open_shop({**TABLES, "ad_spend": spend})).ask(f"/roi terms {PERIOD} model=last")
    assert number(reply, "roi") == pytest.approx(3)
    assert amount(figures(reply)["attributed"].value) == 2400
    assert "Only Nov 1–8, 2026" in said(reply)


def test_table_is_named_when_no_spend_is_loaded() -> None:
    without = {name: rows for name, rows in TABLES.items() if name != "ad_spend"}
    reply = asker(open_shop(without)).ask("/roi all")
    assert reply.failed
    assert "ad_spend" in said(reply)


def test_campaigns_are_found_in_spend_when_their_table_is_not_loaded() -> None:
    without = {name: rows for name, rows in TABLES.items() if name != "campaigns"}
    reply = asker(open_shop(without)).ask(f"/roi feed {PERIOD} model=last")
    assert number(reply, "roi") == pytest.approx(4)


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("/roi trms 7d", "terms"),
        ("/roi douyn", "抖音"),
        ("/roi channel=douyn", "抖音"),
        ("/roi 抖音 model=lst", "last"),
        ("/roi by chanel", "channel"),
        ("/roi 抖音 yestrday", "yesterday"),
    ],
)
def test_closest_word_is_offered_when_a_word_is_wrong(shop: Asker, line: str, hint: str) -> None:
    reply = shop.ask(line)
    assert reply.failed
    assert not reply.broke
    assert hint in said(reply)


def test_each_is_offered_when_a_word_is_a_part_of_several_names() -> None:
    campaigns = [{**CAMPAIGNS[1], "campaign": "feed two"}, *CAMPAIGNS]
    reply = asker(open_shop({**TABLES, "campaigns": campaigns})).ask("/roi fee")
    assert offered(reply) == ["/roi campaign=feed", '/roi campaign="feed two"']


def test_kinds_are_offered_when_a_word_is_both() -> None:
    campaigns = [{**CAMPAIGNS[1], "creator": "抖音"}, *CAMPAIGNS[2:]]
    reply = asker(open_shop({**TABLES, "campaigns": campaigns})).ask("/roi 抖音")
    assert offered(reply) == ["/roi channel=抖音", "/roi creator=抖音"]


def test_kinds_are_offered_when_a_campaign_has_another_name_of_a_channel() -> None:
    campaigns = [*CAMPAIGNS, {**CAMPAIGNS[1], "campaign": "douyin"}]
    reply = asker(open_shop({**TABLES, "campaigns": campaigns})).ask("/roi douyin")
    assert offered(reply) == ["/roi channel=抖音", "/roi campaign=douyin"]


def test_one_at_a_time_is_asked_for_when_two_are_named(shop: Asker) -> None:
    assert offered(shop.ask("/roi terms feed")) == ["/roi campaign=terms", "/roi campaign=feed"]


def test_last_covered_period_is_offered_when_the_period_is_empty(shop: Asker) -> None:
    reply = shop.ask("/roi terms 2027-01")
    assert "has not begun" in said(reply)
    assert not shop.ask(offered(reply)[0]).failed


def test_own_days_are_offered_when_a_campaign_did_not_run() -> None:
    campaigns = [*CAMPAIGNS, {**CAMPAIGNS[0], "campaign": "old", "channel": "搜索"}]
    reply = asker(open_shop({**TABLES, "campaigns": campaigns})).ask(f"/roi old {PERIOD}")
    assert "no spend and no sales" in said(reply)
    assert offered(reply) == ["/roi campaign=old 2026-11-01..2026-11-30"]


class WithMargin(Asker):
    """Asks a shop that keeps half of its sales and dates refunds by their own day."""

    def context(self, request: Request) -> Ctx:
        rules = Rules(R21=Crediting(refunds="refund", margin=0.5))
        return replace(super().context(request), rules=rules)


def test_profit_is_told_and_refunds_admit_their_date_when_so_configured(shop: Asker) -> None:
    # (3000 × 0.5 − 1000) ÷ 1000 = 50 %; orders have no column that tells when a refund was made.
    reply = WithMargin(shop.shop, shop.now).ask(f"/roi terms {PERIOD} model=last")
    found = table(reply, "costs")
    values = dict(zip(column(found, "what"), column(found, "value"), strict=True))
    assert values["Profit ROI"] == pytest.approx(0.5)
    assert "the orders hold no dates of refunds (R21)" in said(reply)


def test_evidence_is_the_best_when_an_experiment_of_that_name_is_loaded() -> None:
    units = [
        {"experiment": "terms", "variant": arm, "unit_id": arm, "assigned_at": "2026-11-01 00:00"}
        for arm in ("on", "off")
    ]
    reply = asker(open_shop({**TABLES, "experiment_units": units})).ask(f"/roi terms {PERIOD}")
    assert "Evidence A: an experiment measured it." in said(reply)
