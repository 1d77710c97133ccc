"""What the asker may do, and the refusal that says who else may."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from commands.kit.errors import UserError
from commands.kit.message import Msg, msg
from commands.kit.permission import Permission
from commands.kit.reply import Reply
from commands.kit.values import Name

_REFUSALS = {
    Permission.ASK: msg("You may not ask questions here."),
    Permission.APPROVE: msg("You may not approve proposals."),
    Permission.ACKNOWLEDGE: msg("You may not acknowledge warnings."),
    Permission.EXPORT: msg("You may not export customers' ids."),
    Permission.SCHEDULE: msg("You may not set up reports or settings for others."),
}


class NotAllowed(UserError):
    """The asker's roles do not hold a permission; the sentence says which roles do."""

    def reply(self, command: str) -> Reply:
        """The refusal as an answer only the asker sees."""
        return super().reply(command).model_copy(update={"refused": True})


@dataclass(frozen=True)
class Rights:
    """One person's permissions. `roles`: theirs; `holders`: the roles that have a permission."""

    held: frozenset[Permission] = frozenset({Permission.ASK})
    roles: tuple[str, ...] = ()
    holders: Mapping[Permission, tuple[str, ...]] = field(default_factory=dict)

    def require(self, permission: Permission) -> None:
        """Nothing when it is held; else NotAllowed."""
        if permission not in self.held:
            raise NotAllowed(_REFUSALS[permission], self._who_may(permission))

    def _who_may(self, permission: Permission) -> Msg:
        yours = Name(text=", ".join(self.roles)) if self.roles else msg("none")
        if holders := self.holders.get(permission):
            roles = Name(text=", ".join(holders))
            return msg("Roles that may: {roles}. Yours: {yours}.", roles=roles, yours=yours)
        return msg(
            "No role has the permission {permission} yet. Yours: {yours}.",
            permission=Name(text=permission.value),
            yours=yours,
        )


ASKING = Rights()
"""Who has no role: may ask."""
