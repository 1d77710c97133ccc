"""Posts, edits, deletes and finds messages in Slack. Whoever calls it tries again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from time import sleep

from slack_sdk import WebClient

from bot.clock import Clock
from bot.platforms.base import Outgoing, Posted, Unsure
from bot.platforms.slack.attempts import Attempt, simpler
from bot.platforms.slack.calls import Calls, Told
from bot.platforms.slack.elements import Json
from bot.platforms.slack.errors import NOT_THERE, Refused, impossible
from bot.platforms.slack.parts import split_reply
from bot.platforms.slack.render import message_of, uploaded_charts
from bot.platforms.slack.response_url import ResponseAddresses
from bot.platforms.slack.uploads import Draw, Uploads
from commands.kit.message import msg
from commands.kit.reply import Block, Buttons, Note, Reply

EVENT_TYPE = "tidebell_message"
"""The type of the metadata in which a message of ours carries its key."""

UNKNOWN = "unknown"
"""The note that counts how often the fate of a message sent to a response address was lost."""

PAGE, PAGES = 200, 10
_GONE = frozenset({"message_not_found"})
_INVITE = Note(message=msg("Invite me with /invite @Tidebell and everyone sees the answers."))
_AGAIN = Note(
    message=msg("You may have seen this already: I could not tell whether it reached you.")
)
_UNSEEN = Note(message=msg("Ask me in a direct message to see the chart."))


def _tell_nobody(method: str, outcome: str, seconds: float) -> None:
    """Counts nothing."""


class SlackPoster:
    """The `Poster` of a Slack workspace. Safe to call from several threads.

    `client`: one of `web_client`, which never tries again by itself; ValueError otherwise.
    `draw`: draws a chart as PNG. `native_charts`: Slack draws the charts it can. `told` is told
    of every call. `pause` waits so many seconds.
    """

    def __init__(
        self,
        client: WebClient,
        draw: Draw,
        clock: Clock,
        *,
        native_charts: bool = False,
        told: Told = _tell_nobody,
        pause: Callable[[float], None] = sleep,
    ) -> None:
        self._calls = Calls(client, told)
        self._uploads = Uploads(self._calls, draw, pause)
        self._addresses = ResponseAddresses(clock)
        self._native = native_charts
        self._pause = pause

    def parts(self, reply: Reply, locale: str) -> tuple[Reply, ...]:
        """The reply in as many messages as Slack's limits ask for."""
        return split_reply(reply, locale)

    def post(self, message: Outgoing) -> Posted:
        """Post it; for `reader` alone as an ephemeral message, which has no place.

        Where we are not in the channel, the asker gets it through the response address that
        came with the question, if there is one.
        """
        with _told_plainly():
            try:
                return self._posted(message)
            except Refused as refused:
                if refused.code not in NOT_THERE:
                    raise
                return self._answered(message, refused)

    def edit(self, message: Outgoing, place: str) -> Posted:
        """Put `message` in the place of an older one; nothing happens if somebody deleted it."""
        said = {"channel": message.channel, "ts": place, "metadata": _metadata(message)}

        def send(content: Json) -> Json:
            return self._calls.send("chat.update", {**said, **content}, repeatable=True)

        with _told_plainly():
            try:
                _, warnings = self._sent(message, send)
            except Refused as refused:
                if refused.code not in _GONE:
                    raise
                warnings = []
        return Posted(place, message.channel, tuple(warnings))

    def delete(self, channel: str, place: str) -> None:
        """Take a message away; nothing happens when it is gone already."""
        with _told_plainly():
            try:
                self._calls.send("chat.delete", {"channel": channel, "ts": place}, repeatable=True)
            except Refused as refused:
                if refused.code not in _GONE:
                    raise

    def find(self, message: Outgoing, since: datetime) -> Posted | None:
        """Our message with this key among those posted since, in its thread or channel.

        Two thousand messages are looked at. None where we cannot look because we are not there:
        then we have not posted there either. A message for one reader is never found.
        """
        with _told_plainly():
            try:
                return self._found(message, since)
            except Refused as refused:
                if refused.code not in NOT_THERE:
                    raise
                return None

    def _found(self, message: Outgoing, since: datetime) -> Posted | None:
        channel = self._channel(message.channel)
        for found in self._since(channel, message.thread, since):
            if _key(found) == message.key:
                return Posted(str(found["ts"]), channel)
        return None

    def _posted(self, message: Outgoing) -> Posted:
        if message.reader and not message.channel.startswith("D"):
            return self._whispered(message)
        said = _place(message) | {"metadata": _metadata(message)}
        quiet = {"unfurl_links": False, "unfurl_media": False, "mrkdwn": False}

        def send(content: Json) -> Json:
            return self._calls.send(
                "chat.postMessage", {**said, **quiet, **content}, repeatable=False
            )

        told, warnings = self._sent(message, send)
        return Posted(str(told["ts"]), str(told["channel"]), tuple(warnings))

    def _whispered(self, message: Outgoing) -> Posted:
        said = _place(message) | {"user": message.reader}

        def send(content: Json) -> Json:
            return self._calls.send("chat.postEphemeral", {**said, **content}, repeatable=False)

        _, warnings = self._sent(self._unpictured(message), send, pictures=False)
        return Posted("", message.channel, tuple(warnings))

    def _answered(self, message: Outgoing, refused: Refused) -> Posted:
        """Through the response address. What the button stood in must not be replaced by it,
        and what came through it before cannot be. Nobody can look what came of it, so that an
        unknown outcome is met twice at most."""
        address = self._addresses.usable(message.hints)
        unknown = int(message.notes.get(UNKNOWN, 0))
        if address is None or unknown > 1:
            raise refused
        shown = self._unpictured(message)
        if not message.reader:
            shown = _with(shown, _INVITE)
            shown = _with(shown, _AGAIN) if unknown else shown

        def send(content: Json) -> Json:
            return self._addresses.send(address, {**content, "replace_original": False})

        try:
            _, warnings = self._sent(shown, send, pictures=False)
        except Unsure:
            message.note(UNKNOWN, str(unknown + 1))
            raise
        return Posted("", message.channel, (str(refused), *warnings))

    def _sent(
        self, message: Outgoing, send: Callable[[Json], Json], *, pictures: bool = True
    ) -> tuple[Json, list[str]]:
        """What Slack answered and what the operator should know: simpler while it refuses."""
        attempt = Attempt(self._native, pictures=None if pictures else {})
        warnings: list[str] = []
        while True:
            self._pause(attempt.wait)
            attempt = self._with_pictures(message, attempt, warnings)
            try:
                return send(_content(message, attempt)), warnings
            except Refused as refused:
                attempt, warning = simpler(attempt, refused)
                warnings += [warning] if warning else []

    def _with_pictures(self, message: Outgoing, attempt: Attempt, warnings: list[str]) -> Attempt:
        if attempt.pictures is not None:
            return attempt
        charts = uploaded_charts(message.reply, message.locale, native_charts=attempt.native)
        return replace(attempt, pictures=self._uploads.pictures(message, charts, warnings))

    def _unpictured(self, message: Outgoing) -> Outgoing:
        """A file of ours cannot be seen in a message for one reader: say where it can."""
        charts = uploaded_charts(message.reply, message.locale, native_charts=self._native)
        return _with(message, _UNSEEN) if charts else message

    def _channel(self, channel: str) -> str:
        """The conversation's id; a person's id stands for the conversation with them."""
        if not channel.startswith(("U", "W")):
            return channel
        return str(self._calls.read("conversations.open", users=channel)["channel"]["id"])

    def _since(self, channel: str, thread: str | None, since: datetime) -> Iterator[Json]:
        method = "conversations.replies" if thread else "conversations.history"
        asked = {"channel": channel, "oldest": f"{since.timestamp():.6f}", "limit": PAGE}
        asked |= {"include_all_metadata": True, "inclusive": True} | (
            {"ts": thread} if thread else {}
        )
        for _ in range(PAGES):
            page = self._calls.read(method, **asked)
            yield from page.get("messages", [])
            asked["cursor"] = (page.get("response_metadata") or {}).get("next_cursor", "")
            if not asked["cursor"]:
                return


@contextmanager
def _told_plainly() -> Iterator[None]:
    """A refusal leaves as what people and the operator are told."""
    try:
        yield
    except Refused as refused:
        raise impossible(refused) from refused


def _content(message: Outgoing, attempt: Attempt) -> Json:
    shown = message_of(
        message.reply, message.locale, message.key, attempt.pictures, native_charts=attempt.native
    )
    return {"text": shown.text, "blocks": shown.blocks if attempt.blocks else []}


def _place(message: Outgoing) -> Json:
    thread = {"thread_ts": message.thread} if message.thread else {}
    return {"channel": message.channel, **thread}


def _metadata(message: Outgoing) -> Json:
    return {"event_type": EVENT_TYPE, "event_payload": {"key": message.key}}


def _key(found: Json) -> str | None:
    metadata = found.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    return payload.get("key") if metadata.get("event_type") == EVENT_TYPE else None


def _with(message: Outgoing, block: Block) -> Outgoing:
    """The message with a remark at its end, in front of the buttons that stand there."""
    blocks = message.reply.blocks
    end = len(blocks) - (isinstance(blocks[-1], Buttons) if blocks else 0)
    remarked = (*blocks[:end], block, *blocks[end:])
    return replace(message, reply=message.reply.model_copy(update={"blocks": remarked}))
