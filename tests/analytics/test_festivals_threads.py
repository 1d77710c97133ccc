"""Holidays asked for by several people at once, right after the start."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest

from analytics import festivals
from analytics.occasion_table import Occasion

AT_ONCE, TIMES = 4, 12


@pytest.fixture
def impatient() -> Iterator[None]:
    """Threads take turns as often as they do in the server."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(0.0001)
    yield
    sys.setswitchinterval(usual)


def ask_at_once() -> set[tuple[bool | None, tuple[Occasion, ...]]]:
    """The different answers that several get who ask first, at the same time."""
    festivals._calendar.cache_clear()
    festivals.holidays.cache_clear()
    festivals.is_working_day.cache_clear()
    together = Barrier(AT_ONCE)

    def ask() -> tuple[bool | None, tuple[Occasion, ...]]:
        together.wait(60)
        return festivals.is_working_day(date(2026, 10, 10)), festivals.holidays(2025, 2026)

    with ThreadPoolExecutor(AT_ONCE) as people:
        return {asked.result() for asked in [people.submit(ask) for _ in range(AT_ONCE)]}


@pytest.mark.usefixtures("impatient")
def test_everybody_gets_the_same_holidays_when_several_ask_first() -> None:
    alone = (festivals.is_working_day(date(2026, 10, 10)), festivals.holidays(2025, 2026))
    assert [ask_at_once() for _ in range(TIMES)] == [{alone}] * TIMES
