"""The landing forecast's backtest on the demo shop: error and coverage of its last 12 months."""

from datetime import date, timedelta

from analytics.backtest import backtest, backtest_table, scores
from analytics.catalog import catalogue
from analytics.festivals import long_holidays
from analytics.occasions import merge, promo_occasions
from analytics.phase_keys import phase_keys
from analytics.shop import Shop
from analytics.warehouse import DuckDBWarehouse
from tests.bench.report import write
from tests.bench.shops import demo

METRIC = "paid_gmv"


def main() -> None:
    """Print the table of docs/forecast.md and write its overall line."""
    folder = demo().folder
    warehouse = DuckDBWarehouse(folder)
    shop = Shop(warehouse, catalogue(), "Asia/Shanghai")
    coverage = shop.coverage("orders")
    first, last = coverage.first_day, coverage.last_day
    assert first is not None
    assert last is not None
    history = shop.series(METRIC, first, last + timedelta(days=1))
    years = (first.year - 1, last.year + 1)
    occasions = merge((*promo_occasions(*years), *long_holidays(*years)), shop.occasions())
    promo = phase_keys(first, date(last.year, 12, 31), occasions)
    warehouse.close()
    print(backtest_table(history, promo))  # noqa: T201
    *_, overall = scores(backtest(history, promo))
    write(
        "forecast",
        {
            "demo_wape_ratio": overall.wape,
            "demo_pace_wape_ratio": overall.pace_wape,
            "demo_naive_wape_ratio": overall.naive_wape,
            "demo_coverage_share": overall.coverage,
            "demo_width_ratio": overall.width,
        },
    )


if __name__ == "__main__":
    main()
