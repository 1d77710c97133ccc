"""Reports as they are kept, on both databases."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.state import slots, subscriptions
from bot.state.database import Database
from bot.state.schema import channels
from bot.state.subscriptions import Kept, Report

NOW = datetime(2026, 11, 5, 2, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
STANDUP = Report("web", "standup", "/gmv yesterday", "workdays", "09:00", None, None)
TARGETS = replace(STANDUP, line="/target", days="mon", zone="Europe/London", locale="en")


def add(state: Database, report: Report, now: datetime = NOW) -> tuple[Kept, bool]:
    with state.writing() as tx:
        return subscriptions.add(tx, report, "ann", now)


def end(state: Database, number: int) -> bool:
    with state.writing() as tx:
        return subscriptions.end(tx, number, LATER)


def seed(state: Database, *reports: Report) -> None:
    with state.writing() as tx:
        subscriptions.seed(tx, reports, NOW)


def running(state: Database) -> list[Report]:
    with state.reading() as tx:
        return [kept.report for kept in subscriptions.running(tx)]


def test_a_report_is_kept_as_it_was_said_when_added(state: Database) -> None:
    kept, new = add(state, TARGETS)
    assert new
    assert (kept.report, kept.creator, kept.since, kept.ended_at) == (TARGETS, "ann", NOW, None)
    with state.reading() as tx:
        assert subscriptions.find(tx, kept.number) == kept


def test_it_is_the_same_report_when_added_twice(state: Database) -> None:
    first, _ = add(state, STANDUP)
    second, new = add(state, STANDUP, LATER)
    assert not new
    assert second == first


def test_it_is_another_report_when_one_word_differs(state: Database) -> None:
    add(state, STANDUP)
    for changed in ({"time": "09:30"}, {"zone": "UTC"}, {"locale": "en"}, {"platform": "slack"}):
        assert add(state, replace(STANDUP, **changed))[1]
    assert len(running(state)) == 5


def test_it_begins_anew_under_its_number_when_taken_up_again(state: Database) -> None:
    kept, _ = add(state, STANDUP)
    assert end(state, kept.number)
    assert running(state) == []
    again, new = add(state, STANDUP, LATER)
    assert new
    assert (again.number, again.since, again.ended_at) == (kept.number, LATER, None)


def test_what_was_skipped_before_is_not_spoken_of_when_taken_up_again(state: Database) -> None:
    kept, _ = add(state, STANDUP)
    with state.writing() as tx:
        slots.settle(tx, kept.number, "2026-11-05T09:00", NOW, slots.SKIPPED, NOW)
    end(state, kept.number)
    add(state, STANDUP, LATER)
    with state.writing() as tx:
        assert slots.take_untold(tx, kept.number) == []


def test_nothing_ends_when_the_number_is_unknown_or_ended(state: Database) -> None:
    kept, _ = add(state, STANDUP)
    assert end(state, kept.number)
    assert not end(state, kept.number)
    assert not end(state, kept.number + 1)


def test_reports_of_the_settings_are_taken_up_once_when_started_often(state: Database) -> None:
    seed(state, STANDUP)
    seed(state, STANDUP)
    assert running(state) == [STANDUP]


def test_a_report_of_the_settings_stays_ended_when_people_ended_it(state: Database) -> None:
    seed(state, STANDUP, TARGETS)
    with state.reading() as tx:
        number = subscriptions.running(tx)[0].number
    end(state, number)
    seed(state, STANDUP, TARGETS)
    assert running(state) == [TARGETS]


def test_a_report_ends_when_it_is_taken_out_of_the_settings(state: Database) -> None:
    add(state, replace(STANDUP, channel="growth"))
    seed(state, STANDUP, TARGETS)
    seed(state, TARGETS)
    assert running(state) == [replace(STANDUP, channel="growth"), TARGETS]


def test_the_channels_zone_holds_when_the_report_has_none(state: Database) -> None:
    with state.writing() as tx:
        tx.execute(channels.insert().values(id="standup", name="Stand-up", zone="Europe/London"))
    kept, _ = add(state, STANDUP)
    own, _ = add(state, replace(STANDUP, zone="UTC"))
    assert (kept.zone, kept.channel_name, own.zone) == ("Europe/London", "Stand-up", "UTC")


def test_it_was_made_now_when_the_clock_was_set_back(state: Database) -> None:
    kept, _ = add(state, STANDUP, LATER)
    with state.writing() as tx:
        held = subscriptions.hold(tx, kept.number, NOW)
    assert held
    assert held.since == NOW


def test_nobody_holds_a_report_when_it_has_ended(state: Database) -> None:
    kept, _ = add(state, STANDUP)
    end(state, kept.number)
    with state.writing() as tx:
        assert subscriptions.hold(tx, kept.number, NOW) is None


def test_a_channel_is_found_by_name_when_its_platform_told_it(state: Database) -> None:
    with state.writing() as tx:
        tx.execute(channels.insert().values(id="C1", platform="slack", name="standup"))
        assert subscriptions.channel_named(tx, "slack", "Standup") == "C1"
        assert subscriptions.channel_named(tx, "slack", "growth") is None
        assert subscriptions.channel_named(tx, "web", "standup") is None
