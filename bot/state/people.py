"""What is known of people and channels: what their platform told, and the language they chose.

Each answer asks for both, so what is read is remembered for a moment; a choice made in another
process is seen once that moment has passed.
"""

import json
import logging
import threading
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Table, select
from sqlalchemy.exc import SQLAlchemyError

from bot.platforms.base import Person
from bot.state.database import Database, StateError
from bot.state.inserting import insert_into
from bot.state.schema import channels, people

logger = logging.getLogger(__name__)

SECONDS = 3.0
MOST = 10_000

Key = TypeVar("Key", bound=Hashable)
Found = TypeVar("Found")


@dataclass(frozen=True)
class Known:
    """A person as their platform told, and when it was asked."""

    person: Person
    looked_up_at: datetime


@dataclass(frozen=True)
class Languages:
    """The languages of some people and channels as they were at one moment."""

    chosen: Mapping[str, str | None]
    own: Mapping[str, str | None]
    channels: Mapping[str, str | None]

    def language_of(self, person: str) -> str | None:
        """The language a person chose; None until they have."""
        return self.chosen.get(person)

    def language_of_channel(self, channel: str) -> str | None:
        """The language chosen for a channel; None until there is one."""
        return self.channels.get(channel)


class StoredLanguages:
    """The languages people and channels chose, in the durable state."""

    def __init__(self, database: Database, *, seconds: float = SECONDS) -> None:
        self._database = database
        self._people: _Lately[str, str | None] = _Lately(seconds)
        self._channels: _Lately[str, str | None] = _Lately(seconds)

    def language_of(self, person: str) -> str | None:
        """The language a person chose; None until they have."""
        return self._people.get(person, lambda: self._chosen(people, person))

    def set_language(self, person: str, locale: str) -> None:
        """Remember a person's choice."""
        self._choose(people, person, locale)
        self._people.put(person, locale)

    def language_of_channel(self, channel: str) -> str | None:
        """The language chosen for a channel; None until there is one."""
        return self._channels.get(channel, lambda: self._chosen(channels, channel))

    def set_channel_language(self, channel: str, locale: str) -> None:
        """Remember the choice for a channel."""
        self._choose(channels, channel, locale)
        self._channels.put(channel, locale)

    def take_over(self, file: Path) -> None:
        """Take the choices over from the file of an earlier version, once.

        A choice made since stands. The file is put aside as `<name>.taken`; a damaged one
        costs the choices in it, nothing else.
        """
        if not file.exists():
            return
        held = _choices(file)
        with self._database.writing() as tx:
            for person, locale in held.items():
                if self._language(tx, people, person) is None:
                    _keep(tx, people, person, {"language": locale})
        file.replace(file.with_name(file.name + ".taken"))

    def _chosen(self, table: Table, key: str) -> str | None:
        # A state that cannot be read costs the choice, never the answer.
        try:
            with self._database.reading() as tx:
                return self._language(tx, table, key)
        except (SQLAlchemyError, StateError):
            logger.exception("the language of %s could not be read", key)
            return None

    def _language(self, tx: Connection, table: Table, key: str) -> str | None:
        found: str | None = tx.scalar(select(table.c.language).where(table.c.id == key))
        return found

    def _choose(self, table: Table, key: str, locale: str) -> None:
        with self._database.writing() as tx:
            _keep(tx, table, key, {"language": locale})


def known_person(tx: Connection, person: str) -> Known | None:
    """What a platform last told of a person; None where it was never asked."""
    row = tx.execute(select(people).where(people.c.id == person)).one_or_none()
    if row is None or row.looked_up_at is None:
        return None
    # A row of an earlier version says nothing of membership, until it is asked again.
    is_member = row.member is not False
    told = Person(row.id, row.name, tuple(row.roles or ()), row.locale, row.zone, is_member)
    return Known(told, row.looked_up_at)


def languages(tx: Connection, persons: Collection[str], places: Collection[str]) -> Languages:
    """The languages of these people and channels, in one look at each table."""
    of_people = select(people.c.id, people.c.language, people.c.locale)
    known = tx.execute(of_people.where(people.c.id.in_(list(persons)))).all()
    of_channels = select(channels.c.id, channels.c.language)
    chosen = tx.execute(of_channels.where(channels.c.id.in_(list(places)))).all()
    return Languages(
        chosen={row.id: row.language for row in known},
        own={row.id: row.locale for row in known},
        channels={row.id: row.language for row in chosen},
    )


def keep_person(tx: Connection, platform: str, person: Person, now: datetime) -> None:
    """Keep what a platform told of a person; the language they chose stays."""
    told = {
        "platform": platform,
        "name": person.name[:200],
        "locale": person.locale,
        "zone": person.zone,
        "roles": list(person.roles),
        "member": person.member,
        "looked_up_at": now,
    }
    _keep(tx, people, person.id, told)


def _keep(tx: Connection, table: Table, key: str, columns: dict[str, Any]) -> None:
    row = insert_into(tx, table).values(id=key, **columns)
    tx.execute(row.on_conflict_do_update(index_elements=["id"], set_=columns))


def _choices(file: Path) -> dict[str, str]:
    try:
        held = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    found = held.items() if isinstance(held, dict) else ()
    return {person: locale for person, locale in found if locale in ("zh-CN", "en")}


class _Lately(Generic[Key, Found]):
    """What was read lately. Bounded: at `MOST` entries it is emptied."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._held: dict[Key, tuple[float, Found]] = {}
        self._lock = threading.Lock()

    def get(self, key: Key, read: Callable[[], Found]) -> Found:
        held = self._held.get(key)
        if held and monotonic() < held[0]:
            return held[1]
        found = read()
        with self._lock:
            if self._held.get(key) is held:  # else something newer was put in while it was read
                self._put(key, found)
        return found

    def put(self, key: Key, found: Found) -> None:
        with self._lock:
            self._put(key, found)

    def _put(self, key: Key, found: Found) -> None:
        if len(self._held) >= MOST:
            self._held.clear()
        self._held[key] = (monotonic() + self._seconds, found)
