"""Who looks at a page, in which language, and what the page says to them.

Whom to speak as is chosen, not proven: everybody whom the guards let in may speak as anybody
listed. Roles shown here are therefore a matter of manners, not of permission.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.i18n import Translator, translator
from bot.platforms.base import Person
from bot.platforms.web.markup import shortened
from commands.kit.message import Msg, msg

LANGUAGES = {"zh-CN": "中文", "en": "English"}

GUEST = Person(id="guest", name="Guest")

_ROLES = {
    "operator": msg("operator"),
    "analyst": msg("analyst"),
    "product engineer": msg("product engineer"),
    "growth lead": msg("growth lead"),
    "finance reviewer": msg("finance reviewer"),
    "executive": msg("executive"),
}


@dataclass(frozen=True)
class Reader:
    """One person at one page. Each open page keeps its own, whatever other pages choose."""

    person: Person
    locale: str

    @property
    def translator(self) -> Translator:
        """The reader's language."""
        return translator(self.locale)

    def say(self, message: Msg) -> str:
        """A sentence in the reader's language."""
        return self.translator.message(message)

    def name(self, person: Person) -> str:
        """A person's name, cut where it would push everything else off the page."""
        return shortened(person.name)

    def roles(self, person: Person) -> str:
        """A person's roles, the known ones in the reader's language; empty when there are none."""
        named = (_ROLES.get(role) for role in person.roles)
        words = (
            self.say(message) if message else role
            for role, message in zip(person.roles, named, strict=True)
        )
        return shortened(", ".join(words))


def reader_of(
    person: str | None, locale: str | None, people: Sequence[Person], default_locale: str
) -> Reader:
    """The reader for a chosen person and language; what is unknown falls back.

    The first person speaks until another is chosen, and a guest where there is nobody; the
    language is the chosen one, else the person's own, else `default_locale`.
    """
    first = people[0] if people else GUEST
    speaker = next((known for known in people if known.id == person), first)
    chosen = locale if locale in LANGUAGES else speaker.locale or default_locale
    return Reader(speaker, chosen if chosen in LANGUAGES else "en")
