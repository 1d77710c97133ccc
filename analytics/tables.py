"""The canonical tables every source is mapped onto (the shop's data model), as declarations.

Nothing here touches a database: loading validates against these declarations, a test holds the
migrations to them and the documentation is printed from them.
"""

from analytics.model import Column, Kind, Table


def _text(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name) for name in names)


def _count(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, Kind.COUNT) for name in names)


def _money(*names: str, signed: bool = False) -> tuple[Column, ...]:
    return tuple(Column(name, Kind.MONEY, signed=signed) for name in names)


def _must(name: str, kind: Kind = Kind.TEXT, *, signed: bool = False) -> Column:
    return Column(name, kind, required=True, signed=signed)


ORDER_STATUSES = ("created", "paid", "shipped", "completed", "cancelled", "refunded")
EVENTS = (
    "impression",
    "click",
    "visit",
    "view_item",
    "add_to_cart",
    "checkout",
    "pay_attempt",
    "pay_fail",
    "pay_success",
)

_DECLARED = (
    Table(
        "orders",
        "an order",
        (
            _must("order_id"),
            _must("ordered_at", Kind.INSTANT),
            _must("gross_amount", Kind.MONEY, signed=True),
            *_text("customer_id", "channel", "campaign", "region", "device"),
            Column("status", choices=ORDER_STATUSES),
            Column("paid_at", Kind.INSTANT),
            *_money("discount_amount", "paid_amount", "refund_amount", signed=True),
            Column("payment_method"),
        ),
        key=("order_id",),
        time="ordered_at",
    ),
    Table(
        "order_items",
        "an order line",
        (
            _must("order_id"),
            _must("sku"),
            _must("quantity", Kind.NUMBER, signed=True),
            _must("unit_price", Kind.MONEY, signed=True),
            *_text("category", "scene"),
        ),
        group=("order_id",),
    ),
    Table(
        "events",
        "a behaviour event",
        (
            _must("event_at", Kind.INSTANT),
            _must("visitor_id"),
            Column("event", required=True, choices=EVENTS),
            *_text("session_id", "customer_id", "channel", "campaign", "device", "region"),
            *_text("sku", "failure_code"),
            Column("is_bot", Kind.FLAG),
            Column("user_agent"),
            Column("load_ms", Kind.NUMBER),
        ),
        group=("visitor_id",),
        time="event_at",
    ),
    Table(
        "traffic",
        "hour × channel × campaign",
        (
            _must("at", Kind.INSTANT),
            _must("channel"),
            *_text("campaign", "device"),
            *_count("impressions", "clicks", "visitors", "sessions", "bounces"),
            Column("dwell_seconds", Kind.NUMBER),
            *_count("item_views", "add_to_carts", "checkouts"),
        ),
        key=("at", "channel", "campaign", "device"),
        time="at",
    ),
    Table(
        "ad_spend",
        "day or hour × channel × campaign",
        (
            _must("at", Kind.INSTANT),
            _must("channel"),
            _must("media_cost", Kind.MONEY),
            Column("campaign"),
            *_count("impressions", "clicks"),
            *_money("labor_cost", "creative_cost", "commission"),
        ),
        key=("at", "channel", "campaign"),
        time="at",
    ),
    Table(
        "campaigns",
        "a campaign",
        (
            _must("campaign"),
            _must("channel"),
            Column("name"),
            Column(
                "kind",
                choices=(
                    "search",
                    "feed",
                    "kol",
                    "live",
                    "affiliate",
                    "referral",
                    "private_domain",
                    "brand",
                    "offline",
                ),
            ),
            Column("creator"),
            Column("starts_on", Kind.DAY),
            Column("ends_on", Kind.DAY),
            *_money("budget"),
            Column("predicted_roi", Kind.NUMBER),
            Column("owner"),
        ),
        key=("campaign", "channel"),
    ),
    Table(
        "touchpoints",
        "a marketing touch",
        (
            _must("at", Kind.INSTANT),
            _must("person_id"),
            _must("channel"),
            Column("campaign"),
            Column("kind", choices=("impression", "click")),
            Column("converted_order_id"),
            *_money("value", signed=True),
        ),
        group=("person_id",),
        time="at",
    ),
    Table(
        "customers",
        "a customer",
        (
            _must("customer_id"),
            Column("first_seen_at", Kind.INSTANT),
            *_count("birthday_month"),
            Column("member_tier"),
            Column("consent", Kind.FLAG),
        ),
        key=("customer_id",),
    ),
    Table(
        "inventory",
        "a stock snapshot",
        (_must("at", Kind.INSTANT), _must("sku"), _must("on_hand", Kind.NUMBER, signed=True)),
        key=("at", "sku"),
        time="at",
    ),
    Table(
        "payments",
        "a payment attempt",
        (
            _must("at", Kind.INSTANT),
            _must("order_id"),
            _must("method"),
            _must("outcome"),
            Column("failure_code"),
            *_money("amount", signed=True),
        ),
        group=("order_id",),
        time="at",
    ),
    Table(
        "tickets",
        "a complaint or question",
        (
            _must("opened_at", Kind.INSTANT),
            _must("ticket_id"),
            Column("first_response_at", Kind.INSTANT),
            Column("resolved_at", Kind.INSTANT),
            *_text("kind", "priority"),
            Column("sentiment", Kind.NUMBER, signed=True),
            Column("channel"),
        ),
        key=("ticket_id",),
        time="opened_at",
    ),
    Table(
        "posts",
        "a content post",
        (
            _must("posted_at", Kind.INSTANT),
            _must("platform"),
            _must("post_id"),
            *_text("creator", "kind"),
            *_count("views", "completions", "likes", "comments", "shares"),
            *_money("cost"),
            Column("promo", Kind.FLAG),
        ),
        key=("platform", "post_id"),
        time="posted_at",
    ),
    Table(
        "targets",
        "period × metric × scope",
        (
            _must("period_start", Kind.DAY),
            _must("period_end", Kind.DAY),
            _must("metric"),
            _must("value", Kind.NUMBER),
            Column("scope"),
        ),
        key=("period_start", "period_end", "metric", "scope"),
    ),
    Table(
        "calendar",
        "a dated occasion",
        (
            _must("starts_on", Kind.DAY),
            _must("ends_on", Kind.DAY),
            _must("name"),
            Column(
                "kind", required=True, choices=("promo", "holiday", "competitor", "platform_rule")
            ),
            Column("phase", choices=("preheat", "burst", "review")),
            Column("note"),
        ),
        key=("starts_on", "ends_on", "name", "phase"),
    ),
    Table(
        "experiment_units",
        "a unit in an A/B test",
        (
            _must("experiment"),
            _must("variant"),
            _must("unit_id"),
            _must("assigned_at", Kind.INSTANT),
            Column("pre_value", Kind.NUMBER, signed=True),
        ),
        key=("experiment", "unit_id"),
        time="assigned_at",
    ),
    Table(
        "benchmarks",
        "an industry figure",
        (
            _must("metric"),
            _must("period"),
            _must("value", Kind.NUMBER, signed=True),
            Column("source"),
        ),
        key=("metric", "period", "source"),
    ),
)

TABLES: dict[str, Table] = {table.name: table for table in _DECLARED}
