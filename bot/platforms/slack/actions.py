"""What people do in Slack besides asking: whoever keeps the bot's state carries it out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from commands.kit.message import Msg


@dataclass(frozen=True)
class Subscription:
    """A report as App Home lists it. `told`: what comes when and where, in one sentence."""

    id: str
    told: Msg


@dataclass(frozen=True)
class HomePage:
    """What one person sees on App Home.

    `language`: the one they chose, None until they have. `favourites`: the command lines they
    ask most. `warnings`: open warnings and incidents, one sentence each.
    """

    language: str | None = None
    subscriptions: Sequence[Subscription] = ()
    warnings: Sequence[Msg] = ()
    favourites: Sequence[str] = ()


class Actions(Protocol):
    """Carries out what is no question. Only `home` and `end_subscription` may call the network.

    A `channel` and a `place` are Slack's ids of a message. Doing a thing twice does it once.
    """

    def language(self, person: str) -> str:
        """The language in which to speak to a person."""

    def choose_language(self, person: str, language: str) -> None:
        """Remember the language a person chose."""

    def home(self, person: str) -> HomePage:
        """What stands on a person's App Home."""

    def end_subscription(self, person: str, subscription: str) -> None:
        """End a subscription, where the person may."""

    def withdraw(self, person: str, channel: str, place: str) -> bool:
        """Take away the answer at this place if it is this person's; else leave it.

        False: nothing is known of a message at this place, perhaps not yet.
        """

    def unfold(self, person: str, channel: str, key: str) -> None:
        """Post what is folded in our message of this key into its thread."""

    def pin(self, person: str, channel: str, place: str, at: datetime) -> None:
        """Note that a person wants this message kept in mind."""

    def asked_at(self, channel: str, place: str) -> str | None:
        """The command line that our message at this place answers; None where it answers none."""

    def words(self, person: str, command: str, field: str, typed: str) -> Sequence[str]:
        """Words of the shop that fit a command's argument and what is typed so far, best first."""

    def mistake(self, person: str, command: str, field: str, text: str) -> Msg | None:
        """Why a text is no value of a command's argument; None where it is one."""
