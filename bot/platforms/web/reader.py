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
    """One person at one page. An open page keeps its person, whatever other pages choose; the
    language is the person's, the same on all their pages."""

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


def speaker_of(person: str | None, people: Sequence[Person]) -> Person:
    """The person with this id; where there is none the first, and a guest where nobody is."""
    first = people[0] if people else GUEST
    return next((known for known in people if known.id == person), first)


def reader_of(person: Person, chosen: str | None, default: str) -> Reader:
    """The person reading in the language they chose, else in their own, else in `default`.

    English where that is none of `LANGUAGES`.
    """
    locale = chosen if chosen in LANGUAGES else person.locale or default
    return Reader(person, locale if locale in LANGUAGES else "en")
