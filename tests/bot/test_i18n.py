"""Sentences and values in both languages, against a table written by hand."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bot.i18n import Translator, nearest, shown, translator
from commands.kit.message import Msg, msg
from commands.kit.values import (
    Change,
    Count,
    Day,
    Days,
    Moment,
    Money,
    Name,
    Number,
    Percent,
    Points,
    Unknown,
    Value,
)


def yuan(amount: str, currency: str = "CNY", signed: bool = False) -> Money:
    return Money(amount=Decimal(amount), currency=currency, signed=signed)


def days(first: str, last: str) -> Days:
    return Days(first=date.fromisoformat(first), last=date.fromisoformat(last))


FULL: list[tuple[Value | Msg | None, str, str]] = [
    (yuan("0"), "¥0", "¥0"),
    (yuan("0.5"), "¥0.50", "¥0.50"),
    (yuan("120"), "¥120", "¥120"),
    (yuan("120.5"), "¥120.50", "¥120.50"),
    (yuan("1234.4"), "¥1,234", "¥1,234"),
    (yuan("1234.5"), "¥1,235", "¥1,235"),
    (yuan("99999"), "¥99,999", "¥99,999"),
    (yuan("99999.5"), "¥10万", "¥100,000"),
    (yuan("123456"), "¥12.35万", "¥123,456"),
    (yuan("999950"), "¥100万", "¥999,950"),
    (yuan("999999.5"), "¥100万", "¥1M"),
    (yuan("12345000"), "¥1,234.5万", "¥12.35M"),
    (yuan("99999999"), "¥1亿", "¥100M"),
    (yuan("123456789"), "¥1.23亿", "¥123.46M"),
    (yuan("-123456789"), "−¥1.23亿", "−¥123.46M"),
    (yuan("1234567890123"), "¥1.23万亿", "¥1.23T"),
    (yuan("-0.001"), "¥0", "¥0"),
    (yuan("99", "USD"), "$99", "$99"),
    (yuan("99", "GBP"), "£99", "£99"),
    (yuan("99", "EUR"), "€99", "€99"),
    (yuan("99", "CHF"), "CHF\xa099", "CHF\xa099"),
    (yuan("20", signed=True), "+¥20", "+¥20"),
    (yuan("-20", signed=True), "−¥20", "−¥20"),
    (yuan("0", signed=True), "¥0", "¥0"),
    (Count(number=12345), "12,345", "12,345"),
    (Count(number=1234567), "123.46万", "1.23M"),
    (Count(number=-7, signed=True), "−7", "−7"),
    (Number(number=3.14159), "3.14", "3.14"),
    (Number(number=0.125), "0.13", "0.13"),
    (Number(number=float("inf")), "无数据", "no data"),
    (Percent(ratio=0.342), "34.2%", "34.2%"),
    (Percent(ratio=0.03425), "3.43%", "3.43%"),
    (Percent(ratio=0.0), "0%", "0%"),
    (Percent(ratio=0.00001), "<0.01%", "<0.01%"),
    (Percent(ratio=-0.2), "−20%", "−20%"),
    (Percent(ratio=0.8), "80%", "80%"),
    (Percent(ratio=1.234), "123.4%", "123.4%"),
    (Change(ratio=-0.123), "−12.3%", "−12.3%"),
    (Change(ratio=0.04), "+4.0%", "+4.0%"),
    (Change(ratio=-0.0001), "0.0%", "0.0%"),
    (Change(ratio=12.34), "+1,234%", "+1,234%"),
    (Points(ratio=0.004), "+0.4\xa0个百分点", "+0.4\xa0pp"),
    (Points(ratio=-0.0003), "−0.03\xa0个百分点", "−0.03\xa0pp"),
    (Day(day=date(2026, 11, 1)), "2026年11月1日", "Nov 1, 2026"),
    (days("2026-11-01", "2026-11-11"), "2026年11月1日–11日", "Nov 1–11, 2026"),
    (days("2026-10-28", "2026-11-11"), "2026年10月28日–11月11日", "Oct 28 – Nov 11, 2026"),
    (
        days("2025-12-28", "2026-01-03"),
        "2025年12月28日 – 2026年1月3日",
        "Dec 28, 2025 – Jan 3, 2026",
    ),
    (days("2026-11-01", "2026-11-01"), "2026年11月1日", "Nov 1, 2026"),
    (
        Moment(at=datetime(2026, 11, 1, 9, 5, tzinfo=UTC)),
        "2026年11月1日 09:05",
        "Nov 1, 2026, 09:05",
    ),
    (Name(text="抖音"), "抖音", "抖音"),
    (Unknown(), "无数据", "no data"),
    (None, "–", "–"),
]

COMPACT: list[tuple[Value, str, str]] = [
    (yuan("0"), "¥0", "¥0"),
    (yuan("3.456"), "¥3.46", "¥3.46"),
    (yuan("999"), "¥999", "¥999"),
    (yuan("1234"), "¥1,234", "¥1.23K"),
    (yuan("12345"), "¥1.23万", "¥12.3K"),
    (yuan("999950"), "¥100万", "¥1M"),
    (yuan("99996000"), "¥1亿", "¥100M"),
    (yuan("123456789"), "¥1.23亿", "¥123M"),
    (Count(number=1200), "1,200", "1.2K"),
    (Count(number=-45678), "−4.57万", "−45.7K"),
    (days("2026-11-01", "2026-11-11"), "11月1日–11日", "Nov 1–11"),
    (Day(day=date(2026, 11, 1)), "11月1日", "Nov 1"),
]


@pytest.mark.parametrize(("value", "chinese", "english"), FULL)
def test_value_reads_naturally_when_written_in_full(
    value: Value | Msg | None, chinese: str, english: str
) -> None:
    assert (translator("zh-CN").value(value), translator("en").value(value)) == (chinese, english)


@pytest.mark.parametrize(("value", "chinese", "english"), COMPACT)
def test_value_is_short_when_compact(value: Value, chinese: str, english: str) -> None:
    written = [translator(locale).value(value, compact=True) for locale in ("zh-CN", "en")]
    assert written == [chinese, english]


@pytest.mark.parametrize(
    ("tag", "locale"),
    [("zh", "zh-CN"), ("zh_TW", "zh-CN"), ("ZH-hans", "zh-CN"), ("fr", "en"), ("", "en")],
)
def test_nearest_language_is_taken_when_a_tag_is_not_ours(tag: str, locale: str) -> None:
    assert nearest(tag) == locale


def test_translator_is_the_same_object_when_asked_again() -> None:
    assert translator("zh_TW") is translator("zh-CN")


def test_parts_follow_the_language_when_a_sentence_is_translated() -> None:
    chinese = Translator("zh-CN", {"{value} on {day}": "{day}为 {value}"})
    message = msg("{value} on {day}", value=yuan("123456"), day=Day(day=date(2026, 11, 1)))
    assert chinese.message(message) == "2026年11月1日为 ¥12.35万"


def test_nested_sentence_is_translated_when_it_is_a_part() -> None:
    chinese = Translator("zh-CN", {"{who} fell": "{who}下降", "Visitors": "访客数"})
    assert chinese.message(msg("{who} fell", who=msg("Visitors"))) == "访客数下降"


def test_sentence_stays_english_when_it_has_no_translation() -> None:
    assert translator("zh-CN").message(msg("never heard of")) == "never heard of"


def test_nothing_is_said_when_the_sentence_is_empty() -> None:
    assert [translator(locale).plain("") for locale in ("zh-CN", "en")] == ["", ""]


@pytest.mark.parametrize(("number", "text"), [(1, "1 order"), (0, "0 orders"), (2, "2 orders")])
def test_noun_agrees_with_the_number_when_a_part_names_both_forms(number: int, text: str) -> None:
    sentence = msg("{n} {n|order|orders}", n=Count(number=number))
    assert translator("en").message(sentence) == text


def test_braces_of_data_are_left_alone_when_filled_in() -> None:
    sentence = msg("no channel {word}", word=Name(text="{day} {0.__class__}"))
    assert translator("en").message(sentence) == "no channel {day} {0.__class__}"


def test_part_stays_visible_when_it_was_not_given() -> None:
    assert translator("en").message(msg("until {day}")) == "until {day}"


@pytest.mark.parametrize("hidden", ["\x1b[31m", "\x07", "\u202e", "\r\n", "\u2028", "\x9b"])
def test_control_character_is_not_shown_when_data_hold_it(hidden: str) -> None:
    text = shown(f"a{hidden}b")
    assert text.isprintable()
    assert not set("\x1b\x07\u202e\r\n\u2028\x9b") & set(text)


def test_joined_emoji_stays_whole_when_shown() -> None:
    assert shown("👩\u200d🎤") == "👩\u200d🎤"


@pytest.mark.parametrize(
    ("name", "shown_inside"),
    [
        (msg("Conversion rate"), "mostly conversion rate"),
        (msg("GMV"), "mostly GMV"),
        (msg("Monday"), "mostly Monday"),
        (msg("{name} again", name=Name(text="Android")), "mostly Android again"),
    ],
)
def test_english_begins_in_lower_case_when_inside_a_sentence(name: Msg, shown_inside: str) -> None:
    assert translator("en").message(msg("mostly {name}", name=name)) == shown_inside


def test_a_sentence_keeps_its_capital_when_it_begins_another() -> None:
    said = translator("en").message(msg("{finding} (by week)", finding=msg("Paid GMV")))
    assert said == "Paid GMV (by week)"
