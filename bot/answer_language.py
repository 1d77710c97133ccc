"""The language a question is answered in."""

from typing import Protocol

from bot.i18n import LOCALES
from bot.platforms.base import Inbound, Person


class Choices(Protocol):
    """The languages that people and channels chose."""

    def language_of(self, person: str) -> str | None:
        """The language a person chose; None until they have."""

    def language_of_channel(self, channel: str) -> str | None:
        """The language chosen for a channel; None until there is one."""


def answer_language(inbound: Inbound, person: Person | None, choices: Choices, default: str) -> str:
    """What the asker chose, else the channel, else the adapter's word, the asker's own, `default`.

    Nobody asks what the schedule asks: there the language it names goes before the channel's.
    """
    channel = choices.language_of_channel(inbound.channel)
    if not inbound.person:
        wishes = [inbound.locale, channel]
    else:
        own = person.locale if person else None
        wishes = [choices.language_of(inbound.person), channel, inbound.locale, own]
    return next((wish for wish in wishes if wish and wish in LOCALES), default)
