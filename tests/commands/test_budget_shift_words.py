"""The words of a budget shift, as people type them in both languages."""

from datetime import date
from decimal import Decimal

import pytest

from analytics.errors import UnknownName
from bot.platforms.base import Person, Request
from commands.kit.context import Ctx
from commands.kit.errors import UserError
from commands.kit.shift_words import (
    CapsType,
    ChangeType,
    ChannelsType,
    ComingType,
    NumberType,
    ShareType,
    TotalChange,
    read_amount,
)
from tests.commands.asking import Asker


@pytest.fixture
def ctx(tiny: Asker) -> Ctx:
    """The tiny shop on 2026-11-05, with the channels 抖音 and 天猫."""
    return tiny.context(Request("", Person("ann", "Ann", ()), "growth", "en"))


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("200k", 200_000),
        ("200K", 200_000),
        ("20万", 200_000),
        ("20w", 200_000),
        ("1.5m", 1_500_000),
        ("1,500", 1_500),
        ("¥1500", 1_500),
        ("１５００元", 1_500),
        ("1.2亿", 120_000_000),
        ("abc", None),
        ("12%", None),
        ("1,50", None),
    ],
)
def test_amount_is_read_when_written_as_people_do(text: str, amount: int | None) -> None:
    assert read_amount(text) == amount


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("+100k", TotalChange(Decimal(100_000))),
        ("-5%", TotalChange(Decimal("-0.05"), relative=True)),
        ("−5%", TotalChange(Decimal("-0.05"), relative=True)),
        ("＋10万", TotalChange(Decimal(100_000))),
        ("增加10万", TotalChange(Decimal(100_000))),
        ("减少5%", TotalChange(Decimal("-0.05"), relative=True)),
        ("+100%", TotalChange(Decimal(1), relative=True)),
        ("加1成", TotalChange(Decimal("0.1"), relative=True)),
    ],
)
def test_change_is_read_when_it_has_a_sign(ctx: Ctx, text: str, change: TotalChange) -> None:
    assert ChangeType().read(text, ctx) == change
    assert ChangeType().read(change.words, ctx) == change


def test_change_is_asked_back_when_it_has_no_sign(ctx: Ctx) -> None:
    with pytest.raises(UserError, match="more or less than today"):
        ChangeType().read("20万", ctx)


@pytest.mark.parametrize(
    ("text", "share"), [("12%", 0.12), ("0.12", 0.12), ("1成", 0.1), ("0%", 0)]
)
def test_share_is_read_when_it_is_below_one(ctx: Ctx, text: str, share: float) -> None:
    assert ShareType().read(text, ctx) == pytest.approx(share)


@pytest.mark.parametrize("text", ["12", "100%", "much", "-5%"])
def test_share_is_refused_when_it_is_none(ctx: Ctx, text: str) -> None:
    with pytest.raises(UserError, match="no share"):
        ShareType().read(text, ctx)


@pytest.mark.parametrize(
    "text", ["抖音 天猫", "抖音,天猫", "抖音、天猫", "抖音和天猫", "douyin and tmall"]
)
def test_channels_are_read_when_several_are_named(ctx: Ctx, text: str) -> None:
    assert ChannelsType().read(text, ctx) == ("抖音", "天猫")


def test_channel_is_refused_with_the_nearest_when_misspelt(ctx: Ctx) -> None:
    with pytest.raises(UnknownName) as refused:
        ChannelsType().read("douyn", ctx)
    assert refused.value.close


@pytest.mark.parametrize(
    "text",
    [
        "抖音=200k 天猫=30万",
        "抖音 200k、天猫 30万",
        "抖音20万,天猫30万",
        "抖音 = 200,000 天猫=300,000",
    ],
)
def test_caps_are_read_when_written_in_any_way(ctx: Ctx, text: str) -> None:
    assert CapsType().read(text, ctx) == (("抖音", Decimal(200_000)), ("天猫", Decimal(300_000)))


@pytest.mark.parametrize("text", ["抖音", "抖音=much", "=200k"])
def test_cap_is_refused_when_it_has_no_amount_or_channel(ctx: Ctx, text: str) -> None:
    with pytest.raises(UserError, match="no amount"):
        CapsType().read(text, ctx)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("28d", "2026-11-06", "2026-12-03"),
        ("next 28 days", "2026-11-06", "2026-12-03"),
        ("未来2周", "2026-11-06", "2026-11-19"),
        ("next month", "2026-12-01", "2026-12-31"),
        ("下月", "2026-12-01", "2026-12-31"),
        ("2026-11", "2026-11-06", "2026-11-30"),
        ("本月", "2026-11-06", "2026-11-30"),
        ("2026-11-01..2026-11-20", "2026-11-01", "2026-11-20"),
        ("2026-11-10..2026-11-20", "2026-11-10", "2026-11-20"),
    ],
)
def test_days_to_come_are_read_when_named(ctx: Ctx, text: str, first: str, last: str) -> None:
    period = ComingType().read(text, ctx)
    assert (period.start, period.last) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "text", ["yesterday", "2026-10", "上月", "2026-10-01..2026-10-20", "today"]
)
def test_days_are_refused_when_they_are_over(ctx: Ctx, text: str) -> None:
    with pytest.raises(UserError, match="days to come"):
        ComingType().read(text, ctx)


@pytest.mark.parametrize("text", ["7", "#7", "7号"])
def test_number_of_a_proposal_is_read_when_written_in_any_way(ctx: Ctx, text: str) -> None:
    assert NumberType().read(text, ctx) == 7
