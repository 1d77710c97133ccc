"""What we send, sent to Slack Web APIs that others wrote, with the scopes of our own manifest."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from analytics.catalog import catalogue
from analytics.shop import Shop
from analytics.warehouse import DuckDBWarehouse
from bot.charts import draw
from bot.clock import SystemClock
from bot.platforms.base import Impossible, Outgoing, Posted
from bot.platforms.slack.calls import web_client
from bot.platforms.slack.manifest import SCOPES
from bot.platforms.slack.poster import SlackPoster
from commands.kit.registry import discover
from commands.kit.reply import Reply
from tests.bot.platforms import replies
from tests.bot.slack.sending import LONG_AGO, pictured, short
from tests.commands.asking import Asker
from tests.judges.backlot import Backlot, backlot_slack
from tests.judges.emulate import TOKEN, emulated_slack
from tests.shop import SHANGHAI

pytestmark = pytest.mark.slow

MORNING = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def poster_at(address: str, token: str) -> SlackPoster:
    return SlackPoster(web_client(token, address), draw, SystemClock())


def channels(address: str, token: str) -> dict[str, dict[str, Any]]:
    """Channels by name; asked for with a client of its own, for we need no right to list them."""
    told = web_client(token, address).conversations_list()
    return {channel["name"]: channel for channel in told["channels"]}


@pytest.fixture(scope="module")
def emulated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of emulate under exactly our scopes, and one more for the test to look with."""
    with emulated_slack([*SCOPES, "channels:read"], tmp_path_factory.mktemp("emulate")) as address:
        yield address


@pytest.fixture(scope="module")
def answers(demo_folder: Path) -> Iterator[list[tuple[Reply, str]]]:
    """The answer of every example, in both languages."""
    warehouse = DuckDBWarehouse(demo_folder)
    asker = Asker(Shop(warehouse, catalogue(), SHANGHAI), MORNING)
    lines = [each.line for command in discover().values() for each in command.examples]
    yield [(asker.ask(line, locale), locale) for line in lines for locale in ("en", "zh-CN")]
    warehouse.close()


def test_every_answer_is_taken_with_its_charts_when_sent_to_emulate(
    emulated: str, answers: list[tuple[Reply, str]]
) -> None:
    poster, channel = poster_at(emulated, TOKEN), channels(emulated, TOKEN)["growth"]["id"]
    for number, (reply, locale) in enumerate(answers):
        first: Posted | None = None
        for part in poster.parts(reply, locale):
            thread = first.place if first else None
            posted = poster.post(Outgoing(f"out:{number}", channel, part, locale, thread))
            assert posted.warnings == ()
            first = first or posted


def test_message_can_be_edited_found_and_deleted_when_it_stands_at_emulate(emulated: str) -> None:
    poster, channel = poster_at(emulated, TOKEN), channels(emulated, TOKEN)["growth"]["id"]
    working = Outgoing("edited:1", channel, replies.reply(replies.WARNING), "en")
    posted = poster.post(working)
    poster.edit(replace(working, reply=pictured()), posted.place)
    history = web_client(TOKEN, emulated).conversations_history(channel=channel, limit=1)
    assert "Paid GMV" in history["messages"][0]["text"]
    poster.delete(channel, posted.place)
    assert poster.find(working, LONG_AGO) is None


def test_a_right_that_is_missing_is_named_when_emulate_refuses(tmp_path: Path) -> None:
    scopes = [scope for scope in SCOPES if scope != "chat:write"]
    with emulated_slack([*scopes, "channels:read"], tmp_path) as address:
        channel = channels(address, TOKEN)["growth"]["id"]
        with pytest.raises(Impossible) as raised:
            poster_at(address, TOKEN).post(Outgoing("out:1", channel, short(), "en"))
    assert raised.value.mend.parts["scope"].text == "chat:write"  # type: ignore[union-attr]


def test_chart_is_told_in_words_when_emulate_refuses_the_upload(tmp_path: Path) -> None:
    scopes = [scope for scope in SCOPES if scope != "files:write"]
    with emulated_slack([*scopes, "channels:read"], tmp_path) as address:
        channel = channels(address, TOKEN)["growth"]["id"]
        posted = poster_at(address, TOKEN).post(Outgoing("out:1", channel, pictured(), "en"))
    assert "missing_scope" in posted.warnings[0]


@pytest.fixture(scope="module")
def backlot() -> Iterator[Backlot]:
    """backlot with the small team it brings."""
    with backlot_slack() as served:
        yield served


def own_channel(backlot: Backlot) -> str:
    found = channels(backlot.address, backlot.member).values()
    return next(str(channel["id"]) for channel in found if channel["is_member"])


def test_messages_and_threads_are_taken_when_sent_to_backlot(backlot: Backlot) -> None:
    poster, channel = poster_at(backlot.address, backlot.member), own_channel(backlot)
    first = poster.post(Outgoing("out:1", channel, short(), "zh-CN"))
    poster.post(Outgoing("out:2", channel, short(), "zh-CN", thread=first.place))
    client = web_client(backlot.member, backlot.address)
    thread = client.conversations_replies(channel=channel, ts=first.place)["messages"]
    assert [message["text"][:8] for message in thread] == ["Paid GMV"] * 2


def test_message_is_edited_and_deleted_when_it_stands_at_backlot(backlot: Backlot) -> None:
    poster, channel = poster_at(backlot.address, backlot.member), own_channel(backlot)
    working = Outgoing("out:3", channel, replies.reply(replies.WARNING), "en")
    posted = poster.post(working)
    poster.edit(replace(working, reply=short()), posted.place)
    client = web_client(backlot.member, backlot.address)
    found = client.conversations_history(channel=channel, latest=posted.place, inclusive=True)
    assert found["messages"][0]["text"].startswith("Paid GMV")
    poster.delete(channel, posted.place)
    poster.delete(channel, posted.place)
    poster.edit(working, posted.place)


@pytest.mark.parametrize(
    ("channel", "thread", "code"),
    [("C0NOWHERE", None, "channel_not_found"), (None, "yesterday", "invalid_thread_ts")],
)
def test_refusal_is_understood_when_it_is_worded_as_slack_words_it(
    backlot: Backlot, channel: str | None, thread: str | None, code: str
) -> None:
    message = Outgoing("out:4", channel or own_channel(backlot), short(), "en", thread)
    with pytest.raises(Impossible) as raised:
        poster_at(backlot.address, backlot.member).post(message)
    assert raised.value.code == f"chat.postMessage {code}"


def test_operator_is_told_of_the_token_when_backlot_refuses_it(backlot: Backlot) -> None:
    with pytest.raises(Impossible) as raised:
        poster_at(backlot.address, "xoxb-nobody").post(Outgoing("o", "C1", short(), "en"))
    assert raised.value.code == "chat.postMessage invalid_auth"


def test_people_are_told_when_the_message_to_edit_is_not_ours(backlot: Backlot) -> None:
    message = Outgoing("out:5", own_channel(backlot), short(), "en")
    posted = poster_at(backlot.address, backlot.member).post(message)
    with pytest.raises(Impossible) as raised:
        poster_at(backlot.address, backlot.outsider).edit(message, posted.place)
    assert raised.value.code == "chat.update cant_update_message"
