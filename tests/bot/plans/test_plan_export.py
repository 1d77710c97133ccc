"""A plan as files: a CSV per channel, each whole or not there."""

import csv
import io
import os
from pathlib import Path

import pytest

from bot.plan_export import COLUMNS, plan_files, write_plan
from commands.kit.errors import UserError
from tests.bot.plans.team import CHAIN, LEAD, Office
from tests.commands.remembered_plans import ANN, MADE_AT, made, proposal, row


def lines(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_each_channel_has_its_campaigns_when_a_plan_is_written() -> None:
    plan = proposal(
        row("抖音", 400, 1_000, "dy-1"), row("抖音", 100, 50), row("天猫", 280, 0), days=28
    )
    files = plan_files(plan)
    assert sorted(files) == ["天猫.csv", "抖音.csv"]
    assert lines(files["抖音.csv"]) == [
        list(COLUMNS),
        ["抖音", "dy-1", "2026-11-23", "2026-12-20", "28", "400.00", "1000.00", "600.00", "35.71"],
        ["抖音", "", "2026-11-23", "2026-12-20", "28", "100.00", "50.00", "-50.00", "1.79"],
    ]


@pytest.mark.parametrize("channel", ["../../etc/passwd", "a/b", "..", "", "x" * 300, "a\0b"])
def test_a_file_stays_in_its_folder_when_the_channels_name_is_hostile(
    tmp_path: Path, channel: str
) -> None:
    folder = write_plan(tmp_path, made(7, proposal(row(channel, 1, 2)), ANN, MADE_AT))
    (file,) = list(folder.iterdir())
    assert folder == tmp_path / "shift-7-r1"
    assert file.suffix == ".csv"


def test_each_channel_has_a_file_of_its_own_when_names_look_alike() -> None:
    assert len(plan_files(proposal(row("a/b", 1, 2), row("a?b", 1, 2), row("a_b", 1, 2)))) == 3


@pytest.mark.parametrize(
    "word", ['=HYPERLINK("http://x")', "-1+2", " =1", "\n=1", "\tx", "＝1", "\u3000＋1", "@SUM(1)"]
)
def test_a_spreadsheet_computes_nothing_when_a_campaign_looks_like_a_formula(word: str) -> None:
    files = plan_files(proposal(row("抖音", 1, 2, word)))
    assert lines(files["抖音.csv"])[1][1] == f"'{word}"


def test_the_files_are_the_same_when_they_are_written_again(office: Office) -> None:
    office.plans(LEAD).propose(proposal())
    office.approve(1, *CHAIN)
    first = {file.name: file.read_bytes() for file in Path(office.plans(LEAD).export(1)).iterdir()}
    again = {file.name: file.read_bytes() for file in Path(office.plans(LEAD).export(1)).iterdir()}
    assert first == again
    assert sorted(first) == ["天猫.csv", "抖音.csv"]


def test_the_plan_holds_when_the_disk_takes_no_files(office: Office) -> None:
    office.plans(LEAD).propose(proposal())
    office.approve(1, *CHAIN)
    office.exports.write_text("a file in the way")
    with pytest.raises(UserError, match="could not be written") as refused:
        office.plans(LEAD).export(1)
    assert refused.value.instead == ("/approvals export 1",)
    assert office.seen(1).status == "applied"
    assert "exported" not in office.did(1)
    office.exports.unlink()
    assert Path(office.plans(LEAD).export(1)).is_dir()


def test_the_earlier_file_stays_when_the_disk_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = made(7, proposal(), ANN, MADE_AT)
    folder = write_plan(tmp_path, plan)
    before = {file.name: file.read_bytes() for file in folder.iterdir()}

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_plan(tmp_path, plan)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_nothing_is_written_when_a_proposal_is_no_plan(office: Office) -> None:
    office.plans(LEAD).propose(proposal())
    with pytest.raises(UserError, match="is not the plan"):
        office.plans(LEAD).export(1)
    assert not office.exports.exists()
