"""What the asker of one question may do with the reports that are kept."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from analytics.errors import UnknownName
from bot.config import Config
from bot.platforms.base import Person, Request
from bot.schedule import Calendar
from bot.schedules import MOST_OWN, StoredSchedules, calendar_of, reports_of
from bot.settings import Report as Setting
from bot.state import audit
from bot.state.database import Database
from bot.state.schema import channels
from commands.kit.errors import UserError
from commands.kit.registry import discover
from commands.kit.report_days import ReportDays
from commands.kit.schedules import Coming, Wish
from tests.bot.schedule.reports import MORNING, RHYTHM, SHANGHAI

ROOMS = ("growth", "standup")
STANDUP = Wish("/gmv yesterday", ReportDays("workdays"), time(9), "standup")


@pytest.fixture
def web(state: Database) -> StoredSchedules:
    asked = Request("/subscribe", Person("ann", "Ann"), "growth", "en")
    return StoredSchedules(state, RHYTHM.calendar, discover(), ROOMS, asked, MORNING)


@pytest.fixture
def slack(web: StoredSchedules) -> StoredSchedules:
    return replace(web, request=replace(web.request, platform="slack", channel="C0123456"))


def on(schedules: StoredSchedules, **place: str) -> StoredSchedules:
    """The same reports, seen by somebody else or from elsewhere."""
    person = Person(place.pop("person", "ann"), "")
    return replace(schedules, request=replace(schedules.request, person=person, **place))


def test_a_report_is_shown_with_its_next_time_when_kept(web: StoredSchedules) -> None:
    found, new = web.add(STANDUP)
    assert new
    assert (found.wish, found.channel, found.zone) == (STANDUP, "#standup", "Asia/Shanghai")
    assert found.coming == Coming(datetime(2026, 11, 5, 9, 0, tzinfo=SHANGHAI))
    assert web.find(found.number) == found


@pytest.mark.parametrize(
    ("now", "coming"),
    [
        ("2026-10-09T10:00", Coming(datetime(2026, 10, 10, 9, 0, tzinfo=SHANGHAI), make_up=True)),
        ("2026-09-30T10:00", Coming(datetime(2026, 10, 8, 9, 0, tzinfo=SHANGHAI))),
        ("2089-12-31T10:00", Coming(datetime(2090, 1, 2, 9, 0, tzinfo=SHANGHAI), announced=False)),
    ],
)
def test_the_next_workday_is_told_for_what_it_is_when_days_off_lie_between(
    web: StoredSchedules, now: str, coming: Coming
) -> None:
    later = replace(web, now=datetime.fromisoformat(now).replace(tzinfo=SHANGHAI))
    assert later.add(STANDUP)[0].coming == coming


def test_a_make_up_day_is_an_ordinary_saturday_when_the_days_are_of_the_week(
    web: StoredSchedules,
) -> None:
    later = replace(web, now=datetime(2026, 10, 9, 10, 0, tzinfo=SHANGHAI))
    saturdays = replace(STANDUP, days=ReportDays("week", (6,)))
    assert later.add(saturdays)[0].coming == Coming(datetime(2026, 10, 10, 9, 0, tzinfo=SHANGHAI))


def test_the_next_report_stands_first_when_listed(web: StoredSchedules) -> None:
    web.add(replace(STANDUP, time=time(18)))
    web.add(replace(STANDUP, time=time(9)))
    web.add(replace(STANDUP, time=time(7)))
    assert [one.wish.time.hour for one in web.all()] == [9, 18, 7]


def test_an_ended_report_is_found_without_a_next_time_when_asked_for(web: StoredSchedules) -> None:
    number = web.add(STANDUP)[0].number
    web.end(number)
    ended = web.find(number)
    assert ended
    assert ended.coming is None
    assert web.all() == ()


@pytest.mark.parametrize("number", [0, 7, 10**30])
def test_nothing_is_found_when_there_is_no_such_number(web: StoredSchedules, number: int) -> None:
    assert web.find(number) is None


def test_a_room_is_found_when_named_in_any_case(web: StoredSchedules) -> None:
    assert [web.find_channel(word) for word in (None, "#Standup")] == ["growth", "standup"]


def test_a_room_must_be_named_when_asked_in_the_terminal(web: StoredSchedules) -> None:
    with pytest.raises(UserError, match="in which channel"):
        on(web, platform="console", channel="terminal").find_channel(None)
    with pytest.raises(UnknownName):
        web.find_channel("#standpu")


def test_a_channel_of_slack_is_found_by_id_or_known_name_when_named(slack: StoredSchedules) -> None:
    with slack.database.writing() as tx:
        tx.execute(channels.insert().values(id="C7777777", platform="slack", name="standup"))
    words = (None, "#C0ABCDEF", "#standup")
    assert [slack.find_channel(word) for word in words] == ["C0123456", "C0ABCDEF", "C7777777"]
    with pytest.raises(UserError, match="known to me"):
        slack.find_channel("#elsewhere")


@pytest.mark.parametrize("word", ["#D0ABCDEF", "#U0ABCDEF", "#W0ABCDEF"])
def test_nothing_can_be_posted_when_the_conversation_is_somebody_elses(
    slack: StoredSchedules, word: str
) -> None:
    with pytest.raises(UserError, match="known to me"):
        slack.find_channel(word)
    here = on(slack, channel=word[1:])
    assert here.find_channel(word) == word[1:]
    assert here.is_direct(word[1:])


def test_no_more_are_kept_when_somebody_has_twenty_reports_of_their_own(
    slack: StoredSchedules,
) -> None:
    mine = on(slack, channel="D1")
    for minute in range(MOST_OWN):
        mine.add(replace(STANDUP, channel="D1", time=time(9, minute)))
    with pytest.raises(UserError, match="end one of them"):
        mine.add(replace(STANDUP, channel="D1", time=time(10)))
    assert len(mine.all()) == MOST_OWN
    assert mine.add(replace(STANDUP, channel="D1", time=time(9)))[1] is False
    assert mine.add(replace(STANDUP, channel="C1", time=time(10)))[1]


def test_the_log_holds_no_number_when_a_report_asks_for_one(slack: StoredSchedules) -> None:
    slack.add(replace(STANDUP, line="/gmv campaign=13812345678"))
    with slack.database.reading() as tx:
        (entry,) = audit.entries(tx)
    assert "138****5678" in entry.body


def test_reports_go_to_the_browser_chat_when_asked_for_in_the_terminal(
    web: StoredSchedules,
) -> None:
    on(web, platform="console", channel="terminal").add(STANDUP)
    assert [one.channel for one in web.all()] == ["#standup"]


def test_reports_of_another_platform_are_not_seen_when_listed(
    web: StoredSchedules, slack: StoredSchedules
) -> None:
    number = web.add(STANDUP)[0].number
    assert slack.all() == ()
    assert slack.find(number) is None


@pytest.mark.parametrize("channel", ["D1", "U1", "W1"])
def test_a_conversation_of_two_is_seen_by_its_person_alone_when_reports_go_there(
    slack: StoredSchedules, channel: str
) -> None:
    mine = on(slack, channel=channel)
    assert mine.is_direct(channel)
    assert not slack.is_direct(channel)
    number = mine.add(replace(STANDUP, channel=channel))[0].number
    assert [one.number for one in slack.all()] == [number]
    assert on(slack, person="bo").all() == ()
    assert on(slack, person="bo").find(number) is None


def test_reports_of_the_settings_are_kept_as_people_would_say_them() -> None:
    setting = Setting(line="/gmv yesterday", days="工作日", time="09:00", channel="standup")
    (report,) = reports_of(Config(subscriptions=(setting,)))
    assert (report.days, report.time, report.platform, report.zone) == (
        "workdays",
        "09:00",
        "web",
        None,
    )


def test_the_calendar_is_the_shops_when_the_settings_say_where_it_is() -> None:
    assert calendar_of(Config()) == Calendar("Asia/Shanghai", chinese=True)


@pytest.mark.parametrize(
    "wrong",
    [{"days": "sometimes"}, {"time": "9"}, {"time": "25:00"}, {"time": 540}, {"zone": "Mars"}],
)
def test_a_report_of_the_settings_is_refused_when_it_says_something_impossible(
    wrong: dict[str, object],
) -> None:
    said = {"line": "/gmv", "days": "daily", "time": "09:00", "channel": "growth"}
    with pytest.raises(ValueError, match=r"days|time|zone"):
        Setting.model_validate(said | wrong)


def test_reports_come_by_the_channels_own_time_when_one_is_chosen(web: StoredSchedules) -> None:
    web.set_channel_zone("standup", "Europe/London")
    found, _ = web.add(STANDUP)
    assert web.zone_of_channel("standup") == "Europe/London"
    assert found.zone == "Europe/London"
    assert found.coming is not None
    assert found.coming.at.utcoffset() == timedelta(0)
