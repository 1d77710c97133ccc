"""One language per person: kept in the state, told with every reply, used by `tidebell ask`."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

from bot import dispatch
from bot.cli import tidebell
from bot.platforms.base import Person, Request
from bot.state.database import open_state
from bot.state.people import StoredLanguages
from commands.kit.registry import discover
from commands.kit.reply import Reply
from commands.kit.rights import ASKING

ALEX = Person("alex", "Alex")


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[StoredLanguages]:
    state = open_state(tmp_path)
    yield StoredLanguages(state)
    state.close()


def ask(line: str, stored: StoredLanguages) -> Reply:
    def context(_: Request) -> Any:
        return SimpleNamespace(
            languages=stored, person="alex", locale="zh-CN", commands=discover, rights=ASKING
        )

    return dispatch.answer(Request(line, ALEX, "growth", "zh-CN"), discover(), context)


@pytest.mark.parametrize("line", ["/settings", "/settings language tlh", "/nonsense"])
def test_reply_tells_the_language_when_its_asker_chose_one(
    stored: StoredLanguages, line: str
) -> None:
    stored.set_language("alex", "en")
    assert ask(line, stored).locale == "en"


def test_reply_tells_the_new_language_when_it_was_just_chosen(stored: StoredLanguages) -> None:
    assert ask("/settings language en", stored).locale == "en"


def test_reply_tells_none_when_its_asker_never_chose(stored: StoredLanguages) -> None:
    assert ask("/settings", stored).locale is None


def test_reply_tells_none_when_the_shop_could_not_be_read() -> None:
    def context(_: Request) -> Any:
        raise RuntimeError("no shop")

    reply = dispatch.answer(Request("/gmv", ALEX, "growth", "en"), discover(), context)
    assert (reply.locale, reply.broke) == (None, True)


def test_terminal_speaks_the_chosen_language_when_none_is_asked_for(
    demo_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = shutil.copytree(demo_folder, tmp_path / "shop")
    monkeypatch.chdir(tmp_path)

    def said(*words: str) -> str:
        return CliRunner().invoke(tidebell, ["ask", *words, "--data", str(data)]).output

    assert "中英文" in said("/help")
    said("/settings language en")
    assert "Ask me with a command" in said("/help")
    assert "中英文" in said("/help", "--locale", "zh-CN")
