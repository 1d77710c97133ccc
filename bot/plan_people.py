"""Who reviews budget shifts: who holds which role where, and which ids are one human's."""

from collections.abc import Callable, Collection, Iterable

from bot.permissions import Permissions
from bot.platforms.base import Person
from bot.settings import Config
from commands.kit.permission import Permission
from commands.kit.plans import Holder

MOST = 10
"""Of more people than that nobody feels called."""

Holders = Callable[[Collection[str]], Iterable[Person]]
"""Tells who holds one of some roles on a platform; may ask the platform."""


class Team:
    """The people of the settings, and of the platforms that were met since."""

    def __init__(self, config: Config) -> None:
        self._config, self._permissions = config, Permissions(config)
        self._holders: dict[str, Holders] = {"web": self._members, "slack": self._by_settings}

    def meet(self, platform: str, holders: Holders) -> None:
        """From now on ask `holders` who holds roles on a platform."""
        self._holders[platform] = holders

    def ids_of(self, person: str) -> frozenset[str]:
        """Every id of the human behind an id, this one included."""
        pairs = ((one.id, one.slack) for one in self._config.people if one.slack)
        return frozenset(next((pair for pair in pairs if person in pair), (person,)))

    def who_may_review(
        self, roles: Collection[str], platform: str, without: Collection[str] = ()
    ) -> tuple[Holder, ...]:
        """Everybody who holds one of the roles and may approve, each human once; at most ten.

        `without`: ids of people who may not any more. Somebody on several platforms is told of as
        they are known on `platform`, whose people come first.
        """
        met = {one for person in without for one in self.ids_of(person)}
        found: list[Holder] = []
        for where in sorted(self._holders, key=lambda name: name != platform):
            for person in self._holders[where](roles):
                if len(found) < MOST and person.id not in met and self._may_approve(person):
                    met |= self.ids_of(person.id)
                    found.append(Holder(person.id, person.name, where == platform))
        return tuple(found)

    def _may_approve(self, person: Person) -> bool:
        return Permission.APPROVE in self._permissions.of(person).held

    def _members(self, roles: Collection[str]) -> Iterable[Person]:
        people = (member.person() for member in self._config.people)
        return (person for person in people if holds_any(person.roles, roles))

    def _by_settings(self, roles: Collection[str]) -> Iterable[Person]:
        """People of Slack where it cannot be asked: those named in the settings, by their ids."""
        named = self._config.slack.people.items() if self._config.slack.bot_token else ()
        return (Person(one, one, own) for one, own in named if holds_any(own, roles))


def holds_any(held: Iterable[str], roles: Collection[str]) -> bool:
    """Whether some role is among others, however they are written."""
    return not {role.casefold() for role in held}.isdisjoint(role.casefold() for role in roles)
