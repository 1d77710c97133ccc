"""Who is behind a Slack id: name, language, time zone and roles, asked of Slack now and then.

Guests, and people of other workspaces who share a channel with ours, are no members: they may
what their roles by id and by group allow, and not what everyone may.

What Slack told is kept in the durable state for half a day. Where it cannot be asked, what it
told last still counts; someone it never told of has only an id, and no roles but their own.
"""

import logging
import threading
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.platforms.base import Person, PostError, TooFast
from bot.platforms.slack.calls import Calls
from bot.platforms.slack.elements import Json
from bot.platforms.slack.errors import Refused
from bot.platforms.slack.user_groups import UserGroups
from bot.settings import Slack
from bot.state.database import Database
from bot.state.people import Known, keep_person, known_person

KEPT = timedelta(hours=12)
PATIENCE = timedelta(seconds=30)
"""How long Slack is left alone after it did not answer."""

logger = logging.getLogger(__name__)

# What Slack says of someone it does not show us: a stranger, at any rate.
_HIDDEN = ("user_not_found", "user_not_visible")
_OUTSIDE = ("is_restricted", "is_ultra_restricted", "is_stranger")


@dataclass(frozen=True)
class Home:
    """Where our people are: the ids of the workspace and, on Enterprise Grid, of all of them."""

    team: str
    organisation: str = ""


class SlackDirectory:
    """The people of a workspace. `groups` tells roles by user group, the settings by id."""

    def __init__(
        self, calls: Calls, settings: Slack, groups: UserGroups, state: Database, clock: Clock
    ) -> None:
        self._calls, self._settings, self._groups = calls, settings, groups
        self._state, self._clock = state, clock
        self._our_home: Home | None = None
        self._rests_until: datetime | None = None
        self._lock = threading.Lock()

    def person(self, person: str) -> Person:
        """The person, as far as Slack tells; one unknown to it or deactivated has only an id."""
        with self._state.reading() as tx:
            known = known_person(tx, person)
        now = self._clock.now()
        if known is None or now - known.looked_up_at >= KEPT:
            known = self._looked_up(person, now) or known
        if known is None:
            return Person(person, person, self._own_roles(person))
        return replace(known.person, roles=self._roles(known.person))

    def holders(self, roles: Collection[str]) -> Iterator[Person]:
        """Those who hold one of the roles, by id or by group; each is looked up as it is taken."""
        wanted = {role.casefold() for role in roles}
        named = [
            person
            for person, own in self._settings.people.items()
            if not wanted.isdisjoint(role.casefold() for role in own)
        ]
        for person in dict.fromkeys((*named, *sorted(self._groups.members_with(roles)))):
            found = self.person(person)
            if not wanted.isdisjoint(role.casefold() for role in found.roles):
                yield found

    def _roles(self, person: Person) -> tuple[str, ...]:
        """Roles by id and by group. What is kept of a person is their groups' roles."""
        if person.name == person.id:  # nobody Slack would name: deactivated
            return ()
        by_group = self._groups.roles_of(person.id)
        if by_group is None:
            by_group = tuple(role for role in person.roles if role in self._groups.roles)
        elif by_group != person.roles:
            self._keep(replace(person, roles=by_group))
        return tuple(dict.fromkeys((*self._own_roles(person.id), *by_group)))

    def _own_roles(self, person: str) -> tuple[str, ...]:
        return self._settings.people.get(person, ())

    def _keep(self, person: Person) -> None:
        with self._state.writing() as tx:
            if known := known_person(tx, person.id):
                keep_person(tx, "slack", person, known.looked_up_at)

    def _home(self) -> Home:
        """Whose the token is, asked once."""
        if self._our_home is None:
            told = self._calls.read("auth.test")
            self._our_home = Home(told["team_id"], told.get("enterprise_id") or "")
        return self._our_home

    def _looked_up(self, person: str, now: datetime) -> Known | None:
        """What Slack tells now, kept; None where it cannot be asked."""
        with self._lock:
            if self._rests_until and now < self._rests_until:
                return None
        try:
            found = self._calls.read("users.info", user=person, include_locale="true")
            told = person_of(found["user"], self._home())
        except Refused as error:
            logger.warning("Slack tells nothing of %s: %s", person, error.code)
            is_hidden = error.code in _HIDDEN
            return Known(Person(person, person, member=False), now) if is_hidden else None
        except PostError as error:
            rest = timedelta(seconds=error.seconds) if isinstance(error, TooFast) else PATIENCE
            with self._lock:
                self._rests_until = now + rest
            logger.warning("Slack could not be asked who %s is: %s", person, error)
            return None
        with self._state.writing() as tx:
            keep_person(tx, "slack", told, now)
        return Known(told, now)


def person_of(user: Json, home: Home) -> Person:
    """The person of a `users.info` answer, without roles; a deactivated one has only an id."""
    known: str = user["id"]
    if user.get("deleted"):
        return Person(known, known, member=False)
    profile = user.get("profile") or {}
    names = (profile.get("display_name"), profile.get("real_name"), user.get("name"))
    name = next((one for one in names if one), known)
    language, zone = language_of(user.get("locale")), user.get("tz")
    return Person(known, name, (), language, zone, _is_member(user, home))


def _is_member(user: Json, home: Home) -> bool:
    if any(user.get(mark) for mark in _OUTSIDE):
        return False
    organisation = (user.get("enterprise_user") or {}).get("enterprise_id")
    return user.get("team_id") == home.team or (organisation or "-") == home.organisation


def language_of(locale: str | None) -> str | None:
    """The language of ours for a Slack locale (`zh-TW`, `en-GB`); None where we speak none."""
    spoken = {"zh": "zh-CN", "en": "en"}
    return spoken.get((locale or "").partition("-")[0])
