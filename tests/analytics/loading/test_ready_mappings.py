"""Every ready-made mapping against a small file with the real export's header."""

from decimal import Decimal

import pytest

from analytics.errors import LoadRefused, UnknownName
from analytics.loading import mappings, read_mapping
from tests.analytics.loading.conftest import DATA, Store

LOCAL = "strftime(timezone('{zone}', \"{column}\"), '%Y-%m-%d %H:%M:%S')"


def at(store: Store, column: str) -> str:
    return LOCAL.format(zone=store.zone, column=column)


def test_order_takes_totals_of_its_first_line_when_shopify_spreads_it_over_lines(
    dollars: Store,
) -> None:
    dollars.load("shopify-orders", DATA / "shopify_orders.csv")
    assert dollars.rows(
        f"SELECT order_id, {at(dollars, 'ordered_at')}, gross_amount, customer_id, status,"
        " paid_amount, refund_amount, channel, region FROM orders ORDER BY 1"
    ) == [
        ("#1001", "2026-03-01 23:30:00", Decimal("59.0000"), "ann@example.com", "shipped",
         Decimal("59.0000"), Decimal("0.0000"), "web", "New York"),
        ("#1002", "2026-03-02 10:00:00", Decimal("30.0000"), None, "paid",
         Decimal("30.0000"), Decimal("12.5000"), "pos", None),
        ("#1003", "2026-03-02 11:00:00", Decimal("80.0000"), "bo@example.com", "cancelled",
         Decimal("0.0000"), Decimal("0.0000"), "web", "CA"),
    ]  # fmt: skip


def test_every_line_becomes_an_item_when_shopify_orders_are_loaded(dollars: Store) -> None:
    dollars.load("shopify-orders", DATA / "shopify_orders.csv")
    assert dollars.rows(
        "SELECT order_id, sku, quantity, unit_price FROM order_items ORDER BY 1, 2"
    ) == [
        ("#1001", "SHIRT-M", 2.0, Decimal("20.0000")),
        ("#1001", "TOTE", 1.0, Decimal("20.0000")),
        ("#1002", "MUG", 1.0, Decimal("30.0000")),
        ("#1003", "MUG", 4.0, Decimal("20.0000")),
    ]


def test_totals_and_preamble_are_left_out_when_google_ads_report_is_loaded(dollars: Store) -> None:
    summary = dollars.load("google-ads-campaigns", DATA / "google_ads_campaigns.csv")
    assert summary.tables["ad_spend"].loaded == 3
    assert dollars.rows(
        f"SELECT {at(dollars, 'at')}, campaign, media_cost, impressions, clicks"
        ' FROM ad_spend ORDER BY "at", campaign'
    ) == [
        ("2026-03-01 00:00:00", "Brand", Decimal("172.4500"), 1204, 41),
        ("2026-03-02 00:00:00", '"Outlet", summer', Decimal("0.0000"), 0, 0),
        ("2026-03-02 00:00:00", "Brand", Decimal("165.1000"), 1180, 39),
    ]


def test_blank_cells_stay_unknown_when_meta_export_leaves_them_out(dollars: Store) -> None:
    dollars.load("meta-ads", DATA / "meta_ads.csv")
    assert dollars.rows(
        'SELECT campaign, media_cost, impressions, clicks FROM ad_spend ORDER BY "at", campaign'
    ) == [
        ("Spring launch", Decimal("164.4000"), 2497, 65),
        ("Retargeting", Decimal("0.0000"), None, None),
        ("Spring launch", Decimal("120.0000"), 1650, 40),
    ]


def test_meta_export_is_refused_when_its_header_names_another_currency(store: Store) -> None:
    with pytest.raises(LoadRefused, match="is in USD, the shop keeps its books in CNY"):
        store.load("meta-ads", DATA / "meta_ads.csv")


def test_ads_of_a_campaign_are_summed_when_fivetran_reports_them_apart(store: Store) -> None:
    store.load("fivetran-ad-report", DATA / "fivetran_ad_report.csv")
    assert store.rows(
        "SELECT channel, campaign, media_cost, impressions, clicks FROM ad_spend ORDER BY 1"
    ) == [
        ("facebook_ads", "Launch", Decimal("33.0000"), 900, 9),
        ("google_ads", "Brand", Decimal("14.7500"), 250, 12),
    ]


@pytest.mark.parametrize("name", ["ga4_events.csv", "ga4_events.jsonl"])
def test_shopping_events_are_kept_when_ga4_export_is_loaded(store: Store, name: str) -> None:
    store.load("ga4-events", DATA / name)
    assert store.rows(
        f"SELECT {at(store, 'event_at')}, visitor_id, event, channel, campaign, device, region,"
        " customer_id, session_id FROM events ORDER BY event_at"
    ) == [
        ("2026-03-01 08:00:00", "101.202", "visit", "(direct)", None, "mobile", "Shanghai", None,
         "9001"),
        ("2026-03-01 08:00:10", "101.202", "view_item", "(direct)", None, "mobile", "Shanghai",
         None, "9001"),
        ("2026-03-01 08:00:30", "303.404", "pay_success", "google", "spring", "desktop", None,
         "u-7", "9002"),
    ]  # fmt: skip


def test_csv_changes_nothing_when_the_same_ga4_events_came_as_json(store: Store) -> None:
    store.load("ga4-events", DATA / "ga4_events.jsonl")
    assert store.load("ga4-events", DATA / "ga4_events.csv").load_id is None


def test_daily_traffic_is_read_when_shengyicanmou_export_is_in_gb18030(store: Store) -> None:
    store.load("shengyicanmou-daily", DATA / "shengyicanmou_daily.csv")
    assert store.rows(
        f"SELECT {at(store, 'at')}, channel, device, visitors, bounces, item_views, add_to_carts,"
        ' checkouts FROM traffic ORDER BY "at"'
    ) == [
        ("2026-03-01 00:00:00", "天猫", None, 12345, 5061, 30001, 1020, 402),
        ("2026-03-02 00:00:00", "天猫", None, 12000, None, 28000, 900, 380),
    ]


def test_plans_of_one_name_are_summed_when_qianchuan_report_is_loaded(store: Store) -> None:
    store.load("qianchuan-ads", DATA / "qianchuan_ads.csv")
    assert store.rows(
        'SELECT campaign, media_cost, impressions, clicks FROM ad_spend ORDER BY "at"'
    ) == [
        ("春上新-直播", Decimal("1300.0000"), 106400, 2390),
        ("清仓-短视频", Decimal("12000.0000"), 15000, 300),
    ]


def test_returns_stay_negative_lines_when_uci_invoices_are_loaded(pounds: Store) -> None:
    pounds.load("uci-online-retail", DATA / "uci_online_retail.csv")
    assert pounds.rows(
        f"SELECT order_id, {at(pounds, 'ordered_at')}, gross_amount, refund_amount, customer_id,"
        " status FROM orders ORDER BY 1"
    ) == [
        ("536365", "2010-12-01 08:26:00", Decimal("35.6400"), Decimal("0.0000"), "17850",
         "completed"),
        ("536414", "2010-12-01 11:52:00", Decimal("0.0000"), Decimal("0.0000"), None,
         "completed"),
        ("C536379", "2010-12-01 09:41:00", Decimal("0.0000"), Decimal("27.5000"), "14527",
         "cancelled"),
    ]  # fmt: skip


def test_table_is_told_by_file_name_when_columns_are_canonical(store: Store) -> None:
    summary = store.load("canonical", DATA / "orders.csv")
    assert summary.tables["orders"].loaded == 3
    assert store.rows(f"SELECT order_id, {at(store, 'ordered_at')} FROM orders ORDER BY 1") == [
        ("o1", "2026-03-01 09:00:00"),
        ("o2", "2026-03-01 23:59:59"),
        ("o3", "2026-03-02 00:00:00"),
    ]


def test_table_is_told_by_header_when_file_name_says_nothing(store: Store) -> None:
    path = store.folder / "export.csv"
    path.write_text("at,sku,on_hand\n2026-03-01,S1,12\n")
    assert store.load("canonical", path).tables["inventory"].loaded == 1


def test_every_ready_mapping_says_what_it_is_when_listed() -> None:
    assert all(mapping.title and mapping.description for mapping in mappings().values())


def test_close_names_are_offered_when_mapping_is_misspelt() -> None:
    with pytest.raises(UnknownName) as caught:
        read_mapping("shopify-order")
    assert caught.value.close[0] == "shopify-orders"


@pytest.mark.parametrize("word", ["nosuch", "shop", "x"])
def test_no_unlike_name_is_offered_when_mapping_is_unknown(word: str) -> None:
    with pytest.raises(UnknownName) as caught:
        read_mapping(word)
    assert "canonical" not in caught.value.close
