"""The backtest of the curves on the demo shop: its orders, its touches, its loads."""

from datetime import timedelta

from analytics.catalog import catalogue
from analytics.credits import CreditRule
from analytics.festivals import long_holidays
from analytics.marts import ensure
from analytics.occasions import merge, promo_occasions
from analytics.phase_keys import phase_keys
from analytics.response_backtest import WEEKS4, backtest, backtest_table, scores
from analytics.response_history import read_histories, read_sales
from analytics.shop import Shop
from tests.analytics.demo_shop import END, demo_shop

DAYS = 730
TRIALS = 13
ZONE = "Asia/Shanghai"
RULE = CreditRule("time_decay", 14, 7.0)


def demo_backtest(trials: int = TRIALS) -> str:
    """The table: trials four weeks apart, the last ending where the data end."""
    start = END - timedelta(days=DAYS)
    with demo_shop(DAYS, 1.0) as demo:
        ensure(demo.warehouse, ZONE)
        shop = Shop(demo.warehouse, catalogue(), ZONE)
        histories = read_histories(shop, start, END, RULE)
        sales = read_sales(shop, start, END)
        years = (start.year - 1, END.year + 1)
        occasions = merge((*promo_occasions(*years), *long_holidays(*years)), shop.occasions())
    keys = phase_keys(start, END, occasions)
    origins = [END - timedelta(days=WEEKS4 * n) for n in range(trials, 0, -1)]
    return backtest_table(scores(backtest(histories, sales, keys, origins)))
