"""`tidebell lab attribute`: both kinds of file, every model, and what it says of wrong ones."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.cli import tidebell

EXCERPT = Path(__file__).parents[1] / "data" / "marketing_paths.csv"
HEAD = "path;total_conversions;total_conversion_value;total_null\n"
TOUCHES = "journey_id,touch_index,channel,ts,converted,value\n"
TIMED = (
    "J1,0,抖音,2026-11-01T00:00:00,False,0\n"
    "J2,0,天猫,2026-11-01T00:00:00,False,0\n"
    "J1,1,天猫,2026-11-08T00:00:00,True,30\n"
)


def run(*words: object) -> tuple[int, str]:
    done = CliRunner().invoke(tidebell, ["lab", "attribute", *map(str, words)])
    return done.exit_code, done.output


def attribute(*words: object) -> Any:
    code, told = run(*words, "--json")
    assert code == 0, told
    return json.loads(told)


def channels(found: Any) -> dict[str, dict[str, float]]:
    return {each["channel"]: each for each in found["channels"]}


@pytest.fixture
def timed(tmp_path: Path) -> Path:
    file = tmp_path / "touches.csv"
    file.write_text(TOUCHES + TIMED, "utf-8")
    return file


def test_shape_is_the_documented_one_when_asked_for_json() -> None:
    found = attribute(EXCERPT, "--model", "markov", "--order", 1)
    assert (found["version"], found["model"], found["order"]) == (1, "markov", 1)
    first = found["channels"][0]
    assert list(first) == [
        "channel", "conversions", "value", "removal_effect", "removal_effect_value",
        "conversions_low", "conversions_high", "value_low", "value_high",
    ]  # fmt: skip
    assert first["conversions_low"] < first["conversions"] < first["conversions_high"]


@pytest.mark.parametrize("model", ["markov", "last", "first", "linear", "position"])
def test_credit_sums_to_the_totals_when_taken_from_the_excerpt(model: str) -> None:
    found = attribute(EXCERPT, "--model", model)
    for name in ("conversions", "value"):
        credited = sum(each[name] for each in found["channels"])
        assert credited == pytest.approx(found["totals"][name], rel=1e-12)


def test_order_is_chosen_when_none_is_named() -> None:
    assert attribute(EXCERPT)["order"] in (1, 2, 3)
    assert attribute(EXCERPT, "--order", "auto") == attribute(EXCERPT)


def test_older_touches_count_less_when_times_are_known(timed: Path) -> None:
    found = attribute(timed, "--model", "time_decay")
    assert found["half_life_days"] == 7
    assert channels(found)["抖音"]["value"] == pytest.approx(10)
    slower = attribute(timed, "--model", "time_decay", "--half-life", 3.5)
    assert channels(slower)["抖音"]["value"] == pytest.approx(6)


def test_older_touches_are_passed_over_when_a_window_is_given(timed: Path) -> None:
    found = channels(attribute(timed, "--model", "first", "--window", 6.9))
    assert {name: each["value"] for name, each in found.items()} == {"天猫": 30}
    assert "抖音" in channels(attribute(timed, "--model", "first", "--window", 7))


def test_table_is_printed_when_json_is_not_asked_for() -> None:
    code, told = run(EXCERPT)
    assert code == 0
    head, first, *_, last = told.splitlines()
    assert head.split()[-1] == "Channel"
    assert "Removal effect" in head
    assert first.endswith("  alpha")
    assert last.startswith("Markov chain of order ")


def test_columns_may_stand_in_any_order_when_they_are_named(tmp_path: Path) -> None:
    file = tmp_path / "paths.csv"
    file.write_text("total_null,Path,note,total_conversion_value,total_conversions\n0,a>b,x,4,2\n")
    assert channels(attribute(file, "--model", "last"))["b"]["value"] == 4


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_row_is_a_line_when_lines_end_or_words_are_written_oddly(
    tmp_path: Path, end: str
) -> None:
    file = tmp_path / "paths.csv"
    file.write_bytes(f"{HEAD}a\u2028\x85b;1;2;0\nc;1;4;0\n".replace("\n", end).encode())
    found = channels(attribute(file, "--model", "last"))
    assert {name: row["value"] for name, row in found.items()} == {"a\u2028\x85b": 2, "c": 4}


def test_nothing_is_credited_when_the_file_holds_no_rows(tmp_path: Path) -> None:
    file = tmp_path / "paths.csv"
    file.write_text(HEAD)
    assert attribute(file)["channels"] == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "has no column path"),
        ("path;total_conversions;total_null\na;1;0\n", "no column total_conversion_value"),
        ("journey_id,ts,value\n", "no column channel"),
        (f"{HEAD}a;1;2;0\nb;one;2;0\n", "line 3: total_conversions takes a number from 0 up"),
        (f"{HEAD}a;1;nan;0\n", "line 2: total_conversion_value takes a number"),
        (f"{HEAD}a;1e308;2;0\nb;1e308;2;0\n", "line 2: total_conversions takes at most 1e+15"),
        (f"path;{HEAD}a;b;1;2;0\n", "has two columns path"),
        (f"{HEAD}a;1;2;-1\n", "line 2: total_null takes a number from 0 up, not '-1'"),
        (f"{HEAD}a > ;1;2;0\n", "line 2: a touch of the path has no name"),
        (f"{HEAD};1;2;0\n", "line 2: no path"),
        (f"{HEAD}a;0;2;0\n", "line 2: a value without a conversion"),
        (f"{HEAD}a;1;2\n", "line 2: 3 values, the first line names 4"),
        (f'{HEAD}"a;1;2;0\n', "line 2: "),
        (f"{TOUCHES}J1,0,a,yesterday,True,1\n", "line 2: ts takes a time like"),
        (f"{TOUCHES}J1,0,a,2026-11-01,maybe,1\n", "line 2: converted takes true or false"),
        (f"{TOUCHES}J1,0,,2026-11-01,True,1\n", "line 2: no channel"),
        (f"{TOUCHES}J1,0,a,2026-11-01,False,1\n", "line 2: a value without a conversion"),
        (
            f"{TOUCHES}J1,0,a,2026-11-01,True,1\nJ1,1,a,2026-11-02,False,0\n",
            "line 2: the journey goes on after its conversion",
        ),
    ],
)
def test_file_is_refused_with_its_line_when_a_row_is_wrong(
    tmp_path: Path, text: str, sentence: str
) -> None:
    file = tmp_path / "paths.csv"
    file.write_text(text, "utf-8")
    code, told = run(file)
    assert code == 2
    assert sentence in told


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--model", "shapley"), "'shapley' is not one of"),
        (("--model", "last", "--order", "2"), "--order is for markov, not for last"),
        (("--order", "4"), "'4' is not one of"),
        (("--model", "time_decay"), "has no times"),
        (("--window", "7"), "has no times"),
        (("--half-life", "7"), "--half-life is for time_decay"),
        (("--model", "first", "--half-life", "0"), "not in the range"),
        (("--model", "time_decay", "--half-life", "nan"), "'nan' is no number of days"),
        (("--model", "time_decay", "--half-life", "inf"), "not in the range"),
        (("--window", "nan"), "'nan' is no number of days"),
    ],
)
def test_sentence_says_what_is_wrong_when_options_do_not_fit(
    words: tuple[str, ...], sentence: str
) -> None:
    code, told = run(EXCERPT, *words)
    assert code == 2
    assert sentence in told


def test_sentence_names_the_file_when_it_is_not_there(tmp_path: Path) -> None:
    code, told = run(tmp_path / "none.csv")
    assert code == 2
    assert "none.csv cannot be read" in told


def test_markov_equals_the_published_figures_when_run_on_the_same_file(reference: Path) -> None:
    found = channels(attribute(reference / "attribution" / "paths.csv", "--order", 1))
    for row in table(reference / "attribution" / "exact_markov_order1.csv"):
        mine = found.pop(row["channel_name"])
        columns = {
            "removal_effect": "re_conv",
            "removal_effect_value": "re_value",
            "conversions": "total_conversions",
            "value": "total_conversion_value",
        }
        for name, column in columns.items():
            assert mine[name] == pytest.approx(float(row[column]), rel=1e-9)
    assert not found


@pytest.mark.parametrize("model", ["last", "first", "linear", "position", "time_decay"])
@pytest.mark.parametrize("kind", ["conversions", "value"])
def test_rules_equal_the_published_figures_when_run_on_timed_touches(
    reference: Path, model: str, kind: str
) -> None:
    folder = reference / "attribution"
    found = channels(attribute(folder / "timed_touches.csv", "--model", model))
    column = "time_decay_7d" if model == "time_decay" else model
    for row in table(folder / f"timed_expected_{kind}.csv"):
        mine = found.pop(row["channel"])[kind]
        assert mine == pytest.approx(float(row[column] or 0), rel=1e-9, abs=1e-9)
    assert not found


def table(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))
