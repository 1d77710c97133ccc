"""What an answer of `/gmv` warns of: days nobody knows, data that end, promos on one side."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.commands.asking import Asker, said
from tests.shop import SHANGHAI, TINY, TINY_COVERED, reading, stocked

ZONE = ZoneInfo(SHANGHAI)


@pytest.fixture
def cut() -> Iterator[Asker]:
    """The tiny shop's 2nd and 3rd of November, loaded at 13:30 of the 3rd; asked on the 4th."""
    warehouse = stocked({"orders": TINY["orders"][:-1]}, SHANGHAI, {})
    with warehouse.writing() as writer:
        writer.execute(
            "INSERT INTO tidebell.coverage VALUES ('orders', $first, $last, $at, 1)",
            {
                "first": date(2026, 11, 2),
                "last": date(2026, 11, 3),
                "at": datetime.fromisoformat("2026-11-03T13:30"),
            },
        )
    yield Asker(reading(warehouse), datetime(2026, 11, 4, 9, tzinfo=ZONE))
    warehouse.close()


def test_gap_is_named_when_no_load_covers_days_of_the_other_side(tiny: Asker) -> None:
    text = said(tiny.ask("/gmv 2026-11-03..2026-11-04 vs 2026-11-01..2026-11-02"))
    assert "No data for Nov 1, 2026" in text


def test_each_run_of_missing_days_is_named_when_a_period_has_several() -> None:
    covered = {"orders": [*TINY_COVERED["orders"], (date(2026, 11, 8), date(2026, 11, 9))]}
    warehouse = stocked(TINY, SHANGHAI, covered)
    asker = Asker(reading(warehouse), datetime(2026, 12, 2, 9, tzinfo=ZONE))
    text = said(asker.ask("/gmv 2026-11-02..2026-11-12 vs target"))
    assert "No data for Nov 5–7, 2026 · Nov 10–12, 2026" in text


def test_no_promo_is_called_one_sided_when_there_is_nothing_to_compare_with(tiny: Asker) -> None:
    text = said(tiny.ask("/gmv 2026-11-02..2026-11-11 vs prev"))
    assert "nothing to compare with" in text
    assert "falls on one side" not in text


def test_day_is_called_partial_when_the_data_end_inside_it_and_it_is_over(cut: Asker) -> None:
    text = said(cut.ask("/gmv yesterday"))
    assert "Partial: Nov 3, 2026 is covered until Nov 3, 2026, 14:00 only" in text


def test_nothing_is_called_partial_when_the_data_reach_the_end(tiny: Asker) -> None:
    assert "Partial" not in said(tiny.ask("/gmv 2026-11-03"))
