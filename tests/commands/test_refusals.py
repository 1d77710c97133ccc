"""What is not understood is named, with how to say it; what was typed in a hurry is understood."""

from datetime import UTC, datetime

import pytest

from commands.kit.reply import Buttons, Reply
from tests.commands.asking import Asker, blocks, said
from tests.shop import tiny_shop


@pytest.fixture(scope="module")
def asker() -> Asker:
    """The tiny shop, once for all lines."""
    return Asker(tiny_shop(), datetime(2026, 11, 5, 2, 0, tzinfo=UTC))


def offered(reply: Reply) -> list[str]:
    return [b.command for each in blocks(reply) if isinstance(each, Buttons) for b in each.items]


@pytest.mark.parametrize(
    ("line", "sentence", "right"),
    [
        ("/gmv 抖因", "No channel “抖因”.", "/gmv 抖音"),
        ("/gmv 昨天抖因", "No channel “抖因”.", "/gmv 昨天抖音"),
        ("/gmv by chanel 7d", "No dimension “chanel”.", "/gmv by channel 7d"),
        ("/gmv vs lastyaer 抖音", "No comparison “lastyaer”.", "/gmv vs lastyear 抖音"),
        ("/attribution 抖因 7d", "No channel “抖因”.", "/attribution 抖音 7d"),
    ],
)
def test_the_wrong_word_alone_is_put_right_when_another_is_near(
    asker: Asker, line: str, sentence: str, right: str
) -> None:
    reply = asker.ask(line)
    assert sentence in said(reply)
    assert offered(reply) == [right]


@pytest.mark.parametrize(
    ("line", "wrong", "rest"),
    [
        ("/gmv split by channel", "split", "/gmv by channel"),
        ("/gmv how much yesterday", "how much", "/gmv yesterday"),
        ("/gmv 昨天卖了多少？", "卖了多少", "/gmv 昨天"),
        ("/gmv 7d help", "help", "/gmv 7d"),
        ("/kpi gmv", "gmv", "/kpi"),
        ("/target by channel", "by channel", "/target"),
        ("/target roi", "roi", "/target"),
        ("/attribution 7d accessory", "accessory", "/attribution 7d"),
    ],
)
def test_words_without_a_meaning_are_named_when_the_rest_can_be_read(
    asker: Asker, line: str, wrong: str, rest: str
) -> None:
    reply = asker.ask(line)
    assert f"“{wrong}” is not understood here." in said(reply)
    assert "Usage: /" in said(reply)
    assert offered(reply) == [rest, f"/help {rest.split()[0].removeprefix('/')}"]


def test_the_second_period_is_one_too_many_when_two_are_named(asker: Asker) -> None:
    reply = asker.ask("/gmv 7d 28d")
    assert "“28d” is one too many here." in said(reply)
    assert offered(reply)[0] == "/gmv 7d"


@pytest.mark.parametrize("line", ["/gmv 2026-13", "/attribution 1111", "/kpi 11月40日"])
def test_ways_to_write_days_are_told_when_a_date_is_none(asker: Asker, line: str) -> None:
    assert "Write it like yesterday, 7d" in said(asker.ask(line))


def test_help_is_offered_when_a_keyword_stands_alone(asker: Asker) -> None:
    assert offered(asker.ask("/gmv 7d vs")) == ["/help gmv"]


def test_dimensions_are_listed_as_people_call_them_when_none_is_near(asker: Asker) -> None:
    assert "Known: channel · campaign · category" in said(asker.ask("/gmv by foo"))
    assert "可用：渠道 · 活动 · 品类" in asker.say("/gmv by foo", "zh-CN")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/gmv 2026-11-03？", "/gmv 2026-11-03"),
        ("/gmv 2026-11-03, by channel", "/gmv 2026-11-03 by channel"),
        ("/gmv 2026-11-03，按渠道", "/gmv 2026-11-03 by channel"),
        ("/gmv by channel 2026-11-03", "/gmv 2026-11-03 by channel"),
        ("/gmv 2026-11-03 per channel", "/gmv 2026-11-03 by channel"),
        ("/gmv by channels 2026-11-03", "/gmv 2026-11-03 by channel"),
        ("/gmv 各渠道 2026-11-03", "/gmv 2026-11-03 by channel"),
        ("/gmv 11月3日每个渠道", "/gmv 2026-11-03 by channel"),
        ("/gmv 抖音、天猫 2026-11-03", "/gmv channel=抖音,天猫 2026-11-03"),
        ("/gmv 抖音,天猫 2026-11-03", "/gmv channel=抖音,天猫 2026-11-03"),
        ("/gmv 抖音 和 天猫 2026-11-03", "/gmv channel=抖音,天猫 2026-11-03"),
        ("/gmv 渠道：抖音 2026-11-03", "/gmv channel=抖音 2026-11-03"),
        ("/gmv channel = 抖音 2026-11-03", "/gmv channel=抖音 2026-11-03"),
        ("/gmv 抖音 2026-11-03 vs 天猫", "/gmv channel=抖音 2026-11-03 vs channel=天猫"),
        ("/gmv 2026-11-03 vs lastyear 抖音", "/gmv channel=抖音 2026-11-03 vs lastyear"),
        ("/gmv 2026-11-03 compared to last year", "/gmv 2026-11-03 vs lastyear"),
        ("/gmv all 2026-11-03 please", "/gmv 2026-11-03"),
    ],
)
def test_the_same_is_answered_when_it_is_typed_in_a_hurry(
    asker: Asker, typed: str, meant: str
) -> None:
    found, wanted = asker.ask(typed), asker.ask(meant)
    assert not found.failed, said(found)
    assert found.blocks == wanted.blocks


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/gmv昨天", "/gmv 昨天"),
        ("/销售额抖音 2026-11-03", "/gmv 抖音 2026-11-03"),
        ("/settings 中文", "/settings language 中文"),
        ("/settings english", "/settings language english"),
        ("/settings timezone Asia/Tokyo", "/settings zone Asia/Tokyo"),
    ],
)
def test_the_command_is_found_when_its_words_run_together_or_lack_a_keyword(
    asker: Asker, typed: str, meant: str
) -> None:
    found, wanted = asker.ask(typed), asker.ask(meant)
    assert not wanted.failed
    assert found.blocks == wanted.blocks


def test_a_month_is_the_coming_one_when_the_calendar_is_asked(asker: Asker) -> None:
    assert "Dec 12, 2026" in asker.say("/calendar december")
