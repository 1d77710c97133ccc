"""`tidebell lab optimise` on files as people bring them."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli import tidebell
from tests.analytics.budget.problems import FEASIBLE, FILE, SCENARIOS

SCENARIO: dict[str, Any] = SCENARIOS["concave_pm30"]["scenario"]


def run(*words: str) -> Result:
    return CliRunner().invoke(tidebell, ["lab", "optimise", *words], prog_name="tidebell")


def write(folder: Path, content: object) -> str:
    file = folder / "mine.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return str(file)


def changed(**changes: Any) -> dict[str, Any]:
    """The scenario with keys of its first channel changed; None takes a key away."""
    channel = {**SCENARIO["channels"][0], **changes}
    kept = {key: value for key, value in channel.items() if value is not None}
    return {**SCENARIO, "channels": [kept, *SCENARIO["channels"][1:]]}


def mistake(result: Result) -> str:
    assert result.exit_code == 2, result.output
    assert not result.stdout
    return result.stderr


@pytest.mark.parametrize("name", FEASIBLE)
def test_json_holds_the_known_optimum_when_a_scenario_has_one(name: str) -> None:
    told, known = json.loads(run(str(FILE), "--json").stdout)[name], SCENARIOS[name]["optimum"]
    assert (told["version"], told["feasible"], told["reason"]) == (1, True, None)
    assert told["response"] == pytest.approx(known["response"], rel=1e-9)
    assert told["allocation"] == pytest.approx(known["allocation"], abs=0.05)
    assert told["marginal"] == pytest.approx(known["marginal"], rel=1e-6)
    assert (told["at_lower"], told["at_upper"]) == (known["at_lower"], known["at_upper"])


def test_json_says_why_when_limits_leave_no_split() -> None:
    everything = json.loads(run(str(FILE), "--json").stdout)
    told = everything["infeasible_floors"]
    assert told["feasible"] is False
    assert told["reason"] == SCENARIOS["infeasible_floors"]["optimum"]["reason"]
    assert (told["allocation"], told["response"], told["at_lower"]) == ({}, None, [])
    assert told.keys() == everything["concave_pm30"].keys()


def test_a_table_and_the_finding_are_printed_when_json_is_not_asked_for() -> None:
    text = run(str(FILE)).stdout
    assert "no split keeps the limits: lower bounds sum 700000.00" in text
    assert "search     300,000.00  360,917.47" in text
    assert "the reserve would bring 193,472.04 if it were spent" in text


@pytest.mark.parametrize(
    "content", [{"mine": SCENARIO}, {"mine": {"scenario": SCENARIO}}], ids=["plain", "wrapped"]
)
def test_a_scenario_is_found_when_it_stands_under_its_name(tmp_path: Path, content: Any) -> None:
    assert json.loads(run(write(tmp_path, content), "--json").stdout).keys() == {"mine"}


@pytest.mark.parametrize("content", [SCENARIO, SCENARIOS["concave_pm30"]], ids=["plain", "wrapped"])
def test_a_scenario_is_called_so_when_it_has_no_name(tmp_path: Path, content: Any) -> None:
    assert json.loads(run(write(tmp_path, content), "--json").stdout).keys() == {"scenario"}


def test_a_lock_stands_at_both_bounds_when_lo_is_hi(tmp_path: Path) -> None:
    file = write(tmp_path, {"mine": changed(lo=300_000, hi=300_000)})
    told = json.loads(run(file, "--json").stdout)["mine"]
    assert told["allocation"]["search"] == 300_000
    assert "search" in told["at_lower"]
    assert "search" in told["at_upper"]
    assert told["worth"]["search"] > 0


def test_steps_and_groups_are_kept_when_the_file_has_them(tmp_path: Path) -> None:
    group = {"name": "tests", "members": ["kol", "display"], "least": 350_000}
    file = write(tmp_path, {"mine": {**SCENARIO, "step": 5_000, "groups": [group]}})
    told = json.loads(run(file, "--json").stdout)["mine"]
    assert all(amount % 5_000 == 0 for amount in told["allocation"].values())
    assert told["groups"]["tests"]["amount"] == 350_000
    assert told["groups"]["tests"]["bound"] == "least"


@pytest.mark.parametrize(
    ("shape", "amount"),
    [({"curve": "power", "a": 50.0, "b": 0.5}, 62.5), ({"curve": "log", "a": 10, "b": 5}, 50)],
    ids=["power", "log"],
)
def test_another_curve_is_split_by_its_marginal_returns_when_the_file_has_it(
    tmp_path: Path, shape: dict[str, Any], amount: float
) -> None:
    # power: 25/√x equal for both lines, so halves; the second line's a is 50·√0.6 → 62.5 : 37.5
    # log: both alike, so halves of 100
    share = {"name": "one", "current": 0, "lo": 0, "hi": None, **shape}
    other = {**share, "name": "two"}
    if shape["curve"] == "power":
        other["a"] = 50 * 0.6**0.5
    told = json.loads(
        run(write(tmp_path, {"budget": 100, "channels": [share, other]}), "--json").stdout
    )
    assert told["scenario"]["allocation"]["one"] == pytest.approx(amount, abs=1e-4)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("budget: 5", "is not JSON"),
        ('{"mine": {"budget": 5, "budget": 6}}', "'budget' is there twice"),
        ("[" * 100_000, "nested too deeply"),
        ([], "must hold scenarios"),
        ({}, "must hold scenarios"),
        ({"mine": 5}, "mine: the scenario must be an object"),
        ({"mine": {**SCENARIO, "channels": [5]}}, "mine: channels 0 must be an object"),
        ({"mine": {"channels": SCENARIO["channels"]}}, "mine: budget is missing"),
        ({"mine": {**SCENARIO, "channels": []}}, "mine: channels"),
        ({"mine": {**SCENARIO, "budget": -1}}, "mine: budget: input should be greater"),
        ({"mine": {**SCENARIO, "budget": 1e308}}, "mine: budget: input should be less"),
        ({"mine": {**SCENARIO, "reserve": 12}}, "mine: reserve: input should be less"),
        ({"mine": {**SCENARIO, "budget": float("nan")}}, "mine: budget: input should be a finite"),
        ({"mine": changed(kappa=None)}, "mine: channels search kappa is missing"),
        ({"mine": changed(curve="linear")}, "the curve linear is not known; hill, power and log"),
        ({"mine": changed(curve=None)}, "channels search has no curve"),
        ({"mine": changed(beta="much")}, "channels search beta: input should be a valid number"),
        ({"mine": changed(lo=-5)}, "channels search lo: input should be greater"),
        ({"mine": changed(lo=5, hi=4)}, "search: lo 5 is above hi 4"),
        ({"mine": changed(name="social")}, "mine: lines need names of their own"),
        (
            {"mine": {**SCENARIO, "groups": [{"name": "g", "members": ["sea"]}]}},
            "mine: groups name lines that are not there: sea",
        ),
    ],
)
def test_a_sentence_names_the_place_when_the_file_is_wrong(
    tmp_path: Path, content: Any, sentence: str
) -> None:
    assert sentence in mistake(run(write(tmp_path, content), "--json"))


def test_the_page_shows_what_is_printed_when_its_example_is_run(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "lab.md").read_text("utf-8")
    blocks = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    given, shown = [json.loads(block) for block in blocks if '"spring"' in block]
    told = json.loads(run(write(tmp_path, given), "--json").stdout)["spring"]
    assert told.keys() == shown["spring"].keys()
    for key in ("allocation", "response", "current_response", "marginal", "price", "reserve_price"):
        assert told[key] == pytest.approx(shown["spring"][key], rel=1e-4)


def test_a_sentence_says_so_when_there_is_no_such_file(tmp_path: Path) -> None:
    assert "nowhere.json" in mistake(run(str(tmp_path / "nowhere.json")))
