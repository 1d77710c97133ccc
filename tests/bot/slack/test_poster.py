"""Posting to a workspace: what stands there, and what is said when it cannot."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from slack_sdk import WebClient

from bot.clock import SystemClock
from bot.platforms.base import Impossible, PostError, TooFast, Unsure
from bot.platforms.slack.calls import web_client
from bot.platforms.slack.poster import SlackPoster
from commands.kit.message import msg
from commands.kit.plots import Line, LineChart
from commands.kit.reply import Chart
from tests.bot.platforms import replies
from tests.bot.slack.sending import LONG_AGO, Desk, desk, draw, pictured, short

SMALL_CHART = Chart(
    name="small",
    title=msg("Paid GMV fell"),
    alt=msg("A line that falls"),
    plot=LineChart(
        x_labels=("00", "01"),
        lines=(Line(label=msg("Paid GMV"), role="current", values=(2.0, 1.0)),),
        unit="money",
    ),
)


@pytest.fixture
def at() -> Iterator[Desk]:
    with desk(file_seconds=0.05) as made:
        yield made


def only_answer(at: Desk, channel: str = "growth", thread: str | None = None) -> dict[str, object]:
    (message,) = at.slack.answers(channel, thread)
    return message


def test_message_stands_in_the_channel_when_posted(at: Desk) -> None:
    posted = at.poster.post(at.message(short()))
    message = only_answer(at)
    assert (posted.place, posted.channel) == (message["ts"], at.slack.channel("growth"))
    assert posted.warnings == ()
    assert str(message["text"]).startswith("Paid GMV")


def test_message_carries_our_key_when_posted(at: Desk) -> None:
    at.poster.post(at.message(short(), key="out:77"))
    posted = at.slack.calls("chat.postMessage")[0][1]
    assert posted["metadata"]["event_payload"] == {"key": "out:77"}
    assert (posted["unfurl_links"], posted["unfurl_media"]) == (False, False)


def test_message_stands_in_its_thread_when_it_has_one(at: Desk) -> None:
    root = at.slack.say("alice", "growth", "how much?")
    at.poster.post(at.message(short(), thread=root))
    assert len(at.slack.answers("growth", root)) == 1


def test_only_the_reader_sees_it_when_there_is_one(at: Desk) -> None:
    posted = at.poster.post(at.message(short(), reader=at.slack.user("alice")))
    assert posted.place == ""
    assert at.slack.answers("growth") == []
    assert len(at.slack.ephemerals("alice")) == 1


def test_message_is_an_ordinary_one_when_its_reader_is_alone_with_us(at: Desk) -> None:
    message = at.message(short(), "@alice", reader=at.slack.user("alice"))
    assert at.poster.post(message).place
    assert len(at.slack.answers("@alice")) == 1


def test_chart_is_uploaded_and_waited_for_when_posted(at: Desk) -> None:
    at.poster.post(at.message(pictured()))
    image = [one for one in only_answer(at)["blocks"] if one["type"] == "image"]  # type: ignore[attr-defined]
    assert image[0]["alt_text"] == "A line that falls"
    assert list(at.notes.values()) == [image[0]["slack_file"]["id"]]


def test_chart_is_not_uploaded_again_when_the_message_is_tried_again(at: Desk) -> None:
    at.slack.faults.next("chat.postMessage", "ratelimited", seconds=3)
    with pytest.raises(TooFast):
        at.poster.post(at.message(pictured()))
    at.poster.post(at.message(pictured()))
    assert len(at.slack.calls("files.getUploadURLExternal")) == 1


@pytest.mark.parametrize(
    "call", ["files.getUploadURLExternal", "upload", "files.completeUploadExternal", "files.info"]
)
@pytest.mark.parametrize("kind", ["reset_before", "500", "internal_error"])
def test_chart_is_shown_all_the_same_when_a_call_for_it_breaks(
    at: Desk, call: str, kind: str
) -> None:
    at.slack.faults.next(call, kind, times=2)
    assert at.poster.post(at.message(pictured())).warnings == ()
    assert "slack_file" in str(only_answer(at)["blocks"])


def test_chart_is_told_in_words_when_it_cannot_be_uploaded(at: Desk) -> None:
    at.slack.faults.next("upload", "500", times=4)
    posted = at.poster.post(at.message(pictured()))
    assert "📈 A line that falls" in str(only_answer(at)["blocks"])
    assert "told in words" in posted.warnings[0]


def test_chart_is_told_in_words_when_the_right_to_upload_is_missing() -> None:
    scopes = ("chat:write", "channels:history")
    with desk(bot_scopes=scopes) as at:
        posted = at.poster.post(at.message(pictured()))
        assert "📈 A line that falls" in str(only_answer(at)["blocks"])
        assert "missing_scope" in posted.warnings[0]


def test_chart_comes_with_the_message_when_files_may_not_be_looked_at() -> None:
    with desk(bot_scopes=("chat:write", "files:write"), file_seconds=0.1) as at:
        assert at.poster.post(at.message(pictured())).warnings == ()
        assert "slack_file" in str(only_answer(at)["blocks"])


def test_chart_is_told_in_words_when_slack_never_gets_ready() -> None:
    with desk(bot_scopes=("chat:write", "files:write"), file_seconds=60) as at:
        posted = at.poster.post(at.message(pictured()))
        assert "📈 A line that falls" in str(only_answer(at)["blocks"])
        assert "slack file" in posted.warnings[0]


def test_slack_draws_the_chart_when_it_can() -> None:
    with desk(native_charts=True) as at:
        at.poster.post(at.message(replies.reply(SMALL_CHART)))
        assert "data_visualization" in str(only_answer(at)["blocks"])
        assert at.slack.calls("files.getUploadURLExternal") == []


def test_picture_is_posted_when_slack_draws_no_charts_here() -> None:
    with desk(native_charts=True, charts=False, file_seconds=0.1) as at:
        posted = at.poster.post(at.message(replies.reply(SMALL_CHART)))
        assert "slack_file" in str(only_answer(at)["blocks"])
        assert "Slack drew no chart" in posted.warnings[0]


def test_words_are_posted_when_slack_refuses_the_blocks() -> None:
    with desk(most_block_characters=50) as at:
        posted = at.poster.post(at.message(short()))
        assert str(only_answer(at)["text"]).startswith("Paid GMV")
        assert "words alone" in posted.warnings[0]


def test_reader_is_told_where_to_see_the_chart_when_it_is_for_them_alone(at: Desk) -> None:
    at.poster.post(at.message(pictured(), reader=at.slack.user("alice")))
    assert "direct message to see the chart" in str(at.slack.ephemerals("alice")[0]["blocks"])
    assert at.slack.calls("files.getUploadURLExternal") == []


def test_message_says_something_else_when_edited(at: Desk) -> None:
    posted = at.poster.post(at.message(replies.reply(replies.WARNING)))
    at.poster.edit(at.message(short()), posted.place)
    assert str(only_answer(at)["text"]).startswith("Paid GMV")
    assert at.poster.find(at.message(short()), LONG_AGO) is not None


def test_nothing_happens_when_somebody_deleted_what_is_edited(at: Desk) -> None:
    posted = at.poster.post(at.message(short()))
    at.poster.delete(posted.channel, posted.place)
    assert at.poster.edit(at.message(short()), posted.place).place == posted.place
    assert at.slack.answers("growth") == []


def test_nothing_happens_when_what_is_deleted_is_gone(at: Desk) -> None:
    posted = at.poster.post(at.message(short()))
    at.poster.delete(posted.channel, posted.place)
    at.poster.delete(posted.channel, posted.place)


@pytest.mark.parametrize("kind", ["reset_after", "500", "503", "internal_error", "fatal_error"])
def test_we_are_unsure_when_the_call_may_have_been_carried_out(at: Desk, kind: str) -> None:
    at.slack.faults.next("chat.postMessage", kind)
    with pytest.raises(Unsure):
        at.poster.post(at.message(short()))


def test_message_is_found_when_the_connection_broke_after_it_was_taken(at: Desk) -> None:
    began = datetime.now(UTC)
    at.slack.faults.next("chat.postMessage", "reset_after")
    with pytest.raises(Unsure):
        at.poster.post(at.message(short()))
    found = at.poster.find(at.message(short()), began)
    assert found is not None
    assert found.place == only_answer(at)["ts"]


def test_message_is_not_found_when_it_never_arrived(at: Desk) -> None:
    began = datetime.now(UTC)
    at.slack.faults.next("chat.postMessage", "reset_before")
    with pytest.raises(Unsure):
        at.poster.post(at.message(short()))
    assert at.poster.find(at.message(short()), began) is None


def test_message_is_found_when_it_stands_in_a_thread(at: Desk) -> None:
    root = at.slack.say("alice", "growth", "how much?")
    message = at.message(short(), thread=root)
    posted = at.poster.post(message)
    assert at.poster.find(message, LONG_AGO) == replace(posted, warnings=())


def test_message_is_found_when_it_was_sent_to_a_person(at: Desk) -> None:
    message = replace(at.message(short(), "@alice"), channel=at.slack.user("alice"))
    posted = at.poster.post(message)
    assert at.poster.find(message, LONG_AGO) == posted


def test_message_is_found_when_others_followed_it(at: Desk) -> None:
    posted = at.poster.post(at.message(short()))
    for number in range(230):
        at.slack.say("alice", "growth", f"talk {number}")
    assert at.poster.find(at.message(short()), LONG_AGO) == posted


def test_message_of_another_key_is_not_found_when_looked_for(at: Desk) -> None:
    at.poster.post(at.message(short(), key="out:1"))
    assert at.poster.find(at.message(short(), key="out:2"), LONG_AGO) is None


def test_channel_rests_as_long_as_slack_says_when_we_are_too_fast(at: Desk) -> None:
    at.slack.faults.next("chat.postMessage", "ratelimited", seconds=7)
    with pytest.raises(TooFast) as raised:
        at.poster.post(at.message(short()))
    assert (raised.value.seconds, raised.value.everywhere) == (7.0, False)


def test_all_channels_rest_when_edits_are_too_fast(at: Desk) -> None:
    posted = at.poster.post(at.message(short()))
    at.slack.faults.next("chat.update", "ratelimited", seconds=7)
    with pytest.raises(TooFast) as raised:
        at.poster.edit(at.message(short()), posted.place)
    assert raised.value.everywhere


def test_an_edit_may_be_repeated_when_the_connection_broke(at: Desk) -> None:
    posted = at.poster.post(at.message(short()))
    at.slack.faults.next("chat.update", "reset_after")
    with pytest.raises(PostError) as raised:
        at.poster.edit(at.message(short()), posted.place)
    assert not isinstance(raised.value, Unsure)


def test_we_know_that_nothing_was_sent_when_nobody_listens() -> None:
    client = web_client("xoxb-1", "http://127.0.0.1:9/api/")
    with desk() as at, pytest.raises(PostError) as raised:
        SlackPoster(client, draw, SystemClock()).post(at.message(short()))
    assert not isinstance(raised.value, Unsure)


@pytest.mark.parametrize(
    ("channel", "code"), [("random", "not_in_channel"), ("old-campaigns", "is_archived")]
)
def test_people_are_told_why_when_a_channel_takes_nothing(
    at: Desk, channel: str, code: str
) -> None:
    with pytest.raises(Impossible) as raised:
        at.poster.post(at.message(short(), channel))
    assert raised.value.code == f"chat.postMessage {code}"
    assert raised.value.sentence.text
    assert raised.value.mend.text


def test_operator_is_told_which_right_is_missing_when_one_is() -> None:
    with desk(bot_scopes=("channels:history",)) as at, pytest.raises(Impossible) as raised:
        at.poster.post(at.message(short()))
    assert raised.value.mend.parts["scope"].text == "chat:write"  # type: ignore[union-attr]


def test_operator_is_told_of_the_token_when_it_is_refused(at: Desk) -> None:
    client = web_client("xoxb-not-ours", at.slack.api_url)
    with pytest.raises(Impossible) as raised:
        SlackPoster(client, draw, SystemClock()).post(at.message(short()))
    assert raised.value.code == "chat.postMessage invalid_auth"


def test_asker_gets_the_answer_alone_when_we_are_not_in_the_channel(at: Desk) -> None:
    hints = asked(at)
    posted = at.poster.post(at.message(short(), "random", hints=hints))
    seen = at.slack.ephemerals("alice")[-1]
    assert posted.place == ""
    assert "Invite me with /invite" in str(seen["blocks"])


def test_remark_stands_before_the_buttons_when_there_are_any(at: Desk) -> None:
    reply = replies.reply(replies.HEADLINE, replies.BUTTONS)
    at.poster.post(at.message(reply, "random", hints=asked(at)))
    kinds = [block["type"] for block in at.slack.ephemerals("alice")[-1]["blocks"]]
    assert kinds == ["header", "context", "actions"]


def test_message_of_a_button_stays_when_its_answer_goes_to_the_asker_alone(at: Desk) -> None:
    message = at.message(replies.reply(replies.BUTTONS))
    place = at.poster.post(message).place
    pressed = at.slack.press("alice", "growth", place, action_id="ask:1")
    hints = {"response_url": pressed.payload["response_url"]}
    at.poster.post(at.message(short(), "random", hints=hints))
    assert "By channel" in str(only_answer(at)["blocks"])
    assert "Paid GMV" in str(at.slack.ephemerals("alice")[-1]["text"])


def test_nothing_is_found_when_we_are_not_in_the_channel(at: Desk) -> None:
    assert at.poster.find(at.message(short(), "finance"), LONG_AGO) is None


def test_asker_is_told_the_reason_when_the_address_is_too_old(at: Desk) -> None:
    past = (datetime.now(UTC) - timedelta(minutes=1)).isoformat()
    hints = asked(at) | {"response_url_until": past}
    with pytest.raises(Impossible) as raised:
        at.poster.post(at.message(short(), "random", hints=hints))
    assert raised.value.code == "chat.postMessage not_in_channel"


def test_address_is_used_five_times_when_answers_go_through_it(at: Desk) -> None:
    hints = asked(at)
    for number in range(5):
        at.poster.post(at.message(short(), "random", hints=hints, key=f"out:{number}", notes={}))
    with pytest.raises(Impossible):
        at.poster.post(at.message(short(), "random", hints=hints, key="out:6", notes={}))


class NoWord:
    """A response address that never says what became of a message."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    def usable(self, hints: object) -> str:
        return "https://hooks.example.com/1"

    def send(self, address: str, body: object) -> dict[str, str]:
        self.sent.append(str(body))
        raise Unsure("timed out")


def test_address_is_left_alone_when_what_came_of_it_was_unknown_twice(
    at: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(at.poster, "_addresses", NoWord())
    for expected in (Unsure, Unsure, Impossible):
        with pytest.raises(expected):
            at.poster.post(at.message(short(), "random", hints=asked(at)))


def test_asker_is_told_why_when_the_address_may_show_an_answer_twice(
    at: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = NoWord()
    monkeypatch.setattr(at.poster, "_addresses", address)
    for _ in range(2):
        with pytest.raises(Unsure):
            at.poster.post(at.message(short(), "random", hints=asked(at)))
    assert ["may have seen this" in text for text in address.sent] == [False, True]


def test_poster_is_refused_a_client_when_that_tries_again_by_itself() -> None:
    with pytest.raises(ValueError, match="tries again"):
        SlackPoster(WebClient("xoxb-1"), draw, SystemClock())


def test_calls_are_told_when_they_are_made(at: Desk) -> None:
    at.poster.post(at.message(short()))
    assert at.told == [("chat.postMessage", "ok")]


def asked(at: Desk) -> dict[str, str]:
    """What a slash command in a channel without us brings."""
    delivery = at.slack.slash("alice", "random", "/gmv")
    return {"response_url": delivery.payload["response_url"]}
