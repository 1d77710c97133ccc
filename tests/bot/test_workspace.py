"""The whole bot in a Slack workspace: the demo shop, its engine, the adapter, the double."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.app import open_app
from bot.clock import SystemClock
from bot.config import Config, at_data
from bot.engine import Engine
from bot.workspace import open_workspace
from tests.bot.slack.connected import double, settings_for
from tests.doubles.slack import SlackDouble

PATIENCE = 30.0
LIN, ALICE = "linyue", "alice"


@pytest.fixture(scope="module")
def slack(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SlackDouble]:
    """A workspace in which the bot answers for the demo shop."""
    data = tmp_path_factory.mktemp("workspace") / "shop"
    shutil.copytree(demo_folder, data)
    with double() as (workspace, _):
        lead = {workspace.user(LIN): ("growth lead",)}
        settings = settings_for(workspace, requests_per_minute=1000, people=lead)
        config = Config(slack=settings, subscriptions=())
        app = open_app(at_data(config, data), data=data, clock=SystemClock())
        opened = open_workspace(app)
        engine = Engine(app, {"slack": opened.platform})
        engine.start([opened.source(engine)])
        try:
            workspace.wait_until(lambda: workspace.connections)
            yield workspace
        finally:
            engine.stop()
            app.close()


def answer_to(slack: SlackDouble, channel: str, text: str, thread: str | None = None) -> Any:
    """The first message in the channel that holds `text`, once it stands there."""

    def found() -> Any:
        messages = slack.messages(channel, thread=thread)
        return next((one for one in messages if "bot_id" in one and text in str(one)), None)

    return slack.wait_until(found, PATIENCE)


def test_answer_with_its_chart_stands_in_the_channel_when_a_command_is_typed(
    slack: SlackDouble,
) -> None:
    delivery = slack.slash(LIN, "growth", "/gmv", "7d by channel vs prev")
    answer = answer_to(slack, "growth", "slack_file")
    assert delivery.acked
    assert "抖音" in str(answer["blocks"])


def test_answer_is_in_the_thread_when_a_mention_is(slack: SlackDouble) -> None:
    root = slack.say(ALICE, "growth", "morning")
    slack.say(ALICE, "growth", f"<@{slack.user('tidebell')}> /calendar", thread=root)
    assert answer_to(slack, "growth", "双12", thread=root)["thread_ts"] == root


def test_only_the_asker_sees_it_when_an_answer_is_private(slack: SlackDouble) -> None:
    slack.slash(LIN, "growth", "/tidebell", "settings")
    slack.wait_until(lambda: [m for m in slack.ephemerals(LIN) if "语言" in str(m)], PATIENCE)


def test_answer_goes_when_its_asker_crosses_it_out(slack: SlackDouble) -> None:
    slack.say(LIN, "@tidebell", "/target orders")
    answer = answer_to(slack, f"@{LIN}", "订单")
    slack.react(LIN, slack.channel(f"@{LIN}"), answer["ts"], "x")
    slack.wait_until(
        lambda: answer["ts"] not in [m["ts"] for m in slack.messages(f"@{LIN}")], PATIENCE
    )


def test_folded_part_is_posted_once_in_the_thread_when_it_is_asked_for_twice(
    slack: SlackDouble,
) -> None:
    slack.slash(ALICE, "standup", "/gmv", "14d")
    answer = answer_to(slack, "standup", "slack_file")
    for _ in range(2):
        slack.press(ALICE, "standup", answer["ts"], action_id="more")
    slack.slash(ALICE, "standup", "/gmv", "15d")
    slack.wait_until(
        lambda: len([m for m in slack.messages("standup") if "slack_file" in str(m)]) == 2, PATIENCE
    )
    assert len(slack.messages("standup", thread=answer["ts"])) == 2


def test_home_lists_reports_and_questions_when_it_is_opened(slack: SlackDouble) -> None:
    slack.slash(LIN, "growth", "/tidebell", 'subscribe "/gmv yesterday" workdays 09:00')
    slack.wait_until(
        lambda: [m for m in slack.ephemerals(LIN) + slack.messages("growth") if "09:00" in str(m)],
        PATIENCE,
    )
    slack.open_home(LIN)
    home = slack.wait_until(lambda: slack.home(LIN), PATIENCE)
    assert "/gmv yesterday" in str(home)


def test_home_speaks_a_newcomers_language_when_they_never_asked_anything(
    slack: SlackDouble,
) -> None:
    slack.open_home("bob")
    home = slack.wait_until(lambda: slack.home("bob"), PATIENCE)
    assert "Your language" in str(home)
