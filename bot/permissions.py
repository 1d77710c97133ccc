"""From the roles people have to what they may do, as the settings say."""

from bot.platforms.base import Person
from bot.settings import Config
from commands.kit.permission import Permission
from commands.kit.rights import Rights


class Permissions:
    """Who may what. A role the settings do not know gives nothing."""

    def __init__(self, config: Config) -> None:
        self._roles = {role.casefold(): frozenset(held) for role, held in config.roles.items()}
        self._everyone = frozenset(config.everyone)
        self._holders = {
            permission: tuple(role for role, held in config.roles.items() if permission in held)
            for permission in Permission
        }

    def of(self, person: Person) -> Rights:
        """What someone may do: what everyone of the team may, and what each role adds."""
        first = self._everyone if person.member else frozenset[Permission]()
        held = first.union(*(self._roles.get(role.casefold(), ()) for role in person.roles))
        return Rights(held, person.roles, self._holders)
