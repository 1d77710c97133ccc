"""`/roi` on half a year of the demo shop, whose truth is known."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median

import pytest

from analytics.catalog import catalogue
from analytics.credits import CreditRule
from analytics.demo import Truth
from analytics.periods import Period
from analytics.roi_books import read_books
from analytics.roi_subjects import read_campaigns, subjects
from analytics.shop import Shop
from analytics.warehouse import DuckDBWarehouse
from bot.cli.demo_data import make_demo
from tests.commands.asking import Asker, column, said, table
from tests.shop import SHANGHAI

pytestmark = pytest.mark.slow

END = date(2026, 11, 22)


@dataclass(frozen=True)
class Demo:
    """The shop and what is true of it."""

    asker: Asker
    truth: Truth


@pytest.fixture(scope="module")
def half_year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder: Path = tmp_path_factory.mktemp("roi") / "shop"
    make_demo(folder, seed=7, days=180, scale=0.5, end=END)
    truth = Truth.model_validate_json((folder / "truth.json").read_text("utf-8"))
    warehouse = DuckDBWarehouse(folder)
    shop = Shop(warehouse, catalogue(), SHANGHAI)
    yield Demo(Asker(shop, datetime(2026, 11, 22, 2, 0, tzinfo=UTC)), truth)
    warehouse.close()


def test_the_flop_creator_is_to_be_replaced_when_all_are_asked(half_year: Demo) -> None:
    planted = half_year.truth.find("creator_flop")
    assert planted is not None
    found = table(half_year.asker.ask("/roi by creator"), "creators")
    assert column(found, "name")[0] == planted.slice["creator"]
    text = said(half_year.asker.ask(f"/roi {planted.slice['creator']}"))
    assert "Replace the creator" in text
    assert "Plan it anew" in text


def test_the_dying_channel_is_the_one_to_shift_from_when_all_are_asked(half_year: Demo) -> None:
    planted = half_year.truth.find("dying_channel")
    assert planted is not None
    reply = half_year.asker.ask("/roi all 28d")
    board = table(reply, "channels")
    decisions = [
        name
        for name, verdict in zip(column(board, "name"), column(board, "verdict"), strict=True)
        if "R08" in str(verdict)
    ]
    assert decisions == [planted.slice["channel"]]
    assert "move budget away" in said(half_year.asker.ask("/roi 搜索")).casefold()


def test_roi_by_last_touch_is_near_the_truth_when_a_campaign_has_run(half_year: Demo) -> None:
    shop = half_year.asker.shop
    true = {each.campaign: each.roi for each in half_year.truth.campaigns}
    period = Period(END - timedelta(days=180), END)
    books = read_books(shop, period, CreditRule("last", 14, 7), ("last",))
    known = subjects(read_campaigns(shop), books.places)
    off, inside = [], 0
    for name, roi in true.items():
        found = books.returned(known["campaign", name], "last")
        interval = found.interval(books.values)
        assert found.roi is not None
        assert interval is not None
        off.append(abs(found.roi / roi - 1))
        inside += interval.low <= roi <= interval.high
    assert median(off) < 0.15
    assert inside >= 0.8 * len(off)


def test_answers_come_in_time_when_asked(half_year: Demo) -> None:
    for line, limit in (("/roi 抖音", 1.0), ("/roi all", 2.0)):
        half_year.asker.ask(line)
        begun = time.process_time()
        half_year.asker.ask(line)
        assert time.process_time() - begun < limit
