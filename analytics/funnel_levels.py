"""How far each person of a list of events gets through steps in order, within a window."""

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.funnel_window import SECOND, Window, funnel_statement, numbered
from analytics.warehouse import Reader


@dataclass(frozen=True)
class Happening:
    """Something a person did. `moment`: microseconds, from any beginning."""

    person: str
    moment: int
    event: str


LONGEST = 2_000 * 366 * 86_400 * SECOND
"""The longest time from the first to the last event that places of events can be told apart in."""

_EVENTS = """
    SELECT
        unnest($people) AS person,
        unnest(CAST($moments AS BIGINT[])) AS moment,
        unnest(CAST($steps AS INTEGER[])) AS step,
        TRUE AS starts
"""
_LEVELS = "SELECT person, CAST(max(step) AS INTEGER) FROM reached GROUP BY person"


def measure_levels(
    reader: Reader, happenings: Sequence[Happening], steps: Sequence[str], window: Window
) -> dict[str, int]:
    """The number of the last step each person came to (0: none), in the order they first occur.

    Events that are no step count in strict order only, where they end a chain.
    Raises ValueError where the events lie more than `LONGEST` apart.
    """
    levels = dict.fromkeys((one.person for one in happenings), 0)
    if not happenings:
        return levels
    first = min(one.moment for one in happenings)
    if max(one.moment for one in happenings) - first > LONGEST:
        raise ValueError("the events lie more than 2000 years apart")
    number = numbered(steps)
    values = {
        "people": [one.person for one in happenings],
        "moments": [one.moment - first for one in happenings],
        "steps": [number.get(one.event, 0) for one in happenings],
    }
    found = reader.fetch(funnel_statement(_EVENTS, _LEVELS, len(steps), window, values))
    return levels | dict(found.rows)
