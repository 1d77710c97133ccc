"""The command line: exit codes, sentences, and what it prints."""

import socket
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from bot.cli import COMMANDS, options, tidebell
from bot.cli.options import late_progress
from bot.cli.serve import SUGGESTIONS, first_steps
from bot.config import Config
from tests.bot.web.waiting import until


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Run a command line in an empty working folder, without this machine's settings."""
    monkeypatch.chdir(tmp_path)
    for name in ("TIDEBELL_CONFIG", "TIDEBELL_DATA", "TIDEBELL_PORT", "TIDEBELL_HOST"):
        monkeypatch.delenv(name, raising=False)

    def invoke(*words: str) -> Result:
        return CliRunner().invoke(tidebell, words, prog_name="tidebell")

    return invoke


def mistake(result: Result) -> str:
    """The sentence of a refusal that is the user's to mend."""
    assert result.exit_code == 2, result.output
    assert not result.stdout
    assert "Traceback" not in result.stderr
    return result.stderr


def test_help_fits_a_screen_when_asked_for(run) -> None:
    result = run("--help")
    assert result.exit_code == 0
    assert len(result.output.splitlines()) <= 24
    assert all(name in result.output for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_explains_itself_when_asked_for_help(run, name: str) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    assert len(result.output.splitlines()) <= 40


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_sentence_is_printed_when_a_command_is_interrupted(
    run, monkeypatch: pytest.MonkeyPatch, wrapped: bool
) -> None:
    @click.command("load")
    def interrupted() -> None:
        if wrapped:  # what the engine makes of Ctrl+C while a query runs
            raise RuntimeError("Query interrupted") from KeyboardInterrupt()
        raise KeyboardInterrupt

    monkeypatch.setattr(tidebell, "get_command", lambda ctx, name: interrupted)
    result = run("load")
    assert result.exit_code == 130
    assert result.stderr.startswith("stopped before it was done")


def test_a_bug_stays_a_bug_when_it_is_no_interrupt(run, monkeypatch: pytest.MonkeyPatch) -> None:
    @click.command("load")
    def broken() -> None:
        raise RuntimeError("ours")

    monkeypatch.setattr(tidebell, "get_command", lambda ctx, name: broken)
    assert isinstance(run("load").exception, RuntimeError)


def test_the_version_is_told_when_asked_for(run) -> None:
    assert run("--version").output.startswith("tidebell 0.")


def test_a_wrong_command_is_refused_when_it_does_not_exist(run) -> None:
    assert "No such command 'asks'" in mistake(run("asks"))


def test_nothing_is_made_when_the_data_folder_does_not_exist(run, tmp_path: Path) -> None:
    assert "there is no data folder nowhere" in mistake(run("ask", "/gmv", "--data", "nowhere"))
    assert not (tmp_path / "nowhere").exists()


def test_the_settings_mistake_is_told_when_the_file_is_wrong(run, tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("lmits: {}", "utf-8")
    assert "did you mean limits?" in mistake(run("ask", "/gmv"))


def test_an_example_is_given_when_the_time_is_wrong(run) -> None:
    assert "2026-11-11T09:30" in mistake(run("ask", "/gmv", "--now", "yesterday"))


def test_the_people_are_listed_when_nobody_has_that_name(run) -> None:
    assert "nobody is called 'bob'" in mistake(run("ask", "/gmv", "--as", "bob"))


def test_serving_is_refused_when_others_could_reach_it_without_a_token(run) -> None:
    assert "set web.token" in mistake(run("serve", "--host", "0.0.0.0"))


def test_another_port_is_suggested_when_it_is_taken(run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        sentence = mistake(run("serve", "--port", str(port)))
    assert f"port {port}" in sentence
    assert "PORT=8788 make demo" in sentence


def test_a_folder_is_left_alone_when_the_demo_would_overwrite_it(run, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "precious").touch()
    assert "mine is not empty" in mistake(run("demo-data", "--data", "mine"))


def test_the_day_is_refused_when_it_is_none(run) -> None:
    assert "--end takes a day" in mistake(run("demo-data", "--end", "tomorrow"))


def test_the_list_of_mappings_is_named_when_a_mapping_is_unknown(run) -> None:
    sentence = mistake(run("load", "nosuch", "till.csv"))
    assert "tidebell sources" in sentence
    assert "Did you mean" not in sentence


def test_the_near_mapping_is_offered_when_its_name_is_mistyped(run) -> None:
    assert "Did you mean shopify-orders?" in mistake(run("load", "shopify-order", "till.csv"))


BAD = """\
order_id,ordered_at,gross_amount,customer_id
A100001,2026-11-02 10:00,12.50,C1
A100002,2026-13-45 10:00,99.00,lin.yue@example.com
A100003,2026-11-02 11:00,plenty,13800138000
"""


@pytest.fixture
def refused(run, tmp_path: Path) -> Result:
    """The load of a file of which two rows are bad."""
    (tmp_path / "orders.csv").write_text(BAD, "utf-8")
    result: Result = run("load", "canonical", "orders.csv", "--data", "shop")
    return result


def test_the_way_to_refused_rows_is_told_when_a_load_refuses_some(refused: Result) -> None:
    assert "see them: tidebell quarantine --load 1 --data shop" in refused.stdout


def test_refused_rows_are_shown_with_place_and_reason_when_asked_for(run, refused: Result) -> None:
    shown = run("quarantine", "--data", "shop").stdout
    assert shown.startswith("load 1 · canonical · ")
    assert "orders.csv:3  orders: ordered_at cannot be read" in shown
    assert "2026-13-45 10:00,99.00" in shown


def test_nobody_is_told_of_when_refused_rows_are_shown(run, refused: Result) -> None:
    shown = run("quarantine", "--data", "shop").stdout
    assert not any(secret in shown for secret in ("lin.yue", "13800138000", "A100002"))


def test_the_terminal_obeys_nothing_when_refused_rows_are_shown(run, tmp_path: Path) -> None:
    (tmp_path / "o\x1b[2J.csv").write_text(BAD.replace("plenty", "\x1b]0;mine\x07"), "utf-8")
    run("load", "canonical", "o\x1b[2J.csv", "--data", "shop")
    shown = run("quarantine", "--data", "shop").stdout
    assert "]0;mine" in shown
    assert not any(letter in shown for letter in "\x1b\x07")


def test_only_so_many_refused_rows_are_shown_when_a_limit_is_given(run, refused: Result) -> None:
    shown = run("quarantine", "--data", "shop", "--limit", "1").stdout
    assert "orders.csv:3" in shown
    assert "orders.csv:4" not in shown
    assert "There are more" in shown


def test_it_is_said_when_a_load_refused_nothing(run, refused: Result) -> None:
    shown = run("quarantine", "--data", "shop", "--load", "2").stdout
    assert shown == "There are no refused rows of load 2 in shop.\n"


def test_no_folder_is_made_when_refused_rows_of_none_are_asked_for(run, tmp_path: Path) -> None:
    assert "there is no data folder nowhere" in mistake(run("quarantine", "--data", "nowhere"))
    assert not (tmp_path / "nowhere").exists()


def test_loading_is_explained_when_an_empty_folder_is_served() -> None:
    told = "\n".join(first_steps(Config(data=Path("shop")), holds_data=False))
    assert "tidebell sources" in told
    assert "tidebell load NAME FILE… --data shop" in told
    assert "/gmv" not in told


def test_things_to_type_are_told_when_a_folder_with_data_is_served() -> None:
    told = list(first_steps(Config(data=Path("shop")), holds_data=True))
    assert told == ["Three things to type there:", *(f"  {line}" for line in SUGGESTIONS["zh-CN"])]


def test_nothing_is_told_when_it_is_quick(capsys: pytest.CaptureFixture[str]) -> None:
    with late_progress() as tell:
        tell("daily figures")
    assert capsys.readouterr().err == ""


def test_what_is_being_done_is_told_when_it_takes_long(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(options, "PATIENCE", 0.01)
    with late_progress() as tell:
        tell("customers")
        assert until(lambda: capsys.readouterr().err) == "customers\n"
        tell("daily figures")
    assert capsys.readouterr().err == "daily figures\n"


BRITISH = """
title: A British till
zone: Europe/London
currency: GBP
fields:
  number: {from: Number, type: id, required: true}
  at: {from: At, type: instant, required: true}
  total: {from: Total, type: money, required: true}
tables:
  orders: {columns: {order_id: number, ordered_at: at, gross_amount: total}}
"""


def test_a_shop_takes_the_mappings_currency_when_nothing_was_loaded_yet(
    run, tmp_path: Path
) -> None:
    (tmp_path / "till.yaml").write_text(BRITISH, "utf-8")
    (tmp_path / "till.csv").write_text("Number,At,Total\n1,2026-11-02 09:00,12.50\n", "utf-8")
    (tmp_path / "data").mkdir()
    assert run("ask", "/gmv").exit_code == 2  # leaves an empty store behind
    assert (tmp_path / "data" / "shop.duckdb").exists()
    assert run("load", "till.yaml", "till.csv").exit_code == 0
    assert "currency: GBP" in (tmp_path / "data" / "shop.yaml").read_text("utf-8")


def test_a_shop_keeps_its_currency_when_it_holds_data(run, tmp_path: Path) -> None:
    (tmp_path / "till.yaml").write_text(BRITISH.replace("GBP", "CNY"), "utf-8")
    (tmp_path / "till.csv").write_text("Number,At,Total\n1,2026-11-02 09:00,12.50\n", "utf-8")
    assert run("load", "till.yaml", "till.csv").exit_code == 0
    (tmp_path / "till.yaml").write_text(BRITISH, "utf-8")
    assert "GBP" in mistake(run("load", "till.yaml", "till.csv"))
    assert "currency: CNY" in (tmp_path / "data" / "shop.yaml").read_text("utf-8")


def test_a_question_is_answered_when_the_terminal_gives_bytes_that_are_no_text(
    run, tmp_path: Path
) -> None:
    tmp_path.joinpath("data").mkdir()
    result = run("ask", "/gmv \udcff")
    assert result.exit_code == 2, result.output
    assert "\ufffd" in result.output
