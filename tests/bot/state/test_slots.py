"""Settled slots, on both databases."""

from datetime import UTC, date, datetime, timedelta

from bot.state import slots
from bot.state.database import Database

NOW = datetime(2026, 11, 5, 1, 0, tzinfo=UTC)


def settle(state: Database, slot: str, outcome: str = slots.ASKED, report: int = 1) -> bool:
    with state.writing() as tx:
        return slots.settle(tx, report, slot, NOW, outcome, NOW)


def test_a_slot_is_settled_once_when_two_would_do_it(state: Database) -> None:
    assert settle(state, "2026-11-05T09:00")
    assert not settle(state, "2026-11-05T09:00", slots.SKIPPED)
    assert settle(state, "2026-11-05T09:00", report=2)


def test_only_the_days_and_reports_asked_for_are_read_when_there_are_more(state: Database) -> None:
    for slot in ("2026-11-03T09:00", "2026-11-04T09:00", "2026-11-05T09:00"):
        settle(state, slot)
        settle(state, slot, report=3)
    with state.reading() as tx:
        found = slots.settled(tx, [1, 2], date(2026, 11, 4))
    assert found == {1: {"2026-11-04T09:00", "2026-11-05T09:00"}, 2: set()}


def test_skipped_slots_are_told_once_when_a_post_speaks_of_them(state: Database) -> None:
    settle(state, "2026-11-03T09:00", slots.ASKED)
    with state.writing() as tx:
        for days in (1, 2):
            due_at = NOW - timedelta(days=days)
            slots.settle(tx, 1, f"2026-11-0{5 - days}T10:00", due_at, slots.SKIPPED, NOW)
    with state.writing() as tx:
        assert slots.take_untold(tx, 1) == [NOW - timedelta(days=2), NOW - timedelta(days=1)]
        assert slots.take_untold(tx, 1) == []
