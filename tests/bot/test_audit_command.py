"""`tidebell audit`: the log read and followed at the command line."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import tidebell
from bot.state.audit import Entry, append
from bot.state.audit_chain import HEAD_FILE, keep_head
from bot.state.database import open_state

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder in which three questions were asked, an hour apart."""
    monkeypatch.chdir(tmp_path)
    state = open_state(tmp_path / "shop")
    for hour, person in enumerate(("U1", "U2", "U1")):
        body = {"line": f"/gmv {hour}d", "answer": "a" * 64, "failed": False}
        with state.writing() as tx:
            append(tx, Entry(NOON + timedelta(hours=hour), "asked", "slack", "C1", person, body))
    keep_head(state, tmp_path / "shop")
    state.close()
    return tmp_path / "shop"


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(tidebell, ["audit", *words])
    return done.exit_code, done.output


def test_log_is_whole_when_nobody_touched_it(folder: Path) -> None:
    code, told = run("verify", "--data", str(folder))
    assert code == 0
    assert told.startswith("whole: 3 entries; the last is 3 ")
    assert "cut off" not in told


def test_doubt_is_told_when_no_end_was_kept(folder: Path) -> None:
    (folder / HEAD_FILE).unlink()
    code, told = run("verify", "--data", str(folder))
    assert code == 0
    assert f"There is no {HEAD_FILE}" in told


def test_exit_is_one_when_an_entry_was_taken_out(folder: Path) -> None:
    state = open_state(folder)
    with state.writing() as tx:
        tx.exec_driver_sql("DROP TRIGGER audit_no_delete")
        tx.exec_driver_sql("DELETE FROM audit WHERE seq = 3")
    state.close()
    code, told = run("verify", "--data", str(folder))
    assert code == 1
    assert "not whole at entry 3: the end is cut off" in told


def test_sentence_is_told_when_the_kept_end_is_damaged(folder: Path) -> None:
    (folder / HEAD_FILE).write_text("?", "utf-8")
    code, told = run("verify", "--data", str(folder))
    assert code == 1
    assert "is damaged" in told


@pytest.mark.parametrize("what", ["verify", "show"])
def test_mistake_is_told_when_there_is_no_log(
    tmp_path: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, told = run(what, "--data", "nowhere")
    assert code == 2
    assert "nothing was ever asked in nowhere" in told
    assert not (tmp_path / "nowhere").exists()


def test_entries_are_listed_oldest_first_when_shown(folder: Path) -> None:
    _, told = run("show", "--data", str(folder))
    lines = told.splitlines()
    assert (
        lines[0] == "     1  2026-11-22 12:00:00  asked  slack C1 U1  /gmv 0d  answer=aaaaaaaaaaaa…"
    )
    assert [line.split()[0] for line in lines] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("words", "seqs"),
    [
        (["--person", "U1"], [1, 3]),
        (["--since", "2026-11-22 13:00"], [2, 3]),
        (["--since", "2026-11-23"], []),
        (["--limit", "1"], [3]),
        (["--person", "U1", "--since", "2026-11-22T13:00"], [3]),
    ],
)
def test_entries_are_chosen_when_asked_for(folder: Path, words: list[str], seqs: list[int]) -> None:
    _, told = run("show", "--data", str(folder), "--json", *words)
    assert [json.loads(line)["seq"] for line in told.splitlines()] == seqs


def test_entry_is_whole_when_shown_as_json(folder: Path) -> None:
    _, told = run("show", "--data", str(folder), "--json", "--limit", "1")
    entry = json.loads(told)
    assert entry["at"] == "2026-11-22T06:00:00+00:00"
    assert entry["body"]["line"] == "/gmv 2d"
    assert len(entry["hash"]) == 64
