"""Slack's payloads as questions. Pure: nothing is looked up, nothing is sent.

What was said is known by its channel and time stamp, so that the two events Slack sends for one
mention are one question; what was pressed or typed as a slash command is known by its trigger.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.platforms.base import Inbound
from bot.platforms.slack.elements import Json
from bot.platforms.slack.reading import begins_as_command, mentions, read_line

PLATFORM = "slack"

_SAID = (None, "thread_broadcast", "file_share")
_EDITABLE_SECONDS = 600
_RESPONSE_URL_LASTS = timedelta(minutes=30)


@dataclass(frozen=True)
class Questions:
    """Reads questions put to `bot`, our own Slack id; `commands` are the names it answers to."""

    bot: str
    commands: frozenset[str]

    def typed(self, body: Json, now: datetime) -> Inbound:
        """A slash command."""
        return Inbound(
            key=f"{PLATFORM}:slash:{body['trigger_id']}",
            platform=PLATFORM,
            channel=body["channel_id"],
            text=read_line(f"{body['command']} {body.get('text') or ''}", self.bot),
            person=body["user_id"],
            direct=is_direct(body["channel_id"]),
            hints=_response(body, now),
        )

    def said(self, event: Json) -> Inbound | None:
        """A message; None where it is not for us.

        For us are: everything in a direct conversation, what mentions us, and what begins with
        the name of a command. In a thread under a message of ours any `/…` is.
        """
        person: str | None = event.get("user")
        text = event.get("text") or ""
        if event.get("subtype") not in _SAID or event.get("bot_id") or person in (None, self.bot):
            return None
        if not text.strip() or not self._is_for_us(event, text):  # a picture without a word
            return None
        return Inbound(
            key=f"{PLATFORM}:{event['channel']}:{event['ts']}",
            platform=PLATFORM,
            channel=event["channel"],
            text=read_line(text, self.bot),
            person=person,
            thread=_thread(event),
            direct=is_direct(event["channel"]),
        )

    def edited(self, event: Json) -> Inbound | None:
        """A question reworded within ten minutes, asked anew in place of the first.

        None where the words are the same (Slack added a preview) or are not for us.
        """
        message, before = event["message"], event.get("previous_message") or {}
        if "edited" not in message or message.get("text") == before.get("text"):
            return None
        changed = message["edited"]["ts"]
        if float(changed) - float(message["ts"]) > _EDITABLE_SECONDS:
            return None
        first = self.said({**message, "channel": event["channel"]})
        if first is None:
            return None
        changes = {"key": f"{first.key}:{changed}", "revises": first.key}
        return first.model_copy(update=changes)

    def pressed(self, body: Json, line: str, now: datetime) -> Inbound:
        """A command line taken from a message, or from App Home: there the answer is sent direct.

        The answer goes into the message's thread. A message for one person's eyes has none.
        """
        person = body["user"]["id"]
        channel = (body.get("channel") or {}).get("id") or person
        message = body.get("message") or {}
        container = body.get("container") or {}
        hidden = bool(container.get("is_ephemeral"))
        return Inbound(
            key=f"{PLATFORM}:press:{body['trigger_id']}",
            platform=PLATFORM,
            channel=channel,
            text=read_line(line, self.bot),
            person=person,
            thread=container.get("thread_ts") if hidden else thread_under(message),
            direct=is_direct(channel),
            hints=_response(body, now),
        )

    def _is_for_us(self, event: Json, text: str) -> bool:
        if is_direct(event["channel"]) or mentions(text, self.bot):
            return True
        ours = event.get("parent_user_id") == self.bot
        return begins_as_command(text, None if ours else self.commands)


def thread_under(message: Json) -> str | None:
    """The thread that a message is in, or that hangs on it."""
    found: str | None = message.get("thread_ts") or message.get("ts")
    return found


def _thread(event: Json) -> str | None:
    """The thread a message is in; None where it stands in the channel itself."""
    root: str | None = event.get("thread_ts")
    return None if root == event["ts"] else root


def is_direct(channel: str) -> bool:
    """Whether only one person reads there. A person's own id stands for such a conversation."""
    return channel[:1] in "DUW"


def _response(body: Json, now: datetime) -> dict[str, str]:
    """The address that takes answers for half an hour also where we are no member."""
    url = body.get("response_url")
    until = now + _RESPONSE_URL_LASTS
    return {"response_url": url, "response_url_until": until.isoformat()} if url else {}
