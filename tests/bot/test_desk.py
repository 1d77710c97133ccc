"""A question or a load answered here or by the owner comes out the same."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast

import pytest

from analytics.errors import LoadRefused, UnknownName
from analytics.loading import LoadSummary, RefusedRow
from analytics.loading.summary import Reason, TableSummary
from bot.app import App
from bot.config import Config
from bot.desk import (
    AskOrder,
    LoadOrder,
    OwnDesk,
    OwnersDesk,
    QuarantineOrder,
    answering,
    open_desk,
)
from bot.owner import Listener, Refused, claim
from bot.platforms.base import Person, Request
from commands.kit.message import msg
from commands.kit.reply import Reply, Text
from commands.kit.values import Name

SUMMARY = LoadSummary(
    load_id=3,
    mapping="uci-online-retail",
    mode="append",
    dry_run=False,
    files=("retail.csv",),
    tables={"orders": TableSummary(read=5, loaded=4, duplicate=0, replaced=0, quarantined=1)},
    reasons=(Reason(reason="no date", count=1, example="retail.csv:3"),),
    first_day=date(2010, 12, 1),
    last_day=date(2011, 12, 9),
)
REFUSED = RefusedRow(
    load_id=3,
    loaded_at=datetime.fromisoformat("2026-11-22T20:00"),
    mapping="uci-online-retail",
    file="retail.csv",
    line=3,
    table="orders",
    reason="no date",
    content="…65,never",
)
ASKED = Request("/gmv 昨天", Person("linyue", "林悦", ("growth lead",)), "terminal", "zh-CN")
LOAD = LoadOrder(mapping="uci-online-retail", files=(Path("/exports/retail.csv"),))


class FakeApp:
    """Says what it was asked and at what time; `refusal` is what a load ends with."""

    def __init__(self, refusal: Exception | None = None) -> None:
        self.refusal = refusal

    def ask(self, request: Request) -> Reply:
        said = f"{request.person.name} {request.text} {request.as_of}"
        return Reply(blocks=(Text(message=msg("{said}", said=Name(text=said))),))

    def load(
        self, mapping: str, files: Any, *, mode: str, dry_run: bool, progress: Any
    ) -> LoadSummary:
        progress(f"reading {files[0]}")
        if self.refusal:
            raise self.refusal
        return SUMMARY

    def refused_rows(self, load_id: int | None, most: int) -> tuple[RefusedRow, ...]:
        return (REFUSED,) * most if load_id == 3 else ()


def app(**settings: Any) -> App:
    return cast("App", FakeApp(**settings))


@pytest.fixture
def owners_desk(tmp_path: Path) -> Iterator[OwnersDesk]:
    """A desk at a folder another thread owns."""
    held = claim(tmp_path, "serve")
    assert held
    with held:
        listening = Listener(answering(app()))
        held.announce(listening.path)
        with open_desk(Config(data=tmp_path), "ask") as desk:
            assert isinstance(desk, OwnersDesk)
            yield desk
        listening.close()


def test_the_answer_is_the_same_when_the_owner_gives_it(owners_desk: OwnersDesk) -> None:
    order = AskOrder(request=ASKED)
    assert owners_desk.ask(order) == OwnDesk(app()).ask(order)


def test_the_owner_answers_as_at_a_time_when_one_is_named(owners_desk: OwnersDesk) -> None:
    now = datetime(2026, 11, 11, 9, tzinfo=UTC)
    assert owners_desk.ask(AskOrder(request=ASKED, now=now)) == app().ask(replace(ASKED, as_of=now))


def test_the_summary_and_progress_are_the_same_when_the_owner_loads(
    owners_desk: OwnersDesk,
) -> None:
    told: list[str] = []
    assert owners_desk.load(LOAD, told.append) == SUMMARY
    assert told == ["reading /exports/retail.csv"]


def test_the_refused_rows_are_the_same_when_the_owner_shows_them(
    owners_desk: OwnersDesk,
) -> None:
    assert owners_desk.refused_rows(QuarantineOrder(load_id=3, most=2)) == (REFUSED, REFUSED)


def test_opening_is_over_when_the_desk_is_open(tmp_path: Path) -> None:
    steps: list[str] = []

    @contextmanager
    def opening() -> Iterator[Callable[[str], None]]:
        steps.append("opening")
        yield steps.append
        steps.append("open")

    with open_desk(Config(data=tmp_path), "ask", opening=opening):
        steps.append("asking")
    # An empty store's marts are built on the way.
    assert (steps[0], *steps[-2:]) == ("opening", "open", "asking")
    assert "figures of longer periods" in steps


@pytest.mark.parametrize(
    ("refusal", "sentence"),
    [
        (LoadRefused("the file is empty"), "the file is empty"),
        (UnknownName("mapping", "uci", ("uci-online-retail",)), "uci-online-retail"),
    ],
)
def test_a_refused_load_is_the_users_mistake_when_the_owner_refuses_it(
    refusal: Exception, sentence: str
) -> None:
    answer = answering(app(refusal=refusal))(LOAD.model_dump(mode="json"), lambda _: None)
    assert answer["exit"] == 2
    assert sentence in answer["refused"]


@pytest.mark.parametrize(
    "request_",
    [{}, {"do": "drop"}, {"do": "ask"}, {"do": "ask", "request": 3}, {"do": "load", "mode": "x"}],
    ids=str,
)
def test_a_request_is_refused_when_it_is_none_of_ours(request_: dict[str, Any]) -> None:
    answer = answering(app())(request_, lambda _: None)
    assert "request" in answer["refused"]


def test_the_refusal_reaches_the_caller_when_the_owner_refuses(tmp_path: Path) -> None:
    held = claim(tmp_path, "serve")
    assert held
    with held:
        listening = Listener(answering(app(refusal=LoadRefused("the file is empty"))))
        held.announce(listening.path)
        with open_desk(Config(data=tmp_path), "load") as desk, pytest.raises(Refused) as refusal:
            desk.load(LOAD, lambda _: None)
        listening.close()
    assert refusal.value.exit_code == 2
