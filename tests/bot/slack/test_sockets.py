"""Socket Mode: connections that go, go deaf or are asked to go."""

import time

import pytest
from pydantic import SecretStr

from bot.platforms.base import StartError
from bot.platforms.slack.connect import connect
from tests.bot.slack.connected import QUICK, connected, double, settings_for
from tests.bot.slack.inside import Bot
from tests.doubles.slack import SlackDouble


def ask(slack: SlackDouble) -> bool:
    """Whether a command is acknowledged now."""
    return slack.slash("linyue", "#growth", "/gmv", "yesterday").wait()


def reconnects(bot: Bot, reason: str) -> float:
    return bot.count(f'tidebell_socket_reconnects_total{{reason="{reason}"}}')


def test_as_many_connections_are_open_as_are_set_when_started() -> None:
    bot = Bot()
    with double() as (slack, _), connected(slack, bot, connections=3) as connection:
        slack.wait_until(lambda: len(slack.connections) == 3)
        slack.wait_until(lambda: connection.connections == 3)
        assert connection.silence < 5
        assert bot.count("tidebell_socket_connections") == 3
    assert connection.connections == 0


def test_connections_come_back_when_they_break(slack: SlackDouble, bot: Bot) -> None:
    slack.wait_until(lambda: len(slack.connections) == 2)
    slack.drop_sockets()
    slack.wait_until(lambda: reconnects(bot, "closed") >= 2)
    slack.wait_until(lambda: len(slack.connections) == 2)
    assert ask(slack)


def test_connections_are_replaced_when_they_go_deaf(slack: SlackDouble, bot: Bot) -> None:
    slack.settings.ack_seconds = 3.0
    slack.wait_until(lambda: len(slack.connections) == 2)
    slack.freeze_sockets()
    # The library closes a deaf connection too, a little later.
    slack.wait_until(lambda: reconnects(bot, "silent") + reconnects(bot, "closed") >= 2)
    slack.wait_until(lambda: ask(slack))


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
def test_nothing_is_lost_when_slack_asks_for_new_connections(reason: str) -> None:
    bot = Bot()
    with (
        double(retry_delays=(0, 1, 3), ack_seconds=3.0) as (slack, _),
        connected(slack, bot, connections=2),
    ):
        slack.wait_until(lambda: len(slack.connections) == 2)
        slack.part_sockets(reason)
        for number in range(1, 21):
            slack.say("linyue", "@tidebell", f"/gmv {number}d")
        slack.wait_until(lambda: len(bot.desk.asked) == 20)
        assert sorted(bot.desk.lines) == sorted(f"/gmv {number}d" for number in range(1, 21))
        slack.wait_until(lambda: reconnects(bot, reason) == 2)


def test_new_connections_wait_when_slack_has_too_many() -> None:
    bot = Bot()
    with double(most_connections=1) as (slack, _), connected(slack, bot, connections=2):
        slack.wait_until(lambda: len(slack.calls("apps.connections.open")) == 2)
        assert all(ask(slack) for _ in range(5))
        time.sleep(1)
        assert len(slack.calls("apps.connections.open")) == 2
        assert len(slack.connections) == 1


def test_an_event_is_acknowledged_again_when_its_connection_broke_before(
    slack: SlackDouble, bot: Bot
) -> None:
    slack.settings.ack_seconds = 3.0
    slack.faults.next("push", "drop_socket")
    slack.say("linyue", "@tidebell", "/gmv yesterday")
    slack.wait_until(lambda: bot.desk.asked)
    slack.wait_until(lambda: all(one.acked for one in slack.deliveries))
    assert bot.desk.lines == ["/gmv yesterday"]


def test_the_bot_starts_all_the_same_when_slack_is_out_of_reach(
    caplog: pytest.LogCaptureFixture,
) -> None:
    bot = Bot()
    with double() as (slack, _):
        slack.faults.next("auth.test", "reset_before", times=3)
        connection = connect(settings_for(slack), bot.inside, pace=QUICK)
        connection.start()
        try:
            slack.wait_until(lambda: slack.connections)
            assert ask(slack)
        finally:
            connection.stop()
    assert "cannot be reached" in caplog.text


def test_sockets_are_opened_later_when_slack_refuses_more_for_now() -> None:
    bot = Bot()
    with double() as (slack, _):
        slack.faults.next("apps.connections.open", "ratelimited", seconds=1)
        slack.faults.next("apps.connections.open", "500")
        with connected(slack, bot):
            assert ask(slack)


@pytest.mark.parametrize(
    ("setting", "code"), [("bot_token", "invalid_auth"), ("app_token", "invalid_auth")]
)
def test_the_start_is_refused_with_the_mend_when_a_token_is_wrong(setting: str, code: str) -> None:
    with double() as (slack, _):
        wrong = settings_for(slack, **{setting: SecretStr("xoxb-wrong")})
        connection = connect(wrong, Bot().inside, pace=QUICK)
        with pytest.raises(StartError, match=rf"slack\.{setting} is refused \({code}\): .*install"):
            connection.start()
        connection.stop()


def test_the_start_is_refused_when_the_port_is_taken() -> None:
    with double("http") as (slack, _):
        taken = int(slack.url.rpartition(":")[2])
        connection = connect(settings_for(slack, "http", port=taken), Bot().inside)
        with pytest.raises(StartError, match=f"port {taken}"):
            connection.start()
        connection.stop()


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_stopping_takes_only_seconds_when_connections_are_deaf(mode: str) -> None:
    with double(mode) as (slack, port):
        connection = connect(settings_for(slack, mode, port=port), Bot().inside, pace=QUICK)
        connection.start()
        if mode == "socket":
            slack.wait_until(lambda: slack.connections)
            slack.freeze_sockets()
        began = time.monotonic()
        connection.stop()
        assert time.monotonic() - began < 15
