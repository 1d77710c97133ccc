"""What a handler is given besides its arguments."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from analytics.catalog import Catalogue
from analytics.occasions import Occasion
from analytics.shop import Shop
from commands.kit.cards import Card
from commands.kit.plans import Plans
from commands.kit.rights import ASKING, Rights
from commands.kit.rules import Rules
from commands.kit.schedules import Schedules


class Languages(Protocol):
    """Who reads which language."""

    def language_of(self, person: str) -> str | None:
        """The language a person chose; None until they have."""

    def set_language(self, person: str, locale: str) -> None:
        """Remember a person's choice."""

    def language_of_channel(self, channel: str) -> str | None:
        """The language chosen for a channel; None until there is one."""

    def set_channel_language(self, channel: str, locale: str) -> None:
        """Remember the choice for a channel."""


@dataclass(frozen=True)
class Ctx:
    """One question's surroundings. `now` is aware, in the shop's zone.

    `occasions`: promos and the shop's own calendar; `holidays` are read only when asked for.
    `channel`: the platform's id of where it was asked; `rights`: what the asker may do.
    """

    shop: Shop
    now: datetime
    currency: str
    rules: Rules
    person: str
    locale: str
    occasions: Sequence[Occasion]
    holidays: Callable[[], Sequence[Occasion]]
    languages: Languages
    commands: Callable[[], Mapping[str, Card]]
    schedules: Schedules
    plans: Plans
    channel: str = ""
    rights: Rights = ASKING

    @property
    def catalogue(self) -> Catalogue:
        """The metric catalogue."""
        return self.shop.catalogue
