"""`tidebell lab funnel` on a plain file: the levels, the shape of its JSON, and its refusals."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from analytics.funnel_window import MODES
from bot.cli import tidebell

DATA = Path(__file__).parents[1] / "data"
EDGES = str(DATA / "funnel_edge_events.csv")


def run(*words: str) -> Result:
    return CliRunner().invoke(tidebell, ("lab", "funnel", *words), prog_name="tidebell")


def answer(*words: str) -> dict[str, Any]:
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def refusal(*words: str) -> str:
    result = run(*words)
    assert result.exit_code == 2, result.output
    assert not result.stdout
    return result.stderr


def written(folder: Path, text: str, encoding: str = "utf-8") -> str:
    file = folder / "events.csv"
    file.write_bytes(text.encode(encoding))
    return str(file)


@pytest.mark.parametrize("mode", MODES)
def test_levels_are_clickhouses_when_asked_for_a_mode(mode: str) -> None:
    found = answer(EDGES, "--steps", "A,B,C", "--window", "100s", "--mode", mode)
    with (DATA / "funnel_edge_levels.csv").open(encoding="utf-8") as file:
        assert found["users"] == {r["user"]: int(r[mode]) for r in csv.DictReader(file)}


def test_json_has_its_shape_when_the_mode_is_the_default() -> None:
    found = answer(EDGES, "--steps", "A,B,C", "--window", "100s")
    assert (found["version"], found["mode"], found["window_seconds"]) == (1, "default", 100)
    assert found["steps"] == [
        {"step": "A", "people": 11, "rate": None, "of_first": 1.0},
        {"step": "B", "people": 10, "rate": 10 / 11, "of_first": 10 / 11},
        {"step": "C", "people": 7, "rate": 0.7, "of_first": 7 / 11},
    ]


def test_nobody_is_there_when_a_step_never_occurs() -> None:
    found = answer(EDGES, "--steps", "Z,A", "--window", "100s")
    assert [(step["people"], step["rate"]) for step in found["steps"]] == [(0, None), (0, None)]


def test_a_table_is_printed_when_json_is_not_asked_for() -> None:
    shown = run(EDGES, "--steps", "A,B,C", "--window", "100s")
    assert shown.exit_code == 0
    assert "70.0%" in shown.stdout


def test_times_are_read_when_they_are_dates_or_parts_of_seconds(tmp_path: Path) -> None:
    rows = "ann,2026-11-11T00:00:00+08:00,A\nann,2026-11-10T16:00:01Z,B\n"
    parts = "bob,0.1,A\nbob,1.1,B\ncid,0.1,A\ncid,1.100001,B\n"
    file = written(tmp_path, f"user,ts,event\n{rows}{parts}")
    users = answer(file, "--steps", "A,B", "--window", "1s")["users"]
    assert users == {"ann": 2, "bob": 2, "cid": 1}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_words_are_read_when_the_file_comes_from_a_spreadsheet(
    tmp_path: Path, encoding: str
) -> None:
    file = written(tmp_path, "event,user,ts\r\n浏览,甲,0\r\n支付,甲,60\r\n", encoding)
    found = answer(file, "--steps", "浏览,支付", "--window", "1m")
    assert found["users"] == {"甲": 2}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no column user"),
        ("user,ts\nann,1\n", "no column event"),
        ("user,ts,event\nann,1,A\nbob,soon,A\n", "line 3: ts takes seconds"),
        ("user,ts,event\nann,nan,A\n", "line 2: ts takes seconds"),
        ("user,ts,event\n,1,A\n", "line 2: no user"),
        ("user,ts,event\nann,1,\n", "line 2: no event"),
        ("user,ts,event\nann,1\n", "line 2: 2 values"),
        ("user,ts,event\nann,1,A,B\n", "line 2: 4 values, the first line names 3"),
        ("user,ts,event,user\nann,1,A,bob\n", "has two columns user"),
        ('user,ts,event\nann,1,"A\n', "not a CSV file"),
        ("user,ts,event\nann,0,A\nann,99999999999999,B\n", "2000 years"),
    ],
)
def test_the_place_is_named_when_a_file_cannot_be_read(
    tmp_path: Path, text: str, says: str
) -> None:
    assert says in refusal(written(tmp_path, text), "--steps", "A,B", "--window", "1s")


def test_a_sentence_is_printed_when_there_is_no_such_file(tmp_path: Path) -> None:
    said = refusal(str(tmp_path / "none.csv"), "--steps", "A", "--window", "1s")
    assert "none.csv cannot be read: No such file" in said


@pytest.mark.parametrize("steps", ["A,B,A", "A,,B", ",".join(f"s{n}" for n in range(33))])
def test_a_sentence_is_printed_when_the_steps_cannot_be_used(steps: str) -> None:
    assert "--steps" in refusal(EDGES, "--steps", steps, "--window", "1s")


@pytest.mark.parametrize("window", ["soon", "-1s", "1y", "", "1e9d"])
def test_a_sentence_is_printed_when_the_window_is_no_time(window: str) -> None:
    assert "--window takes a time" in refusal(EDGES, "--steps", "A,B", f"--window={window}")


@pytest.mark.parametrize(("window", "seconds"), [("2m", 120), ("1.5h", 5400), ("7d", 604800)])
def test_units_are_understood_when_a_window_has_one(window: str, seconds: int) -> None:
    found = answer(EDGES, "--steps", "A,B", "--window", window)
    assert found["window_seconds"] == seconds


def test_a_step_is_missed_when_it_is_late_for_its_own_window() -> None:
    own = ("--steps", "A,B,C", "--window", "100s", "--within", "C=10s")
    users = answer(EDGES, *own)["users"]
    assert (users["in_order"], users["window_edge_exact"]) == (3, 2)


@pytest.mark.parametrize("own", ["A=1s", "Z=1s", "C", "C=soon"])
def test_a_sentence_is_printed_when_a_steps_own_window_cannot_be_used(own: str) -> None:
    said = refusal(EDGES, "--steps", "A,B,C", "--window", "1s", "--within", own)
    assert "--within takes" in said
