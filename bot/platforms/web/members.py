"""Who the people of the browser chat are."""

from collections.abc import Iterable

from bot.platforms.base import Person


class Members:
    """The people the settings name."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._people = {person.id: person for person in people}

    def person(self, person: str) -> Person:
        """The person with this id; someone of whom only the id is known where there is none."""
        return self._people.get(person) or Person(person, person)
