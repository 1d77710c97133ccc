"""What an occasion is, and the table of those that are built in (`occasions.yaml`)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from analytics.period_text import normalise, squeeze

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Occasion:
    """A named span of shop days, both ends included. `kind` and `phase` as in `calendar`.

    `on`: the day a holiday is about, where it is known: the breaks of two years begin and end at
    different distances from it.
    """

    starts_on: date
    ends_on: date
    name: str
    kind: str
    phase: str | None = None
    note: str = ""
    on: date | None = None

    def contains(self, day: date) -> bool:
        """Whether `day` is one of its days."""
        return self.starts_on <= day <= self.ends_on


@cache
def declared() -> dict[str, Any]:
    """The content of `occasions.yaml`."""
    text = Path(__file__).with_name("occasions.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same, ten times as fast
    declared: dict[str, Any] = yaml.load(text, Loader=loader)
    return declared


def _entries() -> Iterable[dict[str, Any]]:
    return (entry for group in ("promos", "holidays", "lunar") for entry in declared()[group])


@lru_cache(maxsize=4096)
def key_of(word: str) -> str:
    """A name as a table key: the same for every width, case and spacing of it."""
    return squeeze(normalise(word))


@cache
def spellings() -> dict[str, str]:
    """Every way to write an occasion, as `key_of(word)` → its one name."""
    return {
        key_of(str(word)): entry["name"]
        for entry in _entries()
        for word in (entry["name"], entry["english"], *entry["words"])
    }


def english_name(name: str) -> str:
    """What an occasion is called in English; its own name where it has no other."""
    return next((entry["english"] for entry in _entries() if entry["name"] == name), name)


def one_name(word: str) -> str:
    """The name an occasion goes by (`Double 11` → `双11`); `word` itself where it is unknown."""
    return spellings().get(key_of(word), word.strip())


def lunar_day(year: int, month: int, day: int) -> date | None:
    """The solar date of a lunar one; None outside the years the tables cover (1900-2099)."""
    from lunardate import LunarDate

    try:
        solar: date = LunarDate(year, month, day).to_solar_date()
    except ValueError:
        return None
    return solar


def holidays_day(name: str, first: date, last: date) -> date | None:
    """The day the holiday `name` is about, where the table's rule puts it within these days."""
    table: list[dict[str, Any]] = declared()["holidays"]
    entry = next((each for each in table if each["name"] == name), {})
    for year in sorted({first.year, last.year}):
        if "lunar" in entry:
            day = lunar_day(year, **entry["lunar"])
        else:
            day = date.fromisoformat(f"{year}-{entry['day']}") if "day" in entry else None
        if day and first <= day <= last:
            return day
    return None
