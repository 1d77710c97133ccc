"""Slots are settled once, late, or skipped with a word about it; on both databases."""

from dataclasses import replace

import pytest

from bot.platforms.base import Inbound
from bot.settling import LOOK_BACK, settle_due
from bot.state import subscriptions, timers
from bot.state.database import Database
from bot.state.schema import channels
from commands.kit.rules import LateReports
from tests.bot.schedule.reports import MORNING, RHYTHM, STANDUP, Dying, Killed, Reports, at


@pytest.fixture
def reports(state: Database) -> Reports:
    return Reports(state)


def test_the_line_is_asked_in_its_channel_when_its_time_comes(reports: Reports) -> None:
    number = reports.add(replace(STANDUP, locale="en"))
    assert reports.look("2026-11-05T08:59:59") == 0
    assert reports.look("2026-11-05T09:00") == 1
    assert reports.asked() == [
        Inbound(
            key=f"slot:{number}:2026-11-05T09:00",
            platform="web",
            channel="standup",
            text="/gmv yesterday",
            locale="en",
            as_of=at("2026-11-05T09:00"),
        )
    ]


def test_a_slot_is_asked_once_when_looked_at_often(reports: Reports) -> None:
    reports.add()
    for minute in range(5):
        reports.look(f"2026-11-05T09:0{minute}")
    assert len(reports.asked()) == 1


def test_a_slot_is_asked_once_when_the_clock_is_set_back_and_comes_again(reports: Reports) -> None:
    reports.add()
    for time in ("2026-11-05T09:00", "2026-11-05T08:00", "2026-11-05T09:00", "2026-11-05T10:00"):
        reports.look(time)
    assert len(reports.asked()) == 1


def test_later_slots_come_when_the_clock_had_been_far_ahead(reports: Reports) -> None:
    reports.add()
    reports.look("2027-03-01T12:00")
    assert reports.look("2026-11-05T09:00") == 1
    assert reports.look("2026-11-06T09:00") == 1


def test_a_report_comes_when_it_was_made_on_a_clock_far_ahead(reports: Reports) -> None:
    reports.add(since=at("2027-03-01T12:00"))
    reports.look("2026-11-05T08:00")
    assert reports.look("2026-11-05T09:00") == 1


def test_slots_before_it_was_made_are_none_of_its_own_when_subscribed(reports: Reports) -> None:
    reports.add(since=at("2026-11-05T09:00:01"))
    assert reports.look("2026-11-05T09:01") == 0
    assert reports.outcomes() == {}


def test_nothing_is_asked_when_the_report_has_ended(reports: Reports) -> None:
    number = reports.add()
    with reports.state.writing() as tx:
        subscriptions.end(tx, number, MORNING)
    assert reports.look("2026-11-05T09:00") == 0


def test_a_missed_slot_is_posted_with_a_note_when_it_is_still_useful(reports: Reports) -> None:
    reports.add()
    assert reports.look("2026-11-05T12:00") == 1
    assert reports.said() == ["Posted late: this was due on Nov 5, 2026, 09:00."]
    assert reports.outcomes() == {"2026-11-05T09:00": "late"}


def test_a_missed_slot_is_skipped_and_told_once_when_it_is_too_late(reports: Reports) -> None:
    reports.add()
    assert reports.look("2026-11-05T18:00") == 0
    assert reports.outcomes() == {"2026-11-05T09:00": "skipped"}
    reports.look("2026-11-06T09:00")
    assert reports.said() == [
        "The report due on Nov 5, 2026, 09:00 was skipped: it could not be posted in time."
    ]
    reports.look("2026-11-07T09:00")
    assert reports.said() == []


def test_one_sentence_tells_of_all_when_many_were_missed(reports: Reports) -> None:
    reports.add()
    assert reports.look("2026-11-09T11:00") == 1
    assert reports.said() == [
        "Posted late: this was due on Nov 9, 2026, 09:00.",
        "4 reports were skipped, as they could not be posted in time: the first was due on "
        "Nov 5, 2026, 09:00, the last on Nov 8, 2026, 09:00.",
    ]


def test_a_report_stays_useful_longer_when_it_comes_weekly_or_monthly(reports: Reports) -> None:
    weekly = reports.add(replace(STANDUP, days="thu"))
    monthly = reports.add(replace(STANDUP, days="monthly 4"), since=at("2026-11-04T08:00"))
    reports.add()
    reports.look("2026-11-06T08:59")
    assert reports.keys() == [
        f"slot:{weekly}:2026-11-05T09:00",
        f"slot:{monthly}:2026-11-04T09:00",
    ]


def test_a_channel_has_its_own_rule_when_the_settings_say_so(state: Database) -> None:
    late = LateReports(channels={"standup": {"daily_hours": 1}})
    reports = Reports(state, replace(RHYTHM, late=late))
    reports.add()
    reports.add(replace(STANDUP, channel="growth"))
    reports.look("2026-11-05T11:00")
    assert [inbound.channel for inbound in reports.asked()] == ["growth"]


def test_what_is_very_old_is_not_spoken_of_when_away_for_weeks(reports: Reports) -> None:
    reports.add()
    reports.look("2027-01-05T09:00")
    assert len(reports.outcomes()) == LOOK_BACK.days


def test_the_channels_zone_holds_when_the_report_names_none(reports: Reports) -> None:
    with reports.state.writing() as tx:
        tx.execute(channels.insert().values(id="standup", zone="Europe/London"))
    reports.add()
    assert reports.look("2026-11-05T09:00") == 0
    assert reports.look("2026-11-05T17:00") == 1


def test_a_day_is_not_asked_twice_when_the_channel_moves_to_another_zone(reports: Reports) -> None:
    reports.add()
    reports.look("2026-11-05T09:00")
    with reports.state.writing() as tx:
        tx.execute(channels.insert().values(id="standup", zone="Europe/London"))
    assert reports.look("2026-11-05T17:00") == 0
    assert reports.look("2026-11-06T17:00") == 1


def test_a_report_that_cannot_be_read_holds_up_no_other_when_both_are_due(
    reports: Reports, caplog: pytest.LogCaptureFixture
) -> None:
    reports.add(replace(STANDUP, zone="Mars/Base"))
    reports.add()
    assert reports.look("2026-11-05T09:00") == 1
    assert "Mars/Base" in caplog.text


def test_a_timer_is_asked_when_it_is_due(reports: Reports) -> None:
    reminder = Inbound(key="timer:1", platform="web", channel="growth", text="/target")
    with reports.state.writing() as tx:
        timers.set_timer(tx, at("2026-11-05T10:00"), reminder, MORNING)
    assert reports.look("2026-11-05T09:59") == 0
    assert reports.look("2026-11-05T10:00") == 1
    assert reports.asked() == [reminder]


def test_nothing_is_settled_when_it_is_cut_off_before_the_commit(reports: Reports) -> None:
    reports.add()
    with pytest.raises(Killed):
        settle_due(Dying(reports.state), RHYTHM, at("2026-11-05T09:00"))
    assert reports.outcomes() == {}
    assert reports.look("2026-11-05T09:01") == 1
