"""`/gmv` on the tiny shop (every figure by hand, see tests/shop.py) and on the demo shop."""

from datetime import UTC, datetime
from decimal import Decimal
from math import fsum

import pytest

from analytics.festivals import long_holidays
from commands.kit.plots import LineChart
from commands.kit.reply import Buttons, Chart
from tests.commands.asking import Asker, amount, blocks, column, figures, said, table

MONDAY = "/gmv 2026-11-02"
TUESDAY = "/gmv 2026-11-03 vs 2026-11-02"


def test_totals_are_those_worked_out_by_hand_when_one_day_is_asked(tiny: Asker) -> None:
    found = figures(tiny.ask(MONDAY))
    assert amount(found["paid_gmv"].value) == 450
    assert amount(found["gmv"].value) == 470
    assert amount(found["net_gmv"].value) == 450
    assert found["visitors"].value.number == 4


def test_the_baseline_is_the_other_day_when_compared(tiny: Asker) -> None:
    found = figures(tiny.ask(TUESDAY))
    assert (amount(found["gmv"].value), amount(found["gmv"].baseline)) == (340, 470)
    assert found["paid_gmv"].change.ratio == pytest.approx(200 / 450 - 1)


def test_factor_contributions_add_to_the_change_when_split(tiny: Asker) -> None:
    # 4 visitors × ½ × 225 = 450 → 3 visitors × ⅓ × 200 = 200.
    *factors, total = column(table(tiny.ask(TUESDAY), "drivers"), "contribution")
    assert fsum(float(part) for part in factors) == pytest.approx(-250)
    assert total == -250


def test_slices_add_to_the_change_when_a_dimension_is_asked(tiny: Asker) -> None:
    found = table(tiny.ask(f"{TUESDAY} by channel"), "slices")
    moved = dict(zip(column(found, "channel"), column(found, "contribution"), strict=True))
    assert moved == {"抖音": Decimal(-350), "天猫": Decimal(100)}


def test_only_the_slice_is_counted_when_a_lone_word_names_a_channel(tiny: Asker) -> None:
    assert amount(figures(tiny.ask("/gmv 2026-11-02 抖音"))["gmv"].value) == 350
    assert amount(figures(tiny.ask("/gmv 2026-11-02 channel=douyin"))["gmv"].value) == 350


def test_other_slice_is_the_baseline_when_compared_with_a_channel(tiny: Asker) -> None:
    found = figures(tiny.ask("/gmv 2026-11-02 channel=抖音 vs channel=天猫"))
    assert (amount(found["gmv"].value), amount(found["gmv"].baseline)) == (350, 120)


def test_chinese_words_ask_the_same_when_run_together(tiny: Asker) -> None:
    chinese = tiny.ask("／gmv 11月3日按渠道对比11月2日")
    english = tiny.ask(f"{TUESDAY} by channel")
    assert [b for b in chinese.blocks if b.block != "buttons"] == [
        b for b in english.blocks if b.block != "buttons"
    ]


def test_definition_dates_comparison_and_freshness_are_named_when_answered(tiny: Asker) -> None:
    text = said(tiny.ask(TUESDAY))
    for part in ("paid GMV: orders paid", "Nov 3, 2026", "Nov 2, 2026", "data until"):
        assert part in text


def test_last_covered_period_is_offered_when_the_data_end_before(tiny: Asker) -> None:
    reply = tiny.ask("/gmv 2027-01")
    assert "has not begun" in said(reply)
    offered = next(b for b in blocks(reply) if isinstance(b, Buttons)).items[0]
    assert not tiny.ask(offered.command).failed


def test_gap_is_named_when_no_load_covers_a_day(tiny: Asker) -> None:
    assert "No data for Nov 5, 2026" in said(tiny.ask("/gmv 2026-11-02..2026-12-01"))


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("/gmv yestrday", "yesterday"),
        ("/gmv 7d by chanel", "channel"),
        ("/gmv channel=douyn", "抖音"),
        ("/gmv 7d vs lastyeer", "lastyear"),
    ],
)
def test_closest_word_is_offered_when_a_word_is_wrong(tiny: Asker, line: str, hint: str) -> None:
    reply = tiny.ask(line)
    assert reply.failed
    assert not reply.broke
    assert hint in said(reply)


def test_possible_dimensions_are_listed_when_a_split_has_no_meaning(tiny: Asker) -> None:
    reply = tiny.ask("/gmv 2026-11-02 by")
    assert "needs something after it" in said(reply)


def test_tree_has_a_line_for_guests_when_there_are_no_visitors(tiny: Asker) -> None:
    # A category has no visitors: buyers × orders per buyer × order value, guests beside them.
    reply = tiny.ask(f"{TUESDAY} category=accessory")
    names = [cell.text for cell in (row[0] for row in table(reply, "drivers").rows)]
    assert "guests" in names


def test_running_day_is_left_out_of_the_line_when_the_period_runs(demo: Asker) -> None:
    reply = demo.ask("/gmv mtd")
    plot = next(b for b in reply.blocks if isinstance(b, Chart)).plot
    assert isinstance(plot, LineChart)
    assert len(plot.days) == 21


def test_month_target_and_landing_are_told_when_a_target_is_loaded(demo: Asker) -> None:
    text = said(demo.ask("/gmv yesterday"))
    assert "Target Nov 1–30, 2026" in text
    assert "landing" in text


def test_expectation_is_told_when_compared_with_the_baseline(demo: Asker) -> None:
    assert "Expected from its own past" in said(demo.ask("/gmv yesterday vs baseline"))


@pytest.mark.parametrize(
    ("line", "days"), [("/gmv 中秋 vs lastyear", "Oct 6–8, 2025"), ("/gmv 中秋", "Sep 22–24, 2026")]
)
def test_holiday_is_set_against_last_years_when_the_data_hold_it_or_it_is_asked(
    demo: Asker, line: str, days: str
) -> None:
    assert days in said(demo.ask(line))


def test_days_off_are_not_looked_up_when_the_rule_knows_the_holiday(
    demo: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.commands.asking.OCCASIONS", long_holidays(2024, 2027))
    monkeypatch.delattr("analytics.occasion_names.holidays")
    assert "Oct 1–7, 2025" in said(demo.ask("/gmv 国庆 vs lastyear"))


def test_promo_is_set_against_its_last_edition_when_there_is_none_in_the_data(demo: Asker) -> None:
    # 120 days hold one 双11 only: the answer says what it is compared with instead.
    assert "nothing to compare with" in said(demo.ask("/gmv 双11 vs lastyear"))


def test_the_hour_is_named_when_both_sides_stop_at_it(tiny: Asker) -> None:
    afternoon = Asker(tiny.shop, datetime(2026, 11, 3, 7, 0, tzinfo=UTC))  # 15:00 in the shop
    assert "vs Nov 2, 2026, the previous period · both until 15:00" in said(
        afternoon.ask("/gmv today")
    )
    assert "both until" not in said(tiny.ask(TUESDAY))
