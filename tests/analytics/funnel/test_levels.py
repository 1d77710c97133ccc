"""How far people get: against hand-made edges, plain Python and ClickHouse itself."""

import csv
import random
from pathlib import Path

import pytest

from analytics.funnel_levels import Happening, measure_levels
from analytics.funnel_window import MODES, SECOND, Mode, Window
from tests.analytics.funnel.chains import Events, happenings, level_of, longest_chain
from tests.judges.chdb import clickhouse

DATA = Path(__file__).parents[2] / "data"
NAMES = "XABCD"


def random_people(count: int, seed: int) -> list[Events]:
    """People with a few events each, close enough for windows, ties and repeats to matter."""
    draw = random.Random(seed)
    return [
        [(draw.randrange(24), draw.randrange(5)) for _ in range(draw.randrange(1, 12))]
        for _ in range(count)
    ]


def rows_of(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8") as file:
        return [*csv.DictReader(file)]


@pytest.mark.parametrize("mode", MODES)
def test_levels_are_clickhouses_when_sequences_are_at_the_edge(mode: Mode) -> None:
    events = [
        Happening(row["user"], int(row["ts"]) * SECOND, row["event"])
        for row in rows_of("funnel_edge_events.csv")
    ]
    levels = measure_levels(events, "ABC", Window(100, mode))
    assert levels == {row["user"]: int(row[mode]) for row in rows_of("funnel_edge_levels.csv")}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("window", [0, 5, 12, 100])
def test_levels_are_plain_pythons_when_sequences_are_random(mode: Mode, window: int) -> None:
    people = random_people(1500, seed=window)
    levels = measure_levels(happenings(people, NAMES), "ABCD", Window(window, mode))
    assert [*levels.values()] == [level_of(events, 4, window, mode) for events in people]


def test_the_longest_of_all_chains_counts_when_every_one_is_tried() -> None:
    people = random_people(1500, seed=1)
    levels = measure_levels(happenings(people, NAMES), "ABCD", Window(7))
    assert [*levels.values()] == [longest_chain(events, 4, 7) for events in people]


@pytest.mark.parametrize("mode", MODES)
def test_levels_are_clickhouses_when_sequences_are_random(mode: Mode) -> None:
    people = random_people(4000, seed=11)
    rows = ",".join(f"({n},{s},{e})" for n, events in enumerate(people) for s, e in events)
    conditions = ",".join(f"e={step}" for step in range(1, 5))
    option = "" if mode == "default" else f", '{mode}'"
    _, found = clickhouse(
        [
            "SET max_query_size = 10000000",
            f"SELECT n, windowFunnel(9{option})(s, {conditions}) FROM"
            f" values('n UInt32, s UInt32, e UInt8', {rows}) GROUP BY n",
        ]
    )
    theirs = {f"u{number}": level for number, level in found["rows"]}
    assert measure_levels(happenings(people, NAMES), "ABCD", Window(9, mode)) == theirs


def test_a_step_is_missed_when_it_is_late_for_its_own_window() -> None:
    events = happenings([[(0, 1), (5, 2), (11, 3)], [(0, 1), (5, 2), (10, 3)]], NAMES)
    levels = measure_levels(events, "ABC", Window(100, within={3: 5}))
    assert [*levels.values()] == [2, 3]


def test_a_step_of_its_own_window_is_reached_when_an_earlier_chain_is_too_old() -> None:
    events = happenings([[(0, 1), (30, 1), (33, 2)]], NAMES)
    assert [*measure_levels(events, "AB", Window(100, within={2: 4})).values()] == [2]


def test_nobody_is_lost_when_nothing_they_did_is_a_step() -> None:
    assert measure_levels(happenings([[(0, 0)]], NAMES), "AB", Window(9)) == {"u0": 0}


def test_nothing_comes_back_when_there_are_no_events() -> None:
    assert measure_levels([], "AB", Window(9)) == {}


@pytest.mark.parametrize("column", ["product_view", "valued", "orders"])
def test_people_are_those_of_online_shoppers_when_slices_are_counted(column: str) -> None:
    """Each session of a traffic type visits; so many of them also did what the column counts."""
    rows = rows_of("funnel_online_shoppers.csv")
    events = [
        Happening(f"{row['TrafficType']}:{number}", moment, event)
        for row in rows
        for number in range(int(row["sessions"]))
        for moment, event in [(0, "visit"), (1, column)]
        if event == "visit" or number < int(row[column])
    ]
    levels = measure_levels(events, ("visit", column), Window(10))
    for row in rows:
        own = [v for k, v in levels.items() if k.partition(":")[0] == row["TrafficType"]]
        assert (len(own), own.count(2)) == (int(row["sessions"]), int(row[column]))
