import socket
from contextlib import closing
from pathlib import Path

import pytest
from pydantic import SecretStr

from analytics.warehouse import FILE_NAME
from bot import checks
from bot.checks import examine
from bot.config import Config, Web
from bot.finding import Finding
from bot.owner import claim
from bot.settings import Health, State
from bot.state.database import open_state


def found(config: Config, word: str) -> Finding:
    """The finding whose line begins with a word."""
    return next(finding for finding in examine(config) if finding.what.startswith(word))


def at(folder: Path, **web: object) -> Config:
    return Config(data=folder, web=Web.model_validate({"port": 0} | web))


def test_the_data_folder_is_missed_when_it_is_not_there(tmp_path: Path) -> None:
    finding = found(at(tmp_path / "no"), "data folder")
    assert "not there" in finding.what
    assert "tidebell demo-data" in finding.mend


def test_nothing_is_made_when_a_folder_is_looked_at(tmp_path: Path) -> None:
    list(examine(at(tmp_path)))
    assert list(tmp_path.iterdir()) == []


def test_a_load_is_suggested_when_there_is_no_store(tmp_path: Path) -> None:
    assert "tidebell load" in found(at(tmp_path), "store").mend


def test_space_is_asked_for_when_the_disk_is_nearly_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "FREE_BYTES", 1 << 60)
    assert "free some space" in found(at(tmp_path), "disk").mend


def test_the_holder_is_named_when_another_process_is_at_work(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).touch()
    held = claim(tmp_path, "load")
    assert held
    with held:
        assert "tidebell load" in found(at(tmp_path), "store").what


def test_the_tables_are_listed_with_their_days_when_a_shop_is_loaded(demo_folder: Path) -> None:
    orders = found(at(demo_folder), "table orders")
    assert orders.ok
    assert orders.what.endswith("to 2026-11-21")


def test_fonts_are_missed_when_the_package_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(bold: bool) -> Path:
        raise FileNotFoundError("no such font")

    monkeypatch.setattr(checks, "font_file", missing)
    assert found(at(tmp_path), "fonts").what == "fonts: no such font"


def test_fonts_are_found_when_the_requirements_are_installed(tmp_path: Path) -> None:
    assert found(at(tmp_path), "fonts").ok


def test_a_token_is_asked_for_when_others_can_reach_the_chat(tmp_path: Path) -> None:
    assert "TIDEBELL_TOKEN" in found(at(tmp_path, host="0.0.0.0"), "token").mend


def test_the_token_is_fine_when_it_is_set(tmp_path: Path) -> None:
    config = at(tmp_path, host="0.0.0.0", token=SecretStr("swordfish"))
    finding = found(config, "token")
    assert finding.ok
    assert "swordfish" not in finding.what


def test_the_port_is_a_problem_when_it_is_taken(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert not found(at(tmp_path, port=taken.getsockname()[1]), "port").ok


def test_state_is_not_made_when_there_is_none(tmp_path: Path) -> None:
    assert found(at(tmp_path), "state").ok
    assert not (tmp_path / "state.db").exists()


def test_state_is_fine_when_it_takes_writes(state_place: Path | str, tmp_path: Path) -> None:
    open_state(state_place).close()
    config = at(state_place if isinstance(state_place, Path) else tmp_path)
    if isinstance(state_place, str):
        config = config.model_copy(update={"state": State(url=SecretStr(state_place))})
    finding = found(config, "state")
    assert finding == Finding("state: opens and takes writes, 0 questions wait")


def test_state_is_a_problem_when_a_later_version_wrote_it(tmp_path: Path) -> None:
    with closing(open_state(tmp_path)) as state, state.writing() as tx:
        tx.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    assert "later version" in found(at(tmp_path), "state").what


def test_password_is_not_shown_when_the_state_cannot_be_reached(tmp_path: Path) -> None:
    url = SecretStr("postgresql://bot:hunter22@127.0.0.1:9/tidebell")
    config = at(tmp_path).model_copy(update={"state": State(url=url)})
    finding = found(config, "state")
    assert "state.url" in finding.mend
    assert "hunter22" not in finding.what + finding.mend


def test_health_port_is_a_problem_when_it_is_taken(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        health = Health(port=taken.getsockname()[1])
        config = at(tmp_path).model_copy(update={"health": health})
        assert "health.port" in found(config, "health port").mend


def test_slack_is_looked_at_when_the_rest_was(tmp_path: Path) -> None:
    assert [finding.what for finding in examine(at(tmp_path))][-1] == "Slack: not set up"
