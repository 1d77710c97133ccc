"""Proposals while the ground moves: roles lost and renamed, the bot gone before it reads."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.app import App, open_app
from bot.config import Config, at_data
from bot.delivery import AT_ONCE
from bot.engine import Engine, Platform
from bot.platforms.base import Inbound, Request
from bot.platforms.web import Members
from bot.settings import Member
from bot.state import inbox
from bot.state.outbox import get
from commands.kit.errors import UserError
from commands.kit.plans import Plans
from commands.kit.rights import NotAllowed
from tests.bot.plans.team import CHAIN, ENGINEER, EXECUTIVE, FINANCE, LEAD, NOON, Office
from tests.bot.test_engine import Wall
from tests.bot.web.waiting import until
from tests.commands.remembered_plans import proposal


def test_a_press_counts_again_when_a_lost_role_is_given_back(office: Office) -> None:
    made = office.plans(LEAD).propose(proposal())
    office.approve(made.number, LEAD)
    token = office.seen(made.number).token
    with pytest.raises(NotAllowed, match="waits for"):
        office.plans(replace(FINANCE, roles=())).approve(made.number, token)
    assert office.plans(FINANCE).approve(made.number, token).review.role == "finance reviewer"


def test_a_review_still_counts_when_whoever_gave_it_lost_the_role(office: Office) -> None:
    made = office.plans(LEAD).propose(proposal())
    office.approve(made.number, LEAD)
    with pytest.raises(NotAllowed, match="Nobody reviews twice"):
        office.approve(made.number, replace(LEAD, roles=("finance reviewer",)))
    assert office.approve(made.number, *CHAIN[1:]).plan.status == "applied"


def test_the_new_role_reviews_when_the_settings_name_another_in_between(office: Office) -> None:
    made = office.plans(LEAD).propose(proposal())
    office.approve(made.number, LEAD)
    reviews = office.rules.R23.model_copy(update={"business": "owner", "finance": "cfo"})
    office.rules = office.rules.model_copy(update={"R23": reviews})
    with pytest.raises(NotAllowed, match="waits for"):
        office.approve(made.number, FINANCE)
    given = office.approve(made.number, replace(FINANCE, roles=("cfo",)), ENGINEER, EXECUTIVE)
    roles = [one.role for one in given.plan.reviews]
    assert roles == ["growth lead", "cfo", "product engineer", "executive"]


def test_nobody_reviews_in_time_when_the_settings_shorten_it_in_between(office: Office) -> None:
    made = office.plans(LEAD).propose(proposal())
    office.wait(hours=2)
    times = office.rules.R24.model_copy(
        update={"remind_hours": 0.1, "escalate_hours": 0.5, "lapse_hours": 1}
    )
    office.rules = office.rules.model_copy(update={"R24": times})
    with pytest.raises(UserError, match="has lapsed"):
        office.approve(made.number, LEAD)
    assert office.seen(made.number).status == "lapsed"


class Noon:
    """A clock that stands."""

    def now(self) -> datetime:
        """Noon."""
        return NOON + timedelta(seconds=1)


@contextmanager
def opened(folder: Path, roles: Sequence[str]) -> Iterator[tuple[App, Engine]]:
    """The bot, not yet at work, in whose settings the lead has these roles."""
    people = (Member(id=LEAD.id, name=LEAD.name, roles=tuple(roles), language="en"),)
    config = at_data(Config(language="en", people=people, subscriptions=()), folder)
    app = open_app(config, data=folder, clock=Noon())
    known = Members(member.person() for member in config.people)
    try:
        yield app, Engine(app, {"web": Platform(Wall(folder / "wall"), known, AT_ONCE)})
    finally:
        app.close()


def plans_of(app: App) -> Plans:
    """Proposals as the lead sees them."""
    return app.context(Request("", LEAD, "growth", "en")).plans


def press(folder: Path) -> None:
    """Propose, and press the button in a bot that is gone before it reads the press."""
    with opened(folder, LEAD.roles) as (app, engine):
        made = plans_of(app).propose(proposal())
        engine.accept(
            Inbound(
                key="press",
                platform="web",
                channel="growth",
                text=f"/approve 1 {made.token}",
                person=LEAD.id,
                hints={"pending": "1"},
            )
        )


def answered(folder: Path, roles: Sequence[str]) -> tuple[list[str], str]:
    """What happened to the proposal once the next bot was at work, and its answer to the press."""
    with opened(folder, roles) as (app, engine):
        engine.start()
        try:
            until(lambda: _has_nothing_to_do(app))
        finally:
            engine.stop()
        with app.state.reading() as tx:
            answer = get(tx, "re:press")
        assert answer is not None
        return [step.did for step in plans_of(app).story(1)], str(answer.reply)


def _has_nothing_to_do(app: App) -> bool:
    with app.state.reading() as tx:
        return inbox.waiting(tx) == 0


def test_a_press_counts_once_when_the_bot_was_gone_before_it_read_it(tmp_path: Path) -> None:
    press(tmp_path)
    for _ in range(2):
        did, said = answered(tmp_path, LEAD.roles)
        assert did == ["proposed", "approved"]
        assert "approved proposal" in said


def test_a_press_counts_for_nothing_when_the_role_was_lost_before_it_was_read(
    tmp_path: Path,
) -> None:
    press(tmp_path)
    did, said = answered(tmp_path, ["operator"])
    assert did == ["proposed"]
    assert "You may not approve proposals." in said
