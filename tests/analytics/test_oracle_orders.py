"""What counts as an order, as paid and as a first purchase when the export is unkind."""

from datetime import date

from analytics.periods import Period
from tests.shop import open_shop, order

OCTOBER = Period(date(2026, 10, 1), date(2026, 11, 1))
NOVEMBER = Period(date(2026, 11, 1), date(2026, 12, 1))
KINDS = ("buyers", "new_buyers", "repeat_buyers")


def test_buyer_is_new_in_the_month_of_the_first_payment_when_orders_are_paid_out_of_turn() -> None:
    """The order placed first is paid last: by then its buyer has paid before."""
    late = order("A", "2026-10-30 10:00", 50, customer_id="ann", paid_at="2026-11-02 09:00")
    early = order("B", "2026-10-31 10:00", 70, customer_id="ann")
    shop = open_shop({"orders": [late, early, order("C", "2026-11-05 10:00", 20)]})
    october, november = (shop.total(KINDS, month) for month in (OCTOBER, NOVEMBER))
    assert october == {"buyers": 1, "new_buyers": 1, "repeat_buyers": 0}
    assert november == {"buyers": 1, "new_buyers": 0, "repeat_buyers": 1}


def test_negative_sale_lowers_paid_sales_too_when_returns_are_booked_as_orders() -> None:
    """100 sold, 30 taken back as an order of its own: 70 either way, and one order."""
    sale = order("A", "2026-11-02 10:00", 100, customer_id="ann")
    back = order("B", "2026-11-03 10:00", -30, customer_id="ann")
    shop = open_shop({"orders": [sale, back]})
    found = shop.total(("gmv", "paid_gmv", "net_gmv", "orders", "paid_orders"), NOVEMBER)
    assert found == {"gmv": 70, "paid_gmv": 70, "net_gmv": 70, "orders": 1, "paid_orders": 1}


def test_credit_note_makes_nobody_a_buyer_when_its_payment_is_not_told() -> None:
    note = order("C", "2026-11-02 10:00", 0, customer_id="ann", refund_amount=50)
    sale = order("A", "2026-11-02 11:00", 80, customer_id="bob")
    shop = open_shop({"orders": [{**note, "paid_amount": None, "status": "completed"}, sale]})
    found = shop.total(("buyers", "paid_orders", "refunds"), NOVEMBER)
    assert found == {"buyers": 1, "paid_orders": 1, "refunds": 50}
