"""How the oracle reads rows: which orders count and are paid, who is a person, who shares what."""

import re
from typing import Any

import pandas as pd

from analytics.model import Kind

LINE_WORDS = ("category", "sku", "scene")
PAID_STATES = {"paid", "shipped", "completed", "refunded"}
FAILED = {"fail", "failed", "failure", "declined", "error"}
ROBOT = re.compile("bot|spider|crawl|slurp|headless", re.IGNORECASE)


def typed(column: Any, kind: Kind) -> Any:
    """A column as pandas holds it: instants in UTC, money and counts whole, empty words None."""
    if kind is Kind.INSTANT:
        return pd.to_datetime(column.astype("Int64"), unit="us", utc=True)
    if kind in (Kind.MONEY, Kind.COUNT):
        return column.astype("Int64")
    if kind is Kind.NUMBER:
        return column.astype("Float64")
    if kind is Kind.TEXT:
        return _texts(column)
    return column


def _texts(column: Any) -> Any:
    """Words as they are; empty and missing ones both None."""
    words = [word if isinstance(word, str) and word else None for word in column]
    return pd.Series(words, index=column.index, dtype=object)


def judged(orders: pd.DataFrame) -> pd.DataFrame:
    """Which orders are orders, paid, whose, and first; paid at `paid_at` if told, else at once.

    Where nothing was sold and money only goes back it is a credit note, no order. An order is paid
    when money came in; where the amount is not told, when its state or a time of payment says so.
    """
    told, came_in = orders.paid_amount.notna(), orders.paid_amount.fillna(0)
    returned, known = orders.refund_amount.fillna(0), orders.customer_id.notna()
    goes_back = (orders.gross_amount < 0) | (returned != 0)
    note = (orders.gross_amount <= 0) & (came_in <= 0) & goes_back
    by_state = orders.paid_at.notna() | orders.status.isin(PAID_STATES)
    paid = ((told & (came_in > 0)) | (~told & by_state & ~note)).astype(bool)
    settled = orders.paid_at.fillna(orders.ordered_at)
    moment = settled.where(paid, orders.ordered_at)
    first = moment[paid & known].groupby(orders.customer_id).min()
    returning = known & (moment > orders.customer_id.map(first))
    kind = known.map({True: "new", False: "guest"}).mask(returning, "returning").astype(object)
    return orders.assign(
        refund_amount=returned,
        discount_amount=orders.discount_amount.fillna(0),
        settled_at=settled,
        is_order=~note,
        is_paid=paid,
        moved=(paid | (returned != 0) | (came_in < 0)).astype(bool),
        is_known=known,
        is_guest=~known,
        is_known_paid=known & paid,
        is_new=paid & (kind == "new"),
        is_repeat=paid & (kind == "returning"),
        customer_type=kind,
    )


def shared(orders: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Order lines with their part of the order's amounts; an order without lines is one row.

    Sales are shared by what a line sold, refunds by what it took back, else by what it sold;
    evenly where nothing tells.
    """
    value = items.quantity.astype(float) * items.unit_price.astype(float)
    order = items.order_id
    even = 1 / order.groupby(order).transform("size")
    sold = _part_of(value.clip(lower=0), order, even)
    returned = _part_of((-value).clip(lower=0), order, sold)
    parts = items.drop(columns="row").assign(sold=sold, returned=returned)
    joined = orders.merge(parts, on="order_id", how="left")
    for column in LINE_WORDS:
        joined[column] = _texts(joined[column])
    uneven = pd.Series(False, index=joined.index)
    for name in ("gross_amount", "paid_amount", "discount_amount", "refund_amount"):
        share = joined.returned if name == "refund_amount" else joined.sold
        joined[name] = joined[name].astype("Float64") * share.fillna(1)
        uneven |= ((joined[name] - joined[name].round()).abs() > 1e-3).fillna(False).astype(bool)
    return joined.assign(slack=uneven.groupby(joined.order_id).transform("any").astype(int))


def _part_of(value: Any, order: Any, otherwise: Any) -> Any:
    whole = value.groupby(order).transform("sum")
    return (value / whole.where(whole > 0)).fillna(otherwise)


def people(events: pd.DataFrame) -> pd.DataFrame:
    """Events of people on the site: no robots, no advertisements seen or clicked elsewhere."""
    told = events.is_bot.astype("boolean")
    looks = [bool(agent and ROBOT.search(agent)) for agent in events.user_agent]
    robot = told.fillna(pd.Series(looks, index=events.index, dtype="boolean")).astype(bool)
    visits = events[~robot & ~events.event.isin(["impression", "click"])]
    return visits.drop(columns="sku")  # one event's goods, not the visitor's


def costed(spend: pd.DataFrame) -> pd.DataFrame:
    """Spend with its true cost: media, labour, creative and commission."""
    extra = spend[["labor_cost", "creative_cost", "commission"]].fillna(0).sum(axis=1)
    return spend.assign(true_cost=spend.media_cost + extra)


def timed(tickets: pd.DataFrame) -> pd.DataFrame:
    """Tickets with their minutes to the first answer and hours to resolution."""
    answered = (tickets.first_response_at - tickets.opened_at).dt.total_seconds() / 60
    resolved = (tickets.resolved_at - tickets.opened_at).dt.total_seconds() / 3600
    return tickets.assign(response_minutes=answered, resolution_hours=resolved)


def liked(posts: pd.DataFrame) -> pd.DataFrame:
    """Posts with their interactions; the platform is the channel."""
    total = posts[["likes", "comments", "shares"]].fillna(0).sum(axis=1)
    return posts.assign(interactions=total, channel=posts.platform)


def tried(payments: pd.DataFrame) -> pd.DataFrame:
    """Payment attempts with those that failed flagged."""
    failed = payments.failure_code.notna() | payments.outcome.str.lower().isin(FAILED)
    return payments.assign(failed=failed.astype(bool), payment_method=payments.method)
