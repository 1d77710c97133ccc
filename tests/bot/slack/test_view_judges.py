"""Forms and App Home as Slack's own types have them, in both languages."""

from typing import Any

import pytest

from bot.platforms.slack.actions import HomePage, Subscription
from bot.platforms.slack.forms import Where, ask_form
from bot.platforms.slack.home import home_view
from bot.platforms.slack.voice import voice
from commands.kit.message import msg
from commands.kit.registry import discover
from tests.judges import slack_types

pytestmark = pytest.mark.slow

FULL = HomePage(
    language="en",
    subscriptions=[Subscription("7", msg("/gmv yesterday"))],
    warnings=[msg("Payments fail")],
    favourites=["/gmv", "/calendar"],
)


def complaints(view: dict[str, Any]) -> list[str]:
    found = slack_types.validator("View").iter_errors(view)
    return [error.message[:300] for error in found] + slack_types.complaints(view["blocks"])


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("page", [FULL, HomePage()], ids=["full", "empty"])
def test_home_is_what_slack_takes_when_drawn(page: HomePage, language: str) -> None:
    assert complaints(home_view(page, language, voice(language))) == []


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("command", sorted(discover()))
def test_a_form_is_what_slack_takes_when_opened(command: str, language: str) -> None:
    form = ask_form(discover(), command, Where("C1"), voice(language))
    assert complaints(form) == []


def test_the_judge_complains_when_a_view_is_wrong() -> None:
    view = home_view(FULL, "en", voice("en"))
    form = ask_form(discover(), "gmv", Where("C1"), voice("en"))
    assert complaints({**view, "type": "house"})
    assert complaints({**form, "title": "Ask"})
