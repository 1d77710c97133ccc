"""Roles by Slack user group: who is in the groups that the settings name."""

import logging
import threading
from collections.abc import Collection
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.platforms.base import PostError, TooFast
from bot.platforms.slack.calls import Calls
from bot.platforms.slack.errors import Refused
from bot.platforms.slack.workspace import Warn
from bot.settings import Slack
from commands.kit.message import msg
from commands.kit.values import Name

KEPT = timedelta(hours=1)
PATIENCE = timedelta(minutes=1)

logger = logging.getLogger(__name__)


class UserGroups:
    """Members of the configured groups, asked of Slack once an hour.

    A group whose members cannot be asked keeps those it had.
    """

    def __init__(self, calls: Calls, settings: Slack, clock: Clock, warn: Warn) -> None:
        self._calls, self._clock, self._warn = calls, clock, warn
        self._roles_by_group = settings.groups
        self._members: dict[str, frozenset[str]] = {}
        self._asks_again: datetime | None = None
        self._asking = threading.Lock()

    @property
    def roles(self) -> frozenset[str]:
        """Every role that some group gives."""
        return frozenset(role for roles in self._roles_by_group.values() for role in roles)

    def members_with(self, roles: Collection[str]) -> frozenset[str]:
        """Everybody in a group that gives one of the roles, as far as Slack told."""
        members = self._known_members()
        wanted = {role.casefold() for role in roles}
        giving = [
            group
            for group, given in self._roles_by_group.items()
            if not wanted.isdisjoint(role.casefold() for role in given)
        ]
        return frozenset(person for group in giving for person in members.get(group, ()))

    def roles_of(self, person: str) -> tuple[str, ...] | None:
        """The roles of someone's groups; None where some group was never told."""
        members = self._known_members()
        if members.keys() != self._roles_by_group.keys():
            return None
        mine = [roles for group, roles in self._roles_by_group.items() if person in members[group]]
        return tuple(dict.fromkeys(role for roles in mine for role in roles))

    def _known_members(self) -> dict[str, frozenset[str]]:
        """Who is in which group; asked of Slack where that is due.

        While one thread asks Slack the others go by what was known; the first time they wait.
        """
        if self._is_due() and self._asking.acquire(blocking=self._asks_again is None):
            try:
                if self._is_due():
                    self._asks_again = self._clock.now() + self._asked()
            finally:
                self._asking.release()
        return dict(self._members)

    def _is_due(self) -> bool:
        return self._asks_again is None or self._clock.now() >= self._asks_again

    def _asked(self) -> timedelta:
        """Ask for every group's members; how long to leave Slack alone then."""
        for group in self._roles_by_group:
            try:
                found = self._calls.read("usergroups.users.list", usergroup=group)
                self._members[group] = frozenset(found["users"])
            except Refused as error:
                self._refused(group, error)
            except PostError as error:
                logger.warning("the members of user group %s are not known: %s", group, error)
                return timedelta(seconds=error.seconds) if isinstance(error, TooFast) else PATIENCE
        return KEPT

    def _refused(self, group: str, error: Refused) -> None:
        """Nobody is in a group that Slack does not tell of; the operator hears why, once."""
        self._members[group] = frozenset()
        if error.code == "missing_scope":
            sentence = msg(
                "Slack does not let me see user groups, so roles count by person only. Add the "
                "scope {scope} and install the app again.",
                scope=Name(text="usergroups:read"),
            )
            self._warn("slack:scope:usergroups:read", sentence)
            return
        sentence = msg(
            "Slack knows no user group {group} ({code}); put its id into slack.groups.",
            group=Name(text=group),
            code=Name(text=error.code),
        )
        self._warn(f"slack:group:{group}", sentence)
