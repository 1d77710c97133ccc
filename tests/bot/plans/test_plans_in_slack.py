"""A budget shift from its proposal to its files, by real buttons in a Slack workspace."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from bot.app import App, open_app
from bot.config import Config, at_data
from bot.engine import Engine
from bot.platforms.base import Person, Request
from bot.workspace import open_workspace
from commands.kit.plans import Plans, Proposed
from tests.bot.plans.team import NOON
from tests.bot.slack.connected import double, settings_for
from tests.doubles.slack import SlackDouble

ROLES = {
    "linyue": "growth lead",
    "alice": "finance reviewer",
    "chenmo": "product engineer",
    "bob": "executive",
}


@dataclass
class Running:
    """A clock that runs on from the noon after the demo's last day."""

    began: float = field(default_factory=monotonic)

    def now(self) -> datetime:
        """So much later than noon as the test takes."""
        return NOON + timedelta(seconds=monotonic() - self.began)


@dataclass
class Team:
    """The workspace, the bot in it, and what people do there."""

    slack: SlackDouble
    app: App

    def propose(self, change: str) -> int:
        """Propose a shift; the number it gets."""
        free = next(number for number in count(1) if self.plan(number) is None)
        self.slack.slash("linyue", "growth", "/budget-shift", change)
        return free

    def plan(self, number: int) -> Proposed | None:
        """The proposal as it stands."""
        return plans_of(self.app).find(number)

    def press(self, who: str, command: str, ts: str) -> None:
        """Press the button that carries this line."""
        assert self.slack.press(who, "growth", ts, value=command).wait()

    def head(self, number: int) -> Any:
        """The message that proposed it, once it stands there with a button to approve."""
        return self.seen(lambda one: f"/approve {number} " in json.dumps(one))

    def mark(self, number: int) -> str:
        """The line of the button as it is now."""
        return found_in(self.head(number), rf"/approve {number} [0-9a-f]{{8}}")

    def wait_for_another(self, number: int, mark: str) -> None:
        """Wait until the message that proposed it has a button other than this one."""
        self.slack.wait_until(lambda: self.mark(number) != mark)

    def hear(self, words: str, thread: str) -> Any:
        """The message with these words in the thread, once it stands there."""
        return self.seen(lambda one: words in json.dumps(one), thread)

    def seen(self, wanted: Any, thread: str | None = None) -> Any:
        """A message of the bot's, once it stands there."""
        return self.slack.wait_until(
            lambda: next(
                (
                    one
                    for one in self.slack.messages("growth", thread=thread)
                    if "bot_id" in one and wanted(one)
                ),
                None,
            )
        )


def plans_of(app: App) -> Plans:
    """Proposals as nobody in particular sees them."""
    return app.context(Request("", Person("", ""), "growth", "en")).plans


def found_in(message: Any, pattern: str) -> str:
    """The first text in a message that fits."""
    found = re.search(pattern, json.dumps(message, ensure_ascii=False))
    assert found is not None
    return found[0]


@pytest.fixture(scope="module")
def team(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    """A workspace in which four people review budget shifts of the demo shop."""
    data = tmp_path_factory.mktemp("plans") / "shop"
    shutil.copytree(demo_folder, data)
    with double() as (workspace, _):
        people = {workspace.user(name): (role,) for name, role in ROLES.items()}
        for person in people:
            workspace.world.users[person].locale = "en-US"
        settings = settings_for(workspace, requests_per_minute=1000, people=people)
        config = Config(slack=settings, subscriptions=(), language="en")
        app = open_app(at_data(config, data), data=data, clock=Running())
        opened = open_workspace(app)
        engine = Engine(app, {"slack": opened.platform})
        engine.start([opened.source(engine)])
        try:
            workspace.wait_until(lambda: workspace.connections)
            yield Team(workspace, app)
        finally:
            engine.stop()
            app.close()


def test_a_shift_becomes_the_plan_when_four_people_press_its_buttons(team: Team) -> None:
    number = team.propose("-10%")
    head = team.head(number)["ts"]

    team.press("alice", team.mark(number), head)
    team.slack.wait_until(lambda: "growth lead" in json.dumps(team.slack.ephemerals("alice")))
    first = team.mark(number)
    for who, role in ROLES.items():
        before = team.mark(number)
        team.press(who, before, head)
        if who != "bob":
            team.hear(f"{number} as {role}; next:", head)
            team.wait_for_another(number, before)
        if who == "linyue":
            old = {"action_id": "ask:0", "value": first}
            assert team.slack.press_old("linyue", "growth", head, old).wait()
            team.hear("as growth lead already", head)

    said = team.hear("is approved by all", head)
    folder = Path(found_in(said, rf"[^ \"]*/exports/shift-{number}-r1"))
    assert {file.suffix for file in folder.iterdir()} == {".csv"}
    assert "抖音.csv" in {file.name for file in folder.iterdir()}
    plan = team.plan(number)
    assert plan is not None
    assert (plan.status, len(plan.reviews)) == ("applied", 4)
    announced = team.seen(lambda one: f"Budget plan {number} is approved" in json.dumps(one))
    assert announced["ts"] != head
    edited = team.seen(lambda one: f"Proposal {number} is the plan" in json.dumps(one))
    assert edited["ts"] == head
    assert "/approve" not in json.dumps(edited)


def test_a_reason_is_asked_for_when_a_proposal_is_rejected(team: Team) -> None:
    number = team.propose("-15%")
    head = team.head(number)["ts"]
    team.press("bob", f"/reject {number}", head)
    why = f"Why is proposal {number}"
    team.slack.wait_until(lambda: why in json.dumps(team.slack.ephemerals("bob")))
    asked = team.slack.ephemerals("bob")[-1]["ts"]
    team.press("bob", f"/reject {number} not now", asked)
    team.hear(f"Proposal {number} was rejected", head)
    plan = team.plan(number)
    assert plan is not None
    assert plan.status == "rejected"
