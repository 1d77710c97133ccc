"""Which days are covered, whatever the order in which orders and their lines come."""

from datetime import date

from tests.analytics.loading.conftest import Store

ORDERS = "order_id,ordered_at,gross_amount\n"
ITEMS = "order_id,sku,quantity,unit_price\n"
COVERED = (
    "SELECT DISTINCT first_day, last_day FROM tidebell.coverage WHERE table_name = 'order_items'"
)


def load(store: Store, name: str, text: str) -> None:
    path = store.folder / name
    path.write_text(text)
    store.load("canonical", path)


def test_lines_cover_the_days_of_their_orders_when_loaded_before_them(store: Store) -> None:
    load(store, "order_items.csv", ITEMS + "o1,s,1,5\no2,s,1,5\n")
    assert store.rows(COVERED) == []
    days = "".join(f"o{n},2026-03-0{n},5\n" for n in (1, 2, 3, 4))
    load(store, "orders.csv", ORDERS + days)
    assert store.rows(COVERED) == [(date(2026, 3, 1), date(2026, 3, 2))]


def test_lines_cover_nothing_when_none_belongs_to_the_new_orders(store: Store) -> None:
    load(store, "order_items.csv", ITEMS + "o9,s,1,5\n")
    load(store, "orders.csv", ORDERS + "o1,2026-03-01,5\n")
    assert store.rows(COVERED) == []
