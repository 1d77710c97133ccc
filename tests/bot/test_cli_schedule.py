"""`tidebell schedule`."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import tidebell
from bot.clock import FixedClock
from bot.state import subscriptions
from bot.state.database import open_state
from tests.bot.schedule.reports import STANDUP

NOW = datetime(2026, 10, 9, 2, 0, tzinfo=UTC)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Run `tidebell schedule` on an empty data folder at `NOW`."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TIDEBELL_CONFIG", raising=False)
    monkeypatch.delenv("TIDEBELL_DATA", raising=False)
    monkeypatch.setattr("bot.clock.SystemClock", lambda: FixedClock(NOW))
    (tmp_path / "data").mkdir()

    def invoke(*words: str) -> Result:
        return CliRunner().invoke(tidebell, ("schedule", *words), prog_name="tidebell")

    return invoke


def keep(*reports: subscriptions.Report) -> None:
    state = open_state(Path("data"))
    with state.writing() as tx:
        for report in reports:
            subscriptions.add(tx, report, "ann", NOW)
    state.close()


def test_what_comes_next_is_listed_over_all_reports_when_asked(run) -> None:
    keep(
        replace(STANDUP, days="workdays"),
        replace(STANDUP, line="/target", days="fri", time="18:00", zone="Europe/London"),
    )
    assert run("--next", "3").output.splitlines() == [
        "Fri 2026-10-09 18:00 +0100 Europe/London  2  #standup  /target  fri",
        "Sat 2026-10-10 09:00 +0800 Asia/Shanghai  1  #standup  /gmv yesterday  workdays"
        "  (make-up workday)",
        "Mon 2026-10-12 09:00 +0800 Asia/Shanghai  1  #standup  /gmv yesterday  workdays",
    ]


def test_it_says_how_to_begin_when_there_is_no_report(run) -> None:
    assert "/subscribe" in run().output


def test_it_reads_beside_a_writer_when_a_server_runs(run) -> None:
    keep(STANDUP)
    state = open_state(Path("data"))
    with state.writing() as tx:
        subscriptions.end(tx, 1, NOW)
    assert "/subscribe" in run().output
    state.close()


def test_a_sentence_is_printed_when_there_is_no_data_folder(run) -> None:
    Path("data").rmdir()
    result = run()
    assert result.exit_code == 2
    assert "there is no data folder data" in result.stderr
