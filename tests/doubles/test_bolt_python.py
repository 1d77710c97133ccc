"""The double judged by Slack's own Python libraries: whoever they serve, it must serve."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler as Builtin
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler as WebSocketClient
from slack_bolt.app.async_app import AsyncApp
from slack_sdk import WebClient
from slack_sdk.web.async_client import AsyncWebClient

from tests.doubles.slack import SlackDouble

pytestmark = pytest.mark.slow

HANDLERS = [Builtin, WebSocketClient]


class Asked:
    """An app that notes what it was told, and answers a little."""

    def __init__(self, slack: SlackDouble) -> None:
        self.client = WebClient(slack.bot_token, base_url=slack.api_url)
        self.app = App(client=self.client, signing_secret=slack.signing_secret)
        self.heard: list[tuple[str, Any]] = []
        self.app.event("app_mention")(self.mentioned)
        self.app.event("message")(self.told)
        self.app.command("/gmv")(self.asked)
        self.app.action("drill")(self.pressed)
        self.app.view("adjust")(self.submitted)

    def mentioned(self, event: dict[str, Any], say: Callable[..., Any]) -> None:
        self.heard.append(("mention", event))
        say(text="heard", thread_ts=event["ts"])

    def told(self, event: dict[str, Any]) -> None:
        self.heard.append(("message", event))

    def asked(self, ack: Callable[..., Any], respond: Callable[..., Any], command: Any) -> None:
        ack("working…")
        self.heard.append(("command", command))
        button = {
            "type": "button", "action_id": "drill", "value": "/gmv 7d",
            "text": {"type": "plain_text", "text": "By channel"},
        }  # fmt: skip
        respond(
            text="¥1", response_type="in_channel",
            blocks=[{"type": "actions", "elements": [button]}],
        )  # fmt: skip

    def pressed(self, ack: Callable[..., Any], body: Any, client: WebClient) -> None:
        ack()
        self.heard.append(("action", body))
        title = {"type": "plain_text", "text": "Adjust"}
        field = {"type": "plain_text_input", "action_id": "amount"}
        block = {"type": "input", "block_id": "b", "label": title, "element": field}
        client.views_open(
            trigger_id=body["trigger_id"],
            view={
                "type": "modal", "callback_id": "adjust", "title": title, "submit": title,
                "blocks": [block],
            },
        )  # fmt: skip

    def submitted(self, ack: Callable[..., Any], view: Any) -> None:
        self.heard.append(("view", view["state"]["values"]))
        ack()


@contextmanager
def connected(slack: SlackDouble, handler: Any) -> Iterator[Asked]:
    asked = Asked(slack)
    mode = handler(asked.app, slack.app_token)
    mode.client.web_client = WebClient(slack.app_token, base_url=slack.api_url)
    mode.connect()
    try:
        slack.wait_until(lambda: slack.connections)
        yield asked
    finally:
        mode.close()


@pytest.mark.parametrize("handler", HANDLERS, ids=["builtin", "websocket_client"])
def test_a_conversation_works_when_a_python_socket_client_is_connected(
    slack: SlackDouble, handler: Any
) -> None:
    with connected(slack, handler) as asked:
        ts = slack.say("linyue", "#growth", "@tidebell hello")
        slack.wait_until(lambda: slack.messages("#growth", ts)[1:])
        given = slack.slash("linyue", "#growth", "/gmv", "昨天 @alice")
        assert given.wait()
        posted = slack.wait_until(lambda: [x for x in slack.answers("#growth") if "blocks" in x])
        assert slack.press("linyue", "#growth", posted[0]["ts"], value="/gmv 7d").wait()
        slack.wait_until(lambda: slack.views("linyue"))
        assert slack.submit_view("linyue", {"amount": "12"}).wait()
        assert slack.views("linyue") == []
    kinds = [kind for kind, _ in asked.heard]
    assert sorted(kinds) == ["action", "command", "mention", "message", "view"]
    assert dict(asked.heard)["command"]["text"] == f"昨天 <@{slack.user('alice')}|alice>"
    assert slack.ephemerals("linyue")[0]["text"] == "working…"
    assert threading.active_count() < 100


async def talk_over_aiohttp(slack: SlackDouble) -> list[str]:
    """An asynchronous app over aiohttp, and a mention and a command for it."""
    app = AsyncApp(client=AsyncWebClient(slack.bot_token, base_url=slack.api_url))
    heard: list[str] = []

    async def mentioned(event: dict[str, Any]) -> None:
        heard.append(event["text"])

    async def asked(ack: Any, command: dict[str, Any]) -> None:
        heard.append(command["text"])
        await ack("working…")

    app.event("app_mention")(mentioned)
    app.command("/gmv")(asked)
    handler = AsyncSocketModeHandler(app, slack.app_token)
    handler.client.web_client = AsyncWebClient(slack.app_token, base_url=slack.api_url)
    await handler.connect_async()
    try:
        slack.say("linyue", "#growth", "@tidebell hello")
        given = slack.slash("linyue", "#growth", "/gmv", "昨天")
        assert await asyncio.to_thread(given.wait)
        await asyncio.to_thread(slack.wait_until, lambda: len(heard) == 2)
    finally:
        await handler.close_async()
    return heard


def test_a_mention_and_a_command_arrive_when_the_client_is_aiohttp(slack: SlackDouble) -> None:
    heard = asyncio.run(talk_over_aiohttp(slack))
    assert sorted(heard) == [f"<@{slack.world.bot_user}> hello", "昨天"]
    assert slack.ephemerals("linyue")[0]["text"] == "working…"
