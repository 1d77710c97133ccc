"""From the roles people have to what they may do, as the settings say."""

from collections.abc import Iterable

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

    def of(self, roles: Iterable[str]) -> Rights:
        """What someone with these roles may do: what everyone may, and what each role adds."""
        roles = tuple(roles)
        held = self._everyone.union(*(self._roles.get(role.casefold(), ()) for role in roles))
        return Rights(held, roles, self._holders)
