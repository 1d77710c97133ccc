"""What people may do in Slack besides asking, and what they may not."""

import json
from collections.abc import Iterator
from datetime import time

import pytest

from bot.app import App, open_app
from bot.config import Config
from bot.platforms.base import Person, Request
from bot.slack_actions import StoredActions
from bot.state import audit, outbox, subscriptions
from bot.state.outbox import Draft
from bot.state.people import keep_person
from commands.kit.report_days import ReportDays
from commands.kit.schedules import Wish
from tests.bot.questions import NOW, Moving, said

BOSS, ANN, BO = "UBOSS", "UANN", "UBO"
ROLES = {BOSS: ("growth lead",)}


class Office:
    """Knows everybody."""

    def person(self, person: str) -> Person:
        return Person(person, person.title(), ROLES.get(person, ()))


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """A shop without anything in it."""
    opened = open_app(Config(), data=tmp_path_factory.mktemp("shop"), clock=Moving())
    yield opened
    opened.close()


@pytest.fixture
def actions(app: App) -> StoredActions:
    return StoredActions(app, Office(), lambda: None)


def subscribed(app: App, person: str, channel: str, line: str = "/gmv 7d") -> str:
    """The number of a report that this person set up there."""
    request = Request("", Office().person(person), channel, "en", platform="slack")
    wish = Wish(line, ReportDays("workdays"), time(9), channel)
    return str(app.context(request).schedules.add(wish)[0].number)


def runs(app: App, number: str) -> bool:
    with app.state.reading() as tx:
        return int(number) in [kept.number for kept in subscriptions.running(tx)]


def log(app: App) -> list[str]:
    with app.state.reading() as tx:
        return [entry.body for entry in audit.entries(tx)]


@pytest.mark.parametrize(("person", "ends"), [(ANN, True), (BOSS, True), (BO, False)])
def test_a_channels_report_is_ended_when_its_creator_or_who_may_says_so(
    app: App, actions: StoredActions, person: str, ends: bool
) -> None:
    number = subscribed(app, ANN, f"C{person}")
    actions.end_subscription(person, number)
    assert runs(app, number) is not ends


@pytest.mark.parametrize(("person", "ends"), [(ANN, True), (BOSS, False), (BO, False)])
def test_a_persons_own_report_is_ended_when_they_say_so_and_nobody_else(
    app: App, actions: StoredActions, person: str, ends: bool
) -> None:
    number = subscribed(app, ANN, f"D{person}")
    actions.end_subscription(person, number)
    assert runs(app, number) is not ends


@pytest.mark.parametrize("number", ["0", "-1", "9" * 40, "²", "x", ""])
def test_nothing_is_ended_when_the_number_is_none(
    app: App, actions: StoredActions, number: str
) -> None:
    before = log(app)
    actions.end_subscription(BOSS, number)
    assert log(app) == before


def test_the_end_is_entered_once_when_it_is_asked_for_twice(
    app: App, actions: StoredActions
) -> None:
    number = subscribed(app, ANN, "CTWICE", "/gmv campaign=13812345678")
    for _ in range(2):
        actions.end_subscription(ANN, number)
    ends = [body for body in log(app) if json.loads(body).get("number") == int(number)]
    assert len(ends) == 2  # its beginning and its end
    assert "13812345678" not in str(ends)


@pytest.mark.parametrize(("person", "shown"), [(ANN, True), (BO, False)])
def test_the_rest_of_a_private_answer_is_shown_when_its_reader_asks(
    app: App, actions: StoredActions, person: str, shown: bool
) -> None:
    key = f"re:{person}"
    folded = said("the head", more=said("the rest").blocks)
    with app.state.writing() as tx:
        outbox.put(tx, Draft(key, "slack", "C1", "en", folded, reader=ANN), NOW)
    actions.unfold(person, "C1", key)
    with app.state.reading() as tx:
        found = outbox.get(tx, f"{key}/more")
    assert (found is not None) is shown
    assert found is None or found.reader == ANN


def test_the_shops_words_are_kept_from_a_guest_when_a_form_asks_for_them(
    app: App, actions: StoredActions
) -> None:
    guest = Person("UGUEST", "Guest", member=False)
    with app.state.writing() as tx:
        keep_person(tx, "slack", guest, NOW)
    assert actions.words(ANN, "gmv", "period", "") != ()
    assert actions.words(guest.id, "gmv", "period", "") == ()
    assert actions.mistake(ANN, "gmv", "period", "yesterdy") is not None
    assert actions.mistake(guest.id, "gmv", "period", "yesterdy") is None
