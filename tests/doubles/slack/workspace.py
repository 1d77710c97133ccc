"""The state of one Slack workspace with one app installed; one lock guards all of it."""

import secrets
import threading
from collections.abc import Callable, Iterable

from tests.doubles.slack.clock import WorkspaceClock
from tests.doubles.slack.model import (
    Channel,
    File,
    Group,
    Json,
    Message,
    ResponseUrl,
    Scheduled,
    Token,
    Trigger,
    User,
    View,
)
from tests.doubles.slack.refusal import Refusal
from tests.doubles.slack.settings import Settings

MESSAGE_EVENTS = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Workspace:
    """Users, channels, files, views, tokens.

    `publish(name, event)` is told every event that happens, `changed()` that something did;
    `later(seconds, act)` acts after a while. Everything here is called with `lock` held.
    """

    def __init__(self, settings: Settings, address: str = "") -> None:
        self.settings, self.address = settings, address
        self.lock = threading.RLock()
        self.clock = WorkspaceClock()
        self.team_id, self.team_name = "T0TIDEBELL", "Tidebell shop"
        self.app_id, self.bot_id, self.bot_user = "A0TIDEBELL", "B0TIDEBELL", "U0TIDEBELL"
        self.users: dict[str, User] = {}
        self.groups: dict[str, Group] = {}
        self.channels: dict[str, Channel] = {}
        self.files: dict[str, File] = {}
        self.tokens: dict[str, Token] = {}
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.ephemerals: list[Message] = []
        self.typed: list[Message] = []
        self.modals: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self.scheduled: list[Scheduled] = []
        self.unfurls: dict[str, Json] = {}
        self.tickets: dict[str, float] = {}
        self.publish: Callable[[str, Json], None] = lambda name, event: None
        self.changed: Callable[[], None] = lambda: None
        self.later: Callable[[float, Callable[[], None]], None] = lambda seconds, act: act()
        self._numbers = 0

    def identify(self, letter: str) -> str:
        """A new id: `C0…`. Never given twice."""
        self._numbers += 1
        number, digits = self._numbers, ""
        while number:
            number, digit = divmod(number, 32)
            digits = _ALPHABET[digit] + digits
        return f"{letter}0{digits.rjust(8, '0')}"

    def add_user(self, name: str, real_name: str, **more: object) -> User:
        user = User(self.identify("U"), name, real_name, self.team_id, **more)  # type: ignore[arg-type]
        self.users[user.id] = user
        return user

    def add_channel(self, name: str, members: Iterable[str], kind: str = "channel") -> Channel:
        letter = {"im": "D", "mpim": "G"}.get(kind, "C")
        made = int(self.clock.now())
        channel = Channel(self.identify(letter), name, kind, list(members), created=made)
        self.channels[channel.id] = channel
        return channel

    def direct(self, one: str, other: str) -> Channel:
        """The conversation of two, opened where there is none."""
        for channel in self.channels.values():
            if channel.kind == "im" and sorted(channel.members) == sorted([one, other]):
                return channel
        return self.add_channel("", [one, other], "im")

    def channel_by(self, wanted: str, viewer: str) -> Channel:
        """By id, or by name with or without `#`; channel_not_found where `viewer` sees none."""
        channel = self.channels.get(wanted)
        if channel is None:
            name = wanted.removeprefix("#")
            channel = next((one for one in self.channels.values() if one.name == name), None)
            channel = channel if name else None
        return self._seen(channel, viewer)

    def channel_of_id(self, wanted: str, viewer: str) -> Channel:
        """By id only, as chat.update and reactions.add want it."""
        return self._seen(self.channels.get(wanted), viewer)

    def _seen(self, channel: Channel | None, viewer: str) -> Channel:
        if channel is None or (channel.kind != "channel" and viewer not in channel.members):
            raise Refusal("channel_not_found")
        return channel

    def user_by(self, wanted: str) -> User:
        if wanted not in self.users:
            raise Refusal("user_not_found")
        return self.users[wanted]

    def person_named(self, wanted: str) -> User:
        """For the driver: a person by id or by name."""
        for user in self.users.values():
            if wanted.removeprefix("@") in (user.id, user.name, user.real_name):
                return user
        raise KeyError(f"nobody here is called {wanted}")

    def place_named(self, wanted: str) -> Channel:
        """For the driver: a channel by id or by name, whoever sees it."""
        for channel in self.channels.values():
            if wanted == channel.id or (channel.name and wanted.removeprefix("#") == channel.name):
                return channel
        raise KeyError(f"there is no channel {wanted}")

    def make_trigger(self, user: str, view: str | None = None) -> str:
        """A trigger id: what allows opening one modal, for a few seconds."""
        name = f"{self._numbers}.{self.team_id[1:]}.{secrets.token_hex(16)}"
        self.triggers[name] = Trigger(user, self.clock.now(), view)
        return name

    def make_response_url(self, user: str, channel: str, **more: object) -> str:
        made = ResponseUrl(secrets.token_urlsafe(18), user, channel, self.clock.now(), **more)  # type: ignore[arg-type]
        self.response_urls[made.id] = made
        return f"{self.address}/actions/{self.team_id}/{made.id}"

    def emit_message(self, channel: Channel, event: Json) -> None:
        """A message event to the app, if it is in that conversation."""
        if self.bot_user in channel.members:
            told = {"type": "message", "channel": channel.id}
            kinds = {"channel_type": channel.kind}
            self.publish(f"message.{MESSAGE_EVENTS[channel.kind]}", told | event | kinds)
