"""The UCI shop, loaded once: random questions, the tree of a month, the month that is cut."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from math import fsum
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from analytics import marts
from analytics.loading import load, read_mapping
from analytics.query import Question
from analytics.warehouse import DuckDBWarehouse
from tests.analytics.oracle import Oracle
from tests.analytics.test_oracle import ROOMY, walked
from tests.commands.asking import Asker, amount, column, figures, said, table
from tests.shop import LONDON, reading

pytestmark = pytest.mark.slow
LATER = datetime(2026, 11, 22, 12, tzinfo=UTC)
NOVEMBER = (date(2011, 11, 1), date(2011, 12, 1))
OCTOBER = (date(2011, 10, 1), date(2011, 11, 1))
HEADLINES = ("paid_gmv", "gmv", "net_gmv", "orders", "buyers")


@pytest.fixture(scope="module")
def uci(reference: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBWarehouse]:
    warehouse = DuckDBWarehouse(tmp_path_factory.mktemp("uci"), ROOMY)
    load(
        warehouse,
        read_mapping("uci-online-retail"),
        [reference / "uci_online_retail" / "online_retail.parquet"],
        zone=LONDON,
        currency="GBP",
        now=LATER,
        after=lambda writer, days: marts.refresh(writer, LONDON, days),
    )
    yield warehouse
    warehouse.close()


@pytest.fixture
def asker(uci: DuckDBWarehouse) -> Asker:
    return Asker(reading(uci, LONDON), LATER.astimezone(ZoneInfo(LONDON)))


def test_every_cell_is_the_oracle_s_when_uci_retail_is_asked(uci: DuckDBWarehouse) -> None:
    assert walked(uci, LONDON, (date(2010, 12, 1), date(2011, 12, 9)), 50, 3) == []


def test_headline_is_the_oracle_s_on_both_sides_when_a_month_is_asked(
    uci: DuckDBWarehouse, asker: Asker
) -> None:
    found = figures(asker.ask("/gmv 2011-11 vs prev"))
    oracle = Oracle(uci, LONDON)
    now, before = (oracle.answer(Question(HEADLINES, *m))[()] for m in (NOVEMBER, OCTOBER))
    for metric in ("paid_gmv", "gmv", "net_gmv"):
        assert float(amount(found[metric].value)) == pytest.approx(now[metric].value, abs=5e-5)
        assert float(amount(found[metric].baseline)) == pytest.approx(
            before[metric].value, abs=5e-5
        )


def test_tree_adds_up_exactly_when_a_month_is_set_against_the_one_before(asker: Asker) -> None:
    reply = asker.ask("/gmv 2011-11 vs prev")
    *factors, total = column(table(reply, "drivers"), "contribution")
    headline = figures(reply)["paid_gmv"]
    change = amount(headline.value) - amount(headline.baseline)
    assert fsum(float(str(part)) for part in factors) == pytest.approx(float(change), abs=1e-6)
    assert float(str(total)) == pytest.approx(float(change), abs=1e-6)


def test_last_month_is_called_partial_when_the_data_end_inside_it(asker: Asker) -> None:
    text = said(asker.ask("/gmv 2011-12"))
    assert "Partial: Dec 1–31, 2011 is covered until Dec 9, 2011, 13:00 only" in text
    assert "vs Nov 1–9, 2011" in text


def test_gap_is_named_when_most_of_the_other_year_is_not_known(asker: Asker) -> None:
    """The data begin in December 2010: 2011 against 2010 is no comparison of years."""
    assert "No data for Jan 1 – Nov 30, 2010" in said(asker.ask("/gmv 2011"))
