"""`tidebell check` on Slack: tokens and scopes as the Slack double takes or refuses them."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import SecretStr

from bot.finding import Finding
from bot.platforms.slack.checking import examine
from bot.platforms.slack.manifest import SCOPES
from bot.settings import Slack
from tests.bot.slack.connected import settings_for
from tests.doubles.slack import SlackDouble

LEAST = tuple(SCOPES)


@pytest.fixture
def slack() -> Iterator[SlackDouble]:
    """A workspace in which the app has exactly the scopes of the manifest."""
    with SlackDouble(limits=0, bot_scopes=LEAST) as workspace:
        yield workspace


def found(settings: Slack) -> list[Finding]:
    return list(examine(settings))


def problems(settings: Slack) -> list[Finding]:
    return [finding for finding in found(settings) if not finding.ok]


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_all_is_well_when_tokens_and_scopes_are_right(slack: SlackDouble, mode: Any) -> None:
    told = found(settings_for(slack, mode))
    assert [finding.mend for finding in told] == [""] * 3
    assert told[0].what == "Slack: tidebell in the workspace Tidebell shop"
    assert told[1].what == f"Slack scopes: all {len(SCOPES)} are granted"


def test_nothing_is_asked_when_slack_is_not_set_up() -> None:
    assert found(Slack()) == [Finding("Slack: not set up")]


def test_missing_scope_is_named_with_its_use_when_one_lacks() -> None:
    scopes = tuple(scope for scope in LEAST if scope != "files:write")
    with SlackDouble(limits=0, bot_scopes=scopes) as slack:
        (problem,) = problems(settings_for(slack))
    assert problem.what == "Slack scopes: missing files:write (upload charts)"
    assert "tidebell manifest slack" in problem.mend


def test_needless_scope_is_named_when_one_is_granted() -> None:
    with SlackDouble(limits=0, bot_scopes=(*LEAST, "users:read.email")) as slack:
        told = found(settings_for(slack))
    assert told[1].what.endswith("; not needed: users:read.email")


def test_token_is_refused_with_its_mend_when_it_is_none(slack: SlackDouble) -> None:
    (problem,) = problems(settings_for(slack, bot_token=SecretStr("xoxb-1-2-nothing")))
    assert problem.what == "Slack: slack.bot_token is refused (invalid_auth)"
    assert "install the app" in problem.mend


def test_app_token_is_refused_when_the_two_are_mixed_up(slack: SlackDouble) -> None:
    (problem,) = problems(settings_for(slack, app_token=SecretStr(slack.bot_token)))
    assert problem.what == "Slack: slack.app_token is refused (not_allowed_token_type)"
    assert "app tokens with xapp-" in problem.mend


def test_user_group_is_a_problem_when_slack_does_not_know_it(slack: SlackDouble) -> None:
    known = next(iter(slack.world.groups))
    settings = settings_for(slack, groups={known: ("operator",), "S0NONE": ("executive",)})
    (problem,) = problems(settings)
    assert problem.what == "Slack user group S0NONE: no_such_subteam"
    told = [finding.what for finding in found(settings)]
    assert f"Slack user group {known}: 3 people are operator" in told


def test_address_is_a_problem_when_nobody_answers_there(slack: SlackDouble) -> None:
    told = problems(settings_for(slack, "http", api="http://127.0.0.1:9/api/"))
    assert [finding.what.split(" (")[0] for finding in told] == ["Slack: cannot be reached"]


def test_it_is_to_be_tried_again_when_slack_has_trouble(slack: SlackDouble) -> None:
    slack.faults.next("auth.test", "internal_error")
    (problem,) = problems(settings_for(slack))
    assert problem.mend == "try again in a minute"


def test_tokens_are_told_apart_when_they_are_mixed_up(slack: SlackDouble) -> None:
    settings = settings_for(slack)
    mixed = settings.model_copy(
        update={"bot_token": settings.app_token, "app_token": settings.bot_token}
    )
    assert [(one.what, "xoxb-" in one.mend) for one in problems(mixed)] == [
        ("Slack: slack.bot_token is no bot's", True),
        ("Slack: slack.app_token is refused (not_allowed_token_type)", True),
    ]
