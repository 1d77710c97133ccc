"""Another process acts in the workspace over HTTP, as the double's own methods would."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner

from bot.cli import tidebell
from bot.platforms.slack.manifest import SCOPES
from tests.bot.slack.connected import connected
from tests.bot.slack.inside import Bot
from tests.doubles.slack import SlackDouble
from tests.doubles.slack.installing import settings_of

ROOT = Path(__file__).parents[2]


def act(slack: SlackDouble, what: str, **arguments: Any) -> Any:
    answer = httpx.post(f"{slack.url}/double/{what}", json=arguments)
    assert answer.status_code == 200, answer.text
    return answer.json()["told"]


def test_what_was_said_is_read_again_when_both_go_over_http(slack: SlackDouble) -> None:
    ts = act(slack, "say", user="linyue", channel="#growth", text="hello")
    assert [one["ts"] for one in act(slack, "messages", channel="#growth")] == [ts]
    act(slack, "react", user="alice", channel="#growth", ts=ts, name="x")
    assert act(slack, "messages", channel="#growth")[0]["reactions"][0]["name"] == "x"


def test_a_command_is_followed_by_its_number_when_it_was_typed_over_http(
    slack: SlackDouble,
) -> None:
    number = act(slack, "slash", user="linyue", channel="#growth", command="/gmv")["number"]
    slack.deliveries[number].wait()
    told = httpx.get(f"{slack.url}/double/deliveries", params={"since": number}).json()[0]
    assert (told["name"], told["acked"], told["over"]) == ("/gmv", False, True)


@pytest.mark.parametrize(("weight", "status"), [("regular", 200), ("bold", 200), ("thin", 404)])
def test_the_page_has_a_chinese_font_when_the_machine_has_none(
    slack: SlackDouble, weight: str, status: int
) -> None:
    assert httpx.head(f"{slack.url}/fonts/{weight}.otf").status_code == status


def test_a_command_is_seen_by_everyone_when_its_answer_is_for_everyone(slack: SlackDouble) -> None:
    with connected(slack, Bot()):
        slack.slash("linyue", "#growth", "/gmv", "昨天").wait()
    told = httpx.get(f"{slack.url}/double/live", params={"as": "alice"}).json()
    (growth,) = [one for one in told["channels"] if one["name"] == "growth"]
    assert [one["text"] for one in growth["messages"]] == ["/gmv 昨天"]
    assert slack.messages("#growth") == []


def test_faults_are_ordered_when_another_process_plans_them(slack: SlackDouble) -> None:
    plan = {"seed": 3, "rates": {"500": 1.0}}
    assert httpx.post(f"{slack.url}/double/faults", json={"plan": plan}).status_code == 200
    assert httpx.post(slack.api_url + "auth.test").status_code == 500
    assert httpx.post(f"{slack.url}/double/faults", json={"clear": 1}).json()["done"] == {"500": 1}


@pytest.mark.parametrize(
    ("name", "arguments", "status"),
    [
        ("shout", {}, 404),
        ("say", {"user": "nobody", "channel": "#growth", "text": "x"}, 400),
        ("press", {"user": "linyue", "channel": "#growth", "ts": "1.000001"}, 400),
        ("edit", {"user": "linyue", "channel": "#growth", "ts": "1.000001", "text": "x"}, 400),
    ],
)
def test_a_sentence_comes_back_when_an_act_is_impossible(
    slack: SlackDouble, name: str, arguments: dict[str, Any], status: int
) -> None:
    answer = httpx.post(f"{slack.url}/double/{name}", json=arguments)
    assert answer.status_code == status
    assert len(answer.text) > 10


def test_the_app_has_its_own_scopes_when_it_is_installed_from_its_manifest() -> None:
    manifest = json.loads(CliRunner().invoke(tidebell, ["manifest", "slack"]).output)
    with SlackDouble(**settings_of(manifest)) as slack:
        assert slack.world.tokens[slack.bot_token].scopes == set(SCOPES)
        assert "/tidebell" in slack.settings.commands
        assert slack.settings.shortcuts.keys() == {"explain"}


def test_a_workspace_answers_when_the_double_runs_as_a_program() -> None:
    command = [sys.executable, "-m", "tests.doubles.slack", "--limits", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as program:
        assert program.stdout is not None
        lines = [program.stdout.readline().strip() for _ in range(5)]
        told = dict(line.split("=", 1) for line in lines[1:])
        bearer = {"Authorization": f"Bearer {told['SLACK_BOT_TOKEN']}"}
        assert httpx.post(told["api_url"] + "auth.test", headers=bearer).json()["ok"]
        program.terminate()
        assert program.wait(60) == 0
