"""The running bot with proposals: killed after a review was kept, away while timers were due."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

import pytest

from bot.app import App, open_app
from bot.config import Config, at_data
from bot.delivery import AT_ONCE
from bot.engine import Engine, Platform
from bot.platforms.base import Inbound, Person, Request
from bot.platforms.web import Members
from bot.settings import Member
from bot.state import inbox
from bot.state.outbox import get
from commands.kit.plans import Proposed
from commands.kit.reply import Reply
from tests.bot.plans.team import LEAD, NOON
from tests.bot.test_engine import Wall
from tests.bot.web.waiting import until
from tests.commands.remembered_plans import proposal

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[3]
PEOPLE = (Member(id=LEAD.id, name=LEAD.name, roles=LEAD.roles, language="en"),)
KILLED = """
import sys
from pathlib import Path
from tests.bot.plans.test_plans_killed import approve_and_die
approve_and_die(Path(sys.argv[1]))
"""


@dataclass
class Late:
    """A clock that runs so much after noon."""

    by: timedelta
    began: float

    def now(self) -> datetime:
        return NOON + self.by + timedelta(seconds=monotonic() - self.began)


class Dying(App):
    """A bot whose process ends when an answer is ready, before it is kept."""

    def answer(self, request: Request) -> Reply:
        super().answer(request)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("unreachable")


def opened(folder: Path, **later: float) -> App:
    """The bot on an empty shop."""
    config = Config(language="en", people=PEOPLE, subscriptions=())
    clock = Late(timedelta(**later), monotonic())
    return open_app(at_data(config, folder), data=folder, clock=clock)


@contextmanager
def running(app: App, folder: Path) -> Iterator[Engine]:
    """The bot at work, its room a wall."""
    people = Members(member.person() for member in app.config.people)
    engine = Engine(app, {"web": Platform(Wall(folder / "wall"), people, AT_ONCE)})
    engine.start()
    try:
        yield engine
    finally:
        engine.stop()
        app.close()


def proposed(folder: Path) -> Proposed:
    """A proposal that waits for its first review."""
    app = opened(folder)
    try:
        return app.context(request(LEAD)).plans.propose(proposal())
    finally:
        app.close()


def request(person: Person) -> Request:
    """Somebody speaks in the room."""
    return Request("", person, "growth", "en")


def approve_and_die(folder: Path) -> None:
    """Press the button of proposal 1; the process does not outlive the review."""
    app = opened(folder)
    plan = app.context(request(LEAD)).plans.find(1)
    assert plan is not None
    dying = Dying(**{name: getattr(app, name) for name in App.__dataclass_fields__})
    line = f"/approve 1 {plan.token}"
    pressed = Inbound(
        key="press", platform="web", channel="growth", text=line, person=LEAD.id,
        hints={"pending": "1"},
    )  # fmt: skip
    with running(dying, folder) as engine:
        engine.accept(pressed)
        engine.workers.join(30)


def test_the_review_counts_once_and_is_told_when_the_bot_was_killed_before_it_could(
    tmp_path: Path,
) -> None:
    made = proposed(tmp_path)
    command = [sys.executable, "-c", KILLED, str(tmp_path)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    killed = subprocess.run(command, env=environment, check=False, timeout=60)
    assert killed.returncode == -signal.SIGKILL
    assert not (tmp_path / "wall").exists()

    app, wall = opened(tmp_path), Wall(tmp_path / "wall")
    with running(app, tmp_path):
        until(lambda: wall.posted)
        plans = app.context(request(LEAD)).plans
        assert [step.did for step in plans.story(1)] == ["proposed", "approved"]
        seen = plans.find(1)
        with app.state.reading() as tx:
            answer = get(tx, "re:press")
    assert wall.posted == ["re:press"]
    assert seen is not None
    assert (seen.waiting_for, seen.token != made.token) == ("finance reviewer", True)
    assert answer is not None
    assert seen.token in str(answer.reply)


@pytest.mark.parametrize(
    ("hours", "did"), [(25, "reminded"), (50, "escalated"), (75, "lapsed")], ids=str
)
def test_the_thread_is_told_once_when_the_bot_starts_after_nobody_answered(
    tmp_path: Path, hours: float, did: str
) -> None:
    made = proposed(tmp_path)
    wall, key = Wall(tmp_path / "wall"), f"re:plan:1:{made.token}:remind"
    for _ in range(2):
        app = opened(tmp_path, hours=hours)
        with running(app, tmp_path):
            until(lambda: wall.posted)
            story = app.context(request(LEAD)).plans.story(1)
    assert wall.posted == [key]
    assert [step.did for step in story] == ["proposed", did]


def test_nothing_is_posted_when_a_timer_has_nothing_to_say(tmp_path: Path) -> None:
    made = proposed(tmp_path)
    app = opened(tmp_path, hours=1)
    line = f"/approvals due 1 {made.token}"
    early = Inbound(key="early", platform="web", channel="growth", text=line)
    with running(app, tmp_path) as engine:
        engine.accept(early)
        until(lambda: _is_done(app))
    assert Wall(tmp_path / "wall").posted == []


def _is_done(app: App) -> bool:
    with app.state.reading() as tx:
        return inbox.waiting(tx) == 0
