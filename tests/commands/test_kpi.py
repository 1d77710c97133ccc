"""`/kpi` on the tiny shop with targets of its own (see tests/shop.py)."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.commands.asking import Asker, column, figures, said, table
from tests.shop import TINY, TINY_COVERED, open_shop


def target(metric: str, value: float, scope: str | None = None) -> dict[str, Any]:
    """A target of the three days the tiny shop knows."""
    days = {"period_start": date(2026, 11, 2), "period_end": date(2026, 11, 4)}
    return {**days, "metric": metric, "value": value, "scope": scope}


def asker(*targets: dict[str, Any]) -> Asker:
    covered = {**TINY_COVERED, "targets": [(date(2026, 11, 2), date(2026, 11, 4))]}
    shop = open_shop({**TINY, "targets": targets}, covered=covered)
    return Asker(shop, datetime(2026, 11, 5, 2, 0, tzinfo=UTC))


LINE = "/kpi 2026-11-02..2026-11-04"
ALL = (target("visitors", 10), target("cvr", 0.4), target("paid_gmv", 1000), target("gmv", 900))


def test_score_is_that_worked_out_by_hand_when_every_part_has_a_target() -> None:
    # visitors 5 ÷ 10 = 0.5; cvr 2 ÷ 5 = 0.4, just met; paid 710 ÷ 1000, gmv 810 ÷ 900 = 0.9, their
    # mean 0.805. 0.5 × 3/6 + 1 × 2/6 + 0.805 × 1/6 = 0.71750, as a float a little less.
    reply = asker(*ALL).ask(LINE)
    found = figures(reply)
    assert found["traffic"].value.ratio == pytest.approx(0.5)
    assert found["conversion"].value.ratio == pytest.approx(1.0)
    assert found["value"].value.ratio == pytest.approx(0.805)
    assert "71.7 of 100 (red)" in said(reply)
    weights = column(table(reply, "scorecard"), "weight")
    assert weights == pytest.approx([3 / 6, 2 / 6, 1 / 12, 1 / 12])


def test_the_others_carry_the_weight_and_it_is_said_when_a_part_has_no_target() -> None:
    reply = asker(target("cvr", 0.4), target("gmv", 900)).ask(LINE)
    # 1 × 2/3 + 0.9 × 1/3.
    assert "96.7 of 100" in said(reply)
    assert "No target for traffic" in said(reply)
    assert column(table(reply, "scorecard"), "metric")[0] == "no target"


def test_targets_of_a_channel_do_not_count_when_scored() -> None:
    reply = asker(target("gmv", 900), target("gmv", 1, "channel=抖音")).ask(LINE)
    assert "90.0 of 100 (yellow)" in said(reply)


def test_metric_is_unknown_not_zero_when_its_table_is_not_loaded() -> None:
    reply = asker(target("clicks", 100), target("gmv", 900)).ask(LINE)
    assert "90.0 of 100" in said(reply)
    assert figures(reply)["traffic"].value.kind == "unknown"


def test_table_is_named_when_no_target_is_loaded(tiny: Asker) -> None:
    reply = tiny.ask("/kpi")
    assert reply.failed
    assert "targets" in said(reply)


def test_refusal_says_so_when_no_target_speaks_of_the_period() -> None:
    reply = asker(*ALL).ask("/kpi 2026-12-01")
    assert reply.failed
    assert "has not begun" in said(reply)
    assert "No target of the whole shop" in said(asker(*ALL).ask("/kpi 2026-10"))


def test_closest_word_is_offered_when_the_period_is_wrong(tiny: Asker) -> None:
    assert "yesterday" in said(tiny.ask("/kpi yestrday"))


def test_the_target_furthest_behind_is_named_when_one_is_missed() -> None:
    told = said(asker(*ALL).ask(LINE))
    assert "furthest behind: visitors, 50% of what is due" in told


def test_every_target_is_said_to_be_met_when_none_is_missed() -> None:
    assert "100 (green), every target is met" in said(asker(target("gmv", 810)).ask(LINE))


def test_a_part_is_no_figure_when_it_has_no_target() -> None:
    assert set(figures(asker(target("gmv", 900)).ask(LINE))) == {"value"}
