"""The double judged by Slack's own Node library, over sockets and over signed HTTP."""

import json
import queue
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.doubles.slack import SlackDouble
from tests.judges.npm import npm_folder

pytestmark = pytest.mark.slow

APP = Path(__file__).with_name("node_app.mjs")


class NodeApp:
    """The app as a process; `heard` gives what it told next about one thing."""

    def __init__(self, slack: SlackDouble, mode: str) -> None:
        folder = npm_folder("bolt", {"@slack/bolt": "5.1.0"})
        told = (slack.api_url, slack.bot_token, slack.app_token, slack.signing_secret, mode)
        self.process = subprocess.Popen(
            ["node", APP, folder, *told], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._lines: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)

    def heard(self, what: str) -> Any:
        while True:
            told = json.loads(self._lines.get(timeout=60))
            if told["what"] == what:
                return told["told"]

    def stop(self) -> None:
        self.process.kill()
        self.process.wait(60)
        self._reader.join(60)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()


@pytest.fixture(params=["socket", "http"])
def app(request: pytest.FixtureRequest, slack: SlackDouble) -> Iterator[NodeApp]:
    running = NodeApp(slack, request.param)
    try:
        port = running.heard("ready")
        if request.param == "http":
            slack.settings.events_url = f"http://127.0.0.1:{port}/slack/events"
        else:
            slack.wait_until(lambda: slack.connections)
        yield running
    finally:
        running.stop()


def test_a_conversation_works_when_a_node_app_is_connected(
    slack: SlackDouble, app: NodeApp
) -> None:
    root = slack.say("linyue", "#growth", "@tidebell 昨天?")
    assert app.heard("mention") == f"<@{slack.world.bot_user}> 昨天?"
    slack.wait_until(lambda: slack.messages("#growth", root)[1:])

    assert slack.slash("linyue", "#growth", "/gmv", "昨天").wait()
    assert app.heard("command") == "昨天"
    assert slack.wait_until(lambda: slack.ephemerals("linyue"))[0]["text"] == "working…"
    posted = slack.wait_until(lambda: [one for one in slack.answers("#growth") if "blocks" in one])

    slack.press("linyue", "#growth", posted[0]["ts"], text="By channel")
    assert app.heard("action") == "/gmv 7d"
    slack.wait_until(lambda: slack.views("linyue"))
    assert slack.submit_view("linyue", {"amount": "none"}).wait()
    assert slack.views("linyue")[0]["errors"] == {"b": "No amount."}
    assert slack.submit_view("linyue", {"amount": "12"}).wait()
    assert slack.views("linyue") == []


def test_all_pages_come_when_a_node_app_reads_history(slack: SlackDouble, app: NodeApp) -> None:
    for text in ("one", "two", "three", "history"):
        slack.say("linyue", "#growth", text)
    assert app.heard("history") == ["history", "three", "two", "one"]


def test_every_mention_arrives_when_sockets_break_meanwhile(slack: SlackDouble) -> None:
    slack.settings.ack_seconds = 0.5
    slack.settings.retry_delays = (0.5, 1, 2)
    running = NodeApp(slack, "socket")
    try:
        running.heard("ready")
        slack.wait_until(lambda: slack.connections)
        slack.say("linyue", "#growth", "@tidebell before")
        assert running.heard("mention").endswith("before")
        slack.drop_sockets()
        slack.wait_until(lambda: not slack.connections)
        slack.wait_until(lambda: slack.connections)
        slack.say("linyue", "#growth", "@tidebell after")
        assert running.heard("mention").endswith("after")
        slack.part_sockets("refresh_requested")
        slack.wait_until(lambda: slack.connections)
        slack.say("linyue", "#growth", "@tidebell at last")
        assert running.heard("mention").endswith("at last")
        mentions = [one for one in slack.deliveries if one.name == "app_mention"]
        assert [one.wait(60) for one in mentions] == [True] * 3
    finally:
        running.stop()
