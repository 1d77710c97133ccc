"""`tidebell outbox`: what was given up is seen, and tried again."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import update

from bot.cli import tidebell
from bot.state import outbox
from bot.state.database import open_state
from bot.state.schema import outbox as table
from tests.bot.delivery.platform import draft

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with two messages given up and one that waits."""
    monkeypatch.chdir(tmp_path)
    state = open_state(tmp_path / "shop")
    with state.writing() as tx:
        for key in ("re:a", "re:b", "re:c"):
            outbox.put(tx, draft(key), NOON)
        given_up = update(table).where(table.c.key != "re:c")
        tx.execute(given_up.values(dead_at=NOON, last_error="Impossible: is_archived"))
    state.close()
    return tmp_path / "shop"


def run(folder: Path, *words: str) -> tuple[int, str]:
    done = CliRunner().invoke(tidebell, ["outbox", *words, "--data", str(folder)])
    return done.exit_code, done.output


def test_what_was_given_up_is_told_when_it_is_listed(folder: Path) -> None:
    code, told = run(folder, "list")
    assert code == 0
    assert told.startswith("waiting: 1 for chat; given up: 2")
    assert "2026-11-22 12:00:00  re:a  chat C1  Impossible: is_archived" in told


def test_one_is_tried_again_when_its_key_is_named(folder: Path) -> None:
    assert run(folder, "retry", "re:a") == (0, "1 to be tried again\n")
    assert "waiting: 2 for chat; given up: 1" in run(folder, "list")[1]


def test_all_are_tried_again_when_that_is_said(folder: Path) -> None:
    assert run(folder, "retry", "--all") == (0, "2 to be tried again\n")
    assert "given up: 0" in run(folder, "list")[1]


def test_a_mistake_is_told_when_a_key_was_not_given_up(folder: Path) -> None:
    code, told = run(folder, "retry", "re:c")
    assert (code, told) == (2, "0 to be tried again\nnot given up: re:c\n")


@pytest.mark.parametrize("words", [(), ("re:a", "--all")])
def test_nothing_is_tried_when_it_is_not_said_which(folder: Path, words: tuple[str, ...]) -> None:
    assert run(folder, "retry", *words)[0] == 2
    assert "given up: 2" in run(folder, "list")[1]
