"""`/target` on the demo shop, whose targets are known, and on a shop without any."""

from datetime import date
from math import fsum

import pytest

from analytics.periods import Period
from commands.kit.plots import LineChart
from commands.kit.reply import Chart, Note
from tests.commands.asking import Asker, amount, column, figures, said, table

NOVEMBER_SO_FAR = Period(date(2026, 11, 1), date(2026, 11, 22))


def test_table_is_named_when_no_targets_are_loaded(tiny: Asker) -> None:
    reply = tiny.ask("/target")
    assert reply.failed
    assert "the table targets, which is not loaded" in said(reply)


def test_attainment_is_actual_over_target_when_a_month_runs(demo: Asker) -> None:
    found = figures(demo.ask("/target paid_gmv"))
    actual = demo.shop.total(("paid_gmv",), NOVEMBER_SO_FAR)["paid_gmv"]
    assert amount(found["paid_gmv"].value) == pytest.approx(actual)
    ratio = float(amount(found["paid_gmv"].value) / amount(found["target"].value))
    assert found["attainment"].value.ratio == pytest.approx(ratio)


def test_weeks_add_to_the_month_when_it_is_split(demo: Asker) -> None:
    reply = demo.ask("/target paid_gmv")
    weeks = column(table(reply, "weeks"), "target")
    whole = amount(figures(reply)["target"].value)
    assert fsum(float(week) for week in weeks) == pytest.approx(float(whole))


def test_ladder_goes_from_year_to_day_when_a_month_is_asked(demo: Asker) -> None:
    units = [cell.text for cell in (row[0] for row in table(demo.ask("/target"), "ladder").rows)]
    assert units == ["Year", "Quarter", "Month", "Week", "Day"]


def test_band_ends_at_the_landing_interval_when_the_month_ends(demo: Asker) -> None:
    reply = demo.ask("/target paid_gmv")
    plot = next(b for b in reply.blocks if isinstance(b, Chart)).plot
    assert isinstance(plot, LineChart)
    assert plot.band is not None
    low, high = plot.band.low[-1], plot.band.high[-1]
    assert low is not None
    assert high is not None
    landing = float(amount(figures(reply)["landing"].value))
    assert low < landing < high


def test_nearest_metric_is_offered_when_the_word_is_wrong(demo: Asker) -> None:
    reply = demo.ask("/target gmw")
    assert reply.failed
    assert "gmv" in said(reply)


@pytest.mark.parametrize("word", ["december", "12月"])
def test_the_coming_month_is_meant_when_a_target_is_asked(demo: Asker, word: str) -> None:
    assert "Dec 1–31, 2026" in said(demo.ask(f"/target {word}"))


def test_the_band_ends_at_the_landing_interval_when_no_day_is_complete(demo: Asker) -> None:
    reply = demo.ask("/target 2026-11-22..2026-11-28")
    plot = next(b for b in reply.blocks if isinstance(b, Chart)).plot
    assert isinstance(plot, LineChart)
    assert plot.band is not None
    told = next(
        b.message.parts for b in reply.blocks if isinstance(b, Note) and b.tone != "warning"
    )
    assert plot.band.low[-1] == pytest.approx(float(amount(told["low"])), abs=0.01)
    assert plot.band.high[-1] == pytest.approx(float(amount(told["high"])), abs=0.01)


def test_a_day_is_not_called_unbegun_when_it_is_the_one_the_data_reach(demo: Asker) -> None:
    lights = column(table(demo.ask("/target today"), "ladder"), "light")
    assert lights[-1] == "no whole day yet"


def test_the_rule_is_named_last_when_a_checkpoint_trips(demo: Asker) -> None:
    told = next(line for line in said(demo.ask("/target")).splitlines() if "of pace, under" in line)
    assert told.endswith("(R05)")


def test_only_that_channel_counts_when_one_is_named(demo: Asker) -> None:
    whole = amount(figures(demo.ask("/target paid_gmv"))["paid_gmv"].value)
    assert 0 < amount(figures(demo.ask("/target 抖音"))["paid_gmv"].value) < whole
