"""`/subscribe`, `/subscriptions` and `/unsubscribe`."""

from dataclasses import replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from commands.kit.reply import Buttons, Reply
from commands.kit.report_days import ReportDays
from commands.kit.schedules import Coming, Wish
from tests.commands.asking import Asker, blocks, column, said, table

SHANGHAI = ZoneInfo("Asia/Shanghai")


def lines(reply: Reply) -> list[str]:
    """What the buttons would ask."""
    rows = [block for block in blocks(reply) if isinstance(block, Buttons)]
    return [button.command for row in rows for button in row.items]


def newest(asker: Asker) -> Wish:
    return list(asker.schedules.kept.values())[-1].wish


def test_everything_said_is_kept_when_somebody_subscribes(tiny: Asker) -> None:
    reply = tiny.ask(
        '/subscribe "/gmv yesterday" workdays 09:30 #standup zone=europe/london language=en'
    )
    assert not reply.failed
    assert newest(tiny) == Wish(
        "/gmv yesterday", ReportDays("workdays"), time(9, 30), "standup", "Europe/London", "en"
    )


@pytest.mark.parametrize(
    "line",
    [
        '/订阅 "/gmv 昨天" 工作日 09:00 #standup',
        "/订阅 “/gmv 昨天” 工作日 9点 #standup",
        "／订阅 「/gmv 昨天」 09:00 工作日 ＃standup",
        "/订阅 /gmv 昨天 工作日 上午9点 #standup",
    ],
)
def test_chinese_words_are_understood_when_somebody_subscribes(tiny: Asker, line: str) -> None:
    assert not tiny.ask(line).failed
    assert newest(tiny) == Wish("/gmv 昨天", ReportDays("workdays"), time(9), "standup")


def test_filters_stay_with_the_question_when_it_has_some(tiny: Asker) -> None:
    assert not tiny.ask('/subscribe "/gmv 7d channel=抖音" mon 6pm').failed
    assert newest(tiny) == Wish(
        "/gmv 7d channel=抖音", ReportDays("week", (1,)), time(18), "growth"
    )


def test_it_goes_where_it_is_asked_when_no_channel_is_named(tiny: Asker) -> None:
    assert "in #growth: every day 08:00" in said(tiny.ask('/subscribe "/target" daily 08:00'))


def test_the_next_time_is_told_with_its_zone_when_somebody_subscribes(tiny: Asker) -> None:
    reply = tiny.ask('/subscribe "/target" daily 08:00')
    assert "Next: Monday, Nov 23, 2026, 09:00 (Asia/Shanghai)." in said(reply)


def test_a_make_up_workday_is_named_when_it_comes_next(tiny: Asker) -> None:
    saturday = datetime(2026, 10, 10, 9, 0, tzinfo=SHANGHAI)
    tiny.schedules.coming = Coming(saturday, make_up=True)
    reply = tiny.ask('/subscribe "/target" workdays 09:00')
    assert "Saturday, Oct 10, 2026, 09:00, a make-up workday" in said(reply)


def test_the_answer_warns_when_the_years_days_off_are_not_announced(tiny: Asker) -> None:
    first = datetime(2028, 1, 3, 9, 0, tzinfo=SHANGHAI)
    tiny.schedules.coming = Coming(first, announced=False)
    reply = tiny.ask('/subscribe "/target" workdays 09:00')
    assert "days off of 2028 are not announced yet" in said(reply)


def test_nothing_new_is_kept_when_it_is_said_twice(tiny: Asker) -> None:
    tiny.ask('/subscribe "/target" daily 08:00')
    reply = tiny.ask("/订阅 “/target” 每天 8:00 #growth")
    assert "already" in said(reply)
    assert len(tiny.schedules.kept) == 2


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('/subscribe "/gmv yestreday" daily 09:00', "No period “yestreday”."),
        ('/subscribe "/gvm" daily 09:00', "No command “gvm”."),
        ('/subscribe "/settings language en" daily 09:00', "Only questions"),
        ('/subscribe "/unsubscribe 1" daily 09:00', "Only questions"),
        ('/subscribe "/gmv" sometimes 09:00', "“sometimes” does not say on which days."),
        ('/subscribe "/gmv" daily 25:00', "“25:00” is no time of day."),
        ('/subscribe "/gmv" daily 9:60', "“9:60” is no time of day."),
        ('/subscribe "/gmv" daily 13pm', "“13pm” is no time of day."),
        ('/subscribe "/gmv" daily 09:00 #nowhere', "No channel “nowhere”."),
        ('/subscribe "/gmv" daily 09:00 zone=Mars', "No time zone “Mars”."),
        ('/subscribe "/gmv" daily 09:00 zone=Europe/Lundon', "Did you mean Europe/London"),
        ('/subscribe "/gmv" daily 09:00 language=klingon', "No language “klingon”."),
        ('/subscribe "/gmv" daily 09:00 colour=red', "“colour=red” is not understood"),
        ('/subscribe "/gmv" daily', "Say what to ask, on which days and at what time."),
        ('/subscribe "/gmv" 09:00', "Say what to ask"),
        ("/subscribe", "Say what to ask"),
        ('/subscribe "/gmv daily 09:00', "A quotation mark is missing"),
    ],
)
def test_nothing_is_kept_when_something_is_wrong(tiny: Asker, line: str, sentence: str) -> None:
    reply = tiny.ask(line)
    assert reply.failed
    assert sentence in said(reply)
    assert len(tiny.schedules.kept) == 1


def test_the_right_line_is_offered_whole_when_the_question_is_mistyped(tiny: Asker) -> None:
    reply = tiny.ask('/subscribe "/gmv yestreday" daily 09:00')
    assert lines(reply) == ['/subscribe "/gmv yesterday" daily 09:00']


def test_a_channels_reports_need_a_permission_when_set_up_or_ended(tiny: Asker) -> None:
    tiny.roles = ("product engineer",)
    assert tiny.ask('/subscribe "/gmv" daily 09:00 #standup').refused
    assert tiny.ask("/unsubscribe 1").refused
    assert len(tiny.schedules.all()) == 1


def test_everybody_may_subscribe_when_nobody_else_reads_it(tiny: Asker) -> None:
    tiny.roles = ("product engineer",)
    assert not tiny.ask('/subscribe "/gmv" daily 09:00 #me').failed
    assert not tiny.ask("/unsubscribe 2").failed


def test_who_gets_what_where_is_listed_when_asked(tiny: Asker) -> None:
    tiny.ask('/subscribe "/target" mon,wed 09:30 #standup zone=Europe/London')
    reply = tiny.ask("/subscriptions")
    listed = table(reply, "subscriptions")
    assert column(listed, "number") == [1, 2]
    assert column(listed, "line") == ["/gmv yesterday", "/target"]
    assert column(listed, "channel") == ["#growth", "#standup"]
    assert column(listed, "zone") == ["Asia/Shanghai", "Europe/London"]
    assert lines(reply) == ["/unsubscribe 1", "/unsubscribe 2"]


def test_the_zone_is_left_out_of_the_list_when_all_reports_have_the_same(tiny: Asker) -> None:
    names = [one.name for one in table(tiny.ask("/subscriptions"), "subscriptions").columns]
    assert names == ["number", "line", "channel", "days", "next"]


def test_an_example_is_offered_when_there_is_no_report(tiny: Asker) -> None:
    tiny.schedules.kept.clear()
    reply = tiny.ask("/subscriptions")
    assert "No scheduled reports yet." in said(reply)
    assert lines(reply) == ['/subscribe "/gmv yesterday" workdays 09:00 #standup']


def test_a_report_ends_and_can_be_taken_up_again_when_its_button_is_pressed(tiny: Asker) -> None:
    wish = replace(newest(tiny), zone="Europe/London", locale="en", days=ReportDays("month", (31,)))
    tiny.schedules.add(wish)
    ended = tiny.ask("/unsubscribe 2")
    assert [one.number for one in tiny.schedules.all()] == [1]
    tiny.ask(lines(ended)[0])
    assert [one.number for one in tiny.schedules.all()] == [1, 2]


def test_it_stays_ended_when_the_button_is_pressed_twice(tiny: Asker) -> None:
    tiny.ask("/unsubscribe 1")
    assert not tiny.ask("/unsubscribe 1").failed
    assert tiny.schedules.all() == ()


@pytest.mark.parametrize("words", ["", "x", "7", "-1", "9" * 20])
def test_the_list_is_offered_when_the_number_is_wrong(tiny: Asker, words: str) -> None:
    reply = tiny.ask(f"/unsubscribe {words}")
    assert reply.failed
    assert lines(reply) == ["/subscriptions"]


def test_a_question_in_chinese_is_answered_in_chinese_when_subscribed_to(tiny: Asker) -> None:
    assert not tiny.ask('/订阅 "/gmv 昨天" 每周一 09:00', "zh-CN").failed
