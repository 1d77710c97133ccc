"""What an answer's sentences name: causes, slices, sides, and the words to type instead."""

import pytest

from analytics.drivers import Contribution, Decomposition
from analytics.errors import UnknownName
from analytics.forecast import Landing, NoLanding
from bot.i18n import translator
from commands.kit.errors import explain
from commands.kit.landing import landing_doubts
from commands.kit.reply import Buttons, Chart, Note, Text
from commands.kit.sales_blocks import leading
from commands.kit.usage import usage_message
from tests.commands.asking import Asker, blocks, column, figures, said, table

TUESDAY = "/gmv 2026-11-03"


def split(*amounts: float) -> Decomposition:
    parts = tuple(Contribution(str(n), 1.0, 1.0, amount) for n, amount in enumerate(amounts))
    return Decomposition(100.0, 100.0 + sum(amounts), parts, 0.0, "lmdi")


@pytest.mark.parametrize(
    ("amounts", "named"),
    [
        ((-60.0, -40.0, 5.0), ["0"]),
        ((-40.0, -59.0, 32.0), ["1", "0"]),
        ((-54.0, -52.0, 58.0), ["0", "1"]),
        ((10.0, -3.0, 0.0), ["0"]),
        ((0.0, 0.0), []),
    ],
)
def test_one_cause_is_named_when_it_made_most_of_the_change(
    amounts: tuple[float, ...], named: list[str]
) -> None:
    assert [part.name for part in leading(split(*amounts))] == named


def test_no_cause_is_named_when_no_factor_pulls_the_way_of_the_change() -> None:
    # A day that sold to guests only: the factors of today all pull up, the sales are down.
    parts = (Contribution("visitors", 96, 101, 0.0), Contribution("cvr", 0.0, 0.02, 459.0))
    assert leading(Decomposition(532.0, 459.0, parts, -532.0, "lmdi")) == []


def test_headline_names_the_slice_when_filtered(tiny: Asker) -> None:
    assert said(tiny.ask(f"{TUESDAY} 抖音")).startswith("Paid GMV (抖音) Nov 3, 2026")


def test_headline_names_the_missing_word_when_filtered_to_rows_without_one(tiny: Asker) -> None:
    assert "Paid GMV (no campaign)" in said(tiny.ask(f"{TUESDAY} campaign=none"))


def test_the_other_slice_is_named_when_compared_with_one(tiny: Asker) -> None:
    assert "vs 天猫, Nov 3, 2026" in said(tiny.ask(f"{TUESDAY} 抖音 vs channel=天猫"))


@pytest.mark.parametrize(("period", "grain"), [("yesterday", "(by hour)"), ("365d", "(by week)")])
def test_grain_is_named_when_a_chart_is_not_by_day(demo: Asker, period: str, grain: str) -> None:
    chart = next(b for b in demo.ask(f"/gmv {period}").blocks if isinstance(b, Chart))
    assert translator("en").message(chart.title).endswith(grain)


def test_own_target_is_told_when_the_period_is_longer_than_a_month(demo: Asker) -> None:
    assert "Target Oct 1 – Dec 31, 2026" in said(demo.ask("/gmv q4"))


def test_only_what_is_to_come_is_told_when_a_target_has_not_begun(demo: Asker) -> None:
    reply = demo.ask("/target next month")
    assert set(figures(reply)) == {"target", "needed_per_day"}
    assert column(table(reply, "ladder"), "light")[2] == "not begun"


def test_targets_lead_to_the_same_slice_when_filtered(demo: Asker) -> None:
    reply = demo.ask("/target 抖音")
    offered = next(b for b in blocks(reply) if isinstance(b, Buttons)).items[0].command
    assert offered.endswith("channel=抖音")


@pytest.mark.parametrize(
    ("line", "offered"),
    [("/gmv yesterday", False), ("/gmv yesterday vs lastyear", True)],
)
def test_the_other_comparison_is_offered_when_one_was_made(
    demo: Asker, line: str, offered: bool
) -> None:
    # The small demo shop holds less than a year, so a year back is never offered.
    shown = [
        b.command for one in demo.ask(line).blocks if isinstance(one, Buttons) for b in one.items
    ]
    assert any(command.endswith("vs prev") for command in shown) == offered
    assert not any(command.endswith("vs lastyear") for command in shown)


def test_sales_are_not_offered_when_there_are_none_yet(demo: Asker) -> None:
    reply = demo.ask("/target next month")
    shown = [b.command for one in reply.blocks if isinstance(one, Buttons) for b in one.items]
    assert shown == ["/calendar 2026-12"]


def test_a_holiday_is_listed_once_when_rule_and_calendar_both_know_it(tiny: Asker) -> None:
    named = column(table(tiny.ask("/calendar 2027-02"), "occasions"), "occasion")
    assert tiny.say("/calendar 2027-02").count("春节") == 1
    assert len(named) == len(table(tiny.ask("/calendar 2027-02"), "occasions").rows)


def test_headline_speaks_of_the_days_asked_when_they_are_over(tiny: Asker) -> None:
    assert said(tiny.ask("/calendar 2026-05")).startswith("Occasions May 1–31, 2026")


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("/gmv yestreday", "/gmv yesterday"),
        ("/gmv 2026-11-03 channel=抖因", "/gmv 2026-11-03 channel=抖音"),
        ("/gmv 2026-11-03 by 渠到", "/gmv 2026-11-03 by 渠道"),
    ],
)
def test_the_line_put_right_is_offered_when_a_word_is_wrong(
    tiny: Asker, line: str, right: str
) -> None:
    offered = next(b for b in tiny.ask(line).blocks if isinstance(b, Buttons)).items
    assert [button.command for button in offered] == [right]


@pytest.mark.parametrize(
    ("word", "close"), [("black friday", ("劳动节",)), ("广東", ("广西", "广东"))]
)
def test_nothing_is_offered_when_the_wish_is_not_plain(word: str, close: tuple[str, ...]) -> None:
    assert explain(UnknownName("period", word, close), f"/gmv {word}").instead == ()


def test_the_target_is_told_when_it_was_asked_beside_a_split(demo: Asker) -> None:
    shown = demo.ask("/gmv 7d by channel vs target").blocks
    told = [translator("en").message(b.message) for b in shown if isinstance(b, Text)]
    assert any(line.startswith("Target ") for line in told)


def test_pace_is_no_figure_when_the_period_is_over(demo: Asker) -> None:
    assert "pace" not in figures(demo.ask("/target last month"))


def test_only_help_is_offered_when_the_wrong_word_stands_twice(tiny: Asker) -> None:
    reply = tiny.ask("/gmv 2026-11-03 channel=mall by mall")
    offered = next(b for b in reply.blocks if isinstance(b, Buttons)).items
    assert [button.command for button in offered] == ["/help gmv"]


def test_splitting_is_proposed_when_an_hour_is_filtered_by(tiny: Asker) -> None:
    assert "by hour" in said(tiny.ask(f"{TUESDAY} hour=20"))


def test_usage_is_told_when_words_are_left_over(tiny: Asker) -> None:
    assert "Usage: /settings [language <zh-CN|en>]" in said(tiny.ask("/settings loud"))


def test_usage_is_typed_as_it_stands_when_read_in_chinese(tiny: Asker) -> None:
    shown = translator("zh-CN").message(usage_message("/gmv [period] [by <dimension>]"))
    assert shown == "/gmv [时间] [按 <维度>]"
    assert not tiny.ask(f"{TUESDAY} 按 渠道").failed


def test_doubts_are_told_when_a_landing_rests_on_little() -> None:
    landing = Landing(10.0, 8.0, 12.0, 3.0, 0.8, (), "level_weekday", ("unseen_promo", "gaps"))
    (note,) = landing_doubts(landing)
    assert isinstance(note, Note)
    assert note.message.text.startswith("A promo these data have not seen")


def test_the_want_of_days_is_told_when_there_is_no_landing() -> None:
    (note,) = landing_doubts(NoLanding("short_history", 9))
    assert isinstance(note, Note)
    assert "only 9 days" in translator("en").message(note.message)
