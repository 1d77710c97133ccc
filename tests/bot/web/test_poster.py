"""The bot's messages in the rooms: in the place of the wait, once, edited, taken away."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.platforms.base import Impossible, Outgoing
from bot.platforms.web import BOT, Conversations, WebPoster
from tests.bot.web.canned import ALEX, LIN, RICH, said

SINCE = datetime(2026, 11, 14, tzinfo=UTC)


@pytest.fixture
def poster(store: Conversations) -> WebPoster:
    return WebPoster(store)


def message(**more: Any) -> Outgoing:
    told = {"key": "re:web:1", "channel": "growth", "reply": RICH, "locale": "en"}
    return Outgoing(**{**told, **more})


def test_a_report_stands_in_its_channel_when_the_schedule_asked(
    poster: WebPoster, store: Conversations
) -> None:
    posted = poster.post(message(channel="standup"))
    (found,) = store.messages("standup")
    assert (posted.place, posted.channel) == (str(found.id), "standup")
    assert (found.said, found.author) == (RICH, BOT)


def test_the_answer_takes_the_place_of_the_wait_when_there_is_one(
    poster: WebPoster, store: Conversations
) -> None:
    pending = store.post("growth", BOT, None)
    posted = poster.post(message(hints={"pending": str(pending)}))
    assert posted.place == str(pending)
    assert [found.said for found in store.messages("growth")] == [RICH]


def test_it_stands_there_once_when_it_is_posted_twice(
    poster: WebPoster, store: Conversations
) -> None:
    first, second = poster.post(message()), poster.post(message())
    assert first == second
    assert len(store.messages("growth")) == 1


def test_it_is_found_by_its_key_when_nobody_knows_whether_it_was_posted(
    poster: WebPoster,
) -> None:
    assert poster.find(message(), SINCE) is None
    posted = poster.post(message())
    assert poster.find(message(), SINCE) == posted


def test_the_text_changes_in_place_when_it_is_edited(
    poster: WebPoster, store: Conversations
) -> None:
    posted = poster.post(message())
    poster.edit(message(reply=said("better")), posted.place)
    (found,) = store.messages("growth")
    assert (found.said, found.revision) == (said("better"), 1)


def test_nobody_sees_it_when_it_is_taken_away(poster: WebPoster, store: Conversations) -> None:
    posted = poster.post(message())
    poster.delete("growth", posted.place)
    assert store.messages("growth") == []
    assert poster.find(message(), SINCE) is None


def test_only_its_reader_sees_it_when_it_has_one(poster: WebPoster, store: Conversations) -> None:
    poster.post(message(reader=ALEX.id))
    assert store.messages("growth", person=LIN.id) == []
    assert len(store.messages("growth", person=ALEX.id)) == 1


def test_it_stands_in_the_channel_when_its_threads_root_is_gone(
    poster: WebPoster, store: Conversations
) -> None:
    poster.post(message(thread="77"))
    assert [found.root for found in store.messages("growth")] == [None]


def test_a_sentence_says_so_when_the_channel_is_no_longer_there(poster: WebPoster) -> None:
    with pytest.raises(Impossible) as refusal:
        poster.post(message(channel="attic"))
    assert refusal.value.code == "channel_not_found"
