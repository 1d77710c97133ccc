"""How events, commands and presses reach an app, over both ways, and what happens if not."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.signature import SignatureVerifier
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from tests.doubles.slack import SlackDouble


def ticket(slack: SlackDouble) -> str:
    client = WebClient(slack.app_token, base_url=slack.api_url)
    return str(client.apps_connections_open(app_token=slack.app_token)["url"])


@contextmanager
def opened(slack: SlackDouble) -> Iterator[ClientConnection]:
    with connect(ticket(slack), proxy=None) as connection:
        assert json.loads(connection.recv(5))["type"] == "hello"
        yield connection


def received(connection: ClientConnection, *, ack: Any = "") -> Any:
    """The next envelope; acknowledged with `ack` unless that is None."""
    envelope = json.loads(connection.recv(5))
    if ack is not None:
        answer = {"envelope_id": envelope["envelope_id"]}
        connection.send(json.dumps(answer | ({"payload": ack} if ack else {})))
    return envelope


def test_envelopes_go_round_when_there_are_several_sockets(slack: SlackDouble) -> None:
    with opened(slack) as one, opened(slack) as other:
        slack.say("linyue", "#growth", "first")
        slack.say("linyue", "#growth", "second")
        texts = {received(each)["payload"]["event"]["text"] for each in (one, other)}
    assert texts == {"first", "second"}


def test_an_event_comes_again_when_it_is_not_acknowledged(slack: SlackDouble) -> None:
    slack.settings.ack_seconds = 0.2
    with opened(slack) as app:
        slack.say("linyue", "#growth", "hello")
        first, second = received(app, ack=None), received(app)
    assert (first["retry_attempt"], second["retry_attempt"]) == (0, 1)
    assert second["retry_reason"] == "timeout"
    assert first["payload"]["event_id"] == second["payload"]["event_id"]
    delivery = slack.deliveries[0]
    assert delivery.wait()
    assert len(delivery.attempts) == 2


def test_a_mention_is_told_twice_when_both_events_are_subscribed(slack: SlackDouble) -> None:
    with opened(slack) as app:
        slack.say("linyue", "#growth", "@tidebell 昨天怎么样?")
        told = [received(app)["payload"]["event"] for _ in range(2)]
    assert {one["type"] for one in told} == {"message", "app_mention"}
    assert len({one["ts"] for one in told}) == 1


def test_an_eleventh_socket_is_sent_away_when_ten_are_open(slack: SlackDouble) -> None:
    slack.settings.most_connections = 2
    with opened(slack), opened(slack), connect(ticket(slack), proxy=None) as third:
        assert json.loads(third.recv(5))["reason"] == "too_many_websockets"
        with pytest.raises(ConnectionClosed):
            third.recv(5)


def test_a_ticket_opens_nothing_when_it_was_used(slack: SlackDouble) -> None:
    url = ticket(slack)
    with connect(url, proxy=None) as first:
        first.recv(5)
    with pytest.raises(InvalidStatus), connect(url, proxy=None):
        pass


def test_an_app_is_asked_to_come_anew_when_its_time_is_up(slack: SlackDouble) -> None:
    with opened(slack) as app:
        slack.part_sockets("refresh_requested")
        assert json.loads(app.recv(5))["reason"] == "refresh_requested"
        with pytest.raises(ConnectionClosed):
            app.recv(5)


def test_nothing_comes_over_a_socket_when_it_is_half_open(slack: SlackDouble) -> None:
    with opened(slack) as app:
        slack.freeze_sockets()
        slack.say("linyue", "#growth", "hello")
        with pytest.raises(TimeoutError):
            app.recv(0.5)
        assert not app.ping().wait(0.3)
        slack.drop_sockets()


def test_the_same_envelope_comes_twice_when_it_is_duplicated(slack: SlackDouble) -> None:
    slack.faults.next("push", "duplicate", seconds=0.1)
    with opened(slack) as app:
        slack.say("linyue", "#growth", "hello")
        assert received(app)["envelope_id"] == received(app)["envelope_id"]


def test_old_times_are_told_when_events_come_after_an_outage(slack: SlackDouble) -> None:
    with opened(slack) as app:
        with slack.ago(7200):
            slack.say("linyue", "#growth", "two hours ago")
        assert received(app)["payload"]["event_time"] < time.time() - 7000


def test_a_command_fails_before_the_person_when_no_app_is_there(slack: SlackDouble) -> None:
    given = slack.slash("linyue", "#growth", "/gmv")
    assert not given.wait()
    told = slack.wait_until(lambda: slack.ephemerals("linyue"))
    assert told[0]["text"] == '/gmv failed with the error "dispatch_failed"'


def test_a_command_is_refused_when_it_is_typed_in_a_thread(slack: SlackDouble) -> None:
    root = slack.say("linyue", "#growth", "root")
    given = slack.slash("linyue", "#growth", "/gmv", thread=root)
    assert given.refused == "/gmv is not supported in threads. Sorry!"
    assert given.attempts == []


class Receiver(BaseHTTPRequestHandler):
    """Notes every request; answers what the test wants."""

    server: Any

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.got.append((dict(self.headers), body))
        status, headers = self.server.answers.pop(0) if self.server.answers else (200, {})
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        told = json.loads(body) if body.startswith(b"{") else {}
        text = str(told.get("challenge", "")).encode()
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *words: object) -> None:
        """Keeps quiet."""


@pytest.fixture
def receiver(slack: SlackDouble) -> Iterator[Any]:
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    server.got, server.answers = [], []
    slack.settings.events_url = f"http://127.0.0.1:{server.server_port}/slack/events"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join(60)
    server.server_close()


def test_slacks_own_verifier_is_satisfied_when_a_command_is_posted(
    slack: SlackDouble, receiver: Any
) -> None:
    assert slack.slash("linyue", "#growth", "/gmv", "近7天 <b>").wait()
    headers, body = receiver.got[0]
    assert SignatureVerifier(slack.signing_secret).is_valid_request(body, headers)
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"


def test_the_reason_is_told_when_an_event_is_posted_again(
    slack: SlackDouble, receiver: Any
) -> None:
    receiver.answers = [(500, {}), (500, {})]
    slack.say("linyue", "#growth", "hello")
    assert slack.deliveries[0].wait()
    retries = [headers.get("X-Slack-Retry-Num") for headers, _ in receiver.got]
    assert retries == [None, "1", "2"]
    assert receiver.got[1][0]["X-Slack-Retry-Reason"] == "http_error"


def test_an_event_is_not_posted_again_when_the_app_asks_for_that(
    slack: SlackDouble, receiver: Any
) -> None:
    receiver.answers = [(500, {"X-Slack-No-Retry": "1"})]
    slack.say("linyue", "#growth", "hello")
    assert not slack.deliveries[0].wait()
    assert len(receiver.got) == 1


def test_an_address_is_verified_when_it_gives_the_challenge_back(
    slack: SlackDouble, receiver: Any
) -> None:
    assert slack.verify_address()
    receiver.answers = [(404, {})]
    assert not slack.verify_address()
