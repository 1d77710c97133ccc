"""Where a command's words belong: positional fields, keyword fields and filters."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from analytics.errors import UnknownName
from commands.kit.context import Ctx
from commands.kit.errors import UserError


class ArgumentType(Protocol):
    """Reads one text into a value. `hint` is how usage shows it."""

    hint: str

    def read(self, text: str, ctx: Ctx) -> Any:
        """The value; raises UserError or AnalyticsError when the text is none."""


class FilterType(Protocol):
    """Reads filters. `hint` is how usage shows them."""

    hint: str

    def read_pair(self, name: str, value: str, ctx: Ctx) -> tuple[str, str | None]:
        """The (dimension, word) of one `name=value`; a word of None asks for rows without one."""

    def read_bare(self, word: str, ctx: Ctx) -> tuple[str, str | None] | None:
        """The (dimension, word) a lone word stands for; None when it is no filter."""

    def cut(self, word: str, ctx: Ctx) -> list[str]:
        """The word cut at those the data hold (昨天抖音 → 昨天, 抖音); nothing of it is lost."""

    def nearest(self, word: str, ctx: Ctx) -> "Near | None":
        """The refusal of a word that is no filter but may have been meant as one."""


@dataclass(frozen=True)
class Near:
    """A refusal that knows what was meant; `likeness` from 0 (it tells what there is) to 1."""

    refusal: UserError | UnknownName
    likeness: float


@dataclass(frozen=True)
class Positional:
    """Marks a field filled by the words before any keyword."""

    type: ArgumentType


@dataclass(frozen=True)
class Keyword:
    """Marks a field filled by what follows one of `words`; a shorthand is a whole value.

    `lone`: a value may stand without the keyword (`7d channel`) where nothing else can read it.
    """

    type: ArgumentType
    words: tuple[str, ...]
    shorthands: Mapping[str, str] = field(default_factory=dict)
    lone: bool = False


@dataclass(frozen=True)
class Filters:
    """Marks the field that gathers filters: {dimension: (word, …)}."""

    type: FilterType


Slot = Positional | Keyword | Filters
Slots = Mapping[str, Slot]


def usage_of(slots: Slots) -> str:
    """The fields as help shows them: `[period] [by <dimension>]`."""
    return " ".join(map(slot_usage, slots.values()))


def slot_usage(slot: Slot) -> str:
    """One field as help shows it."""
    if isinstance(slot, Keyword):
        return f"[{slot.words[0]} <{slot.type.hint}>]"
    return f"[{slot.type.hint}]"
