"""A line's words by where they belong, and the values they are read into."""

from dataclasses import dataclass, field
from typing import Any, Self

from analytics.errors import AnalyticsError
from commands.kit.context import Ctx
from commands.kit.errors import UserError
from commands.kit.message import msg
from commands.kit.slots import (
    ArgumentType,
    Filters,
    FilterType,
    Keyword,
    Positional,
    Slots,
    slot_usage,
)
from commands.kit.usage import usage_message
from commands.kit.values import Name

Refusal = UserError | AnalyticsError


class Leftover(UserError):
    """Words that no positional field could read.

    `refusal`: why the first field that was left without all of them could not read them.
    """

    def __init__(self, words: list[str], refusal: Refusal | None) -> None:
        super().__init__(msg("“{word}” is not understood here.", word=Name(text=" ".join(words))))
        self.words, self.refusal = words, refusal


@dataclass
class SortedWords:
    """A line's words by where they belong."""

    leading: list[str] = field(default_factory=list)
    pairs: list[str] = field(default_factory=list)
    keyed: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, words: list[str], slots: Slots) -> Self:
        """The words sorted: those before any keyword, `name=value` pairs, those after a keyword."""
        found = cls()
        takes_pairs = any(isinstance(slot, Filters) for slot in slots.values())
        into = found.leading
        for word in words:
            name, value = _opened(word, slots)
            if name:
                into = found.keyed.setdefault(name, [])
                into.extend(value)
            elif takes_pairs and "=" in word and (into or into is found.leading):
                found.pairs.append(word)  # right after a keyword it is that keyword's own
            else:
                into.append(word)
        return found

    def read(self, slots: Slots, ctx: Ctx) -> dict[str, Any]:
        """The values by field; Leftover, UserError or AnalyticsError says what is none."""
        values: dict[str, Any] = {}
        leading = self.leading
        for name, slot in slots.items():
            if isinstance(slot, Filters):
                values[name], leading = self._filters(slot.type, ctx)
            elif isinstance(slot, Keyword) and name in self.keyed:
                values[name] = _read_keyword(slot, " ".join(self.keyed[name]), ctx)
        return values | _positionals(leading, slots, ctx)

    def _filters(
        self, reader: FilterType, ctx: Ctx
    ) -> tuple[dict[str, tuple[str | None, ...]], list[str]]:
        """Filters from the pairs and from lone words, and the leading words that are none."""
        found: dict[str, tuple[str | None, ...]] = {}
        read = [one for pair in self.pairs for one in _read_pair(reader, pair, ctx)]
        bare = {word: reader.read_bare(word, ctx) for word in self.leading}
        for dimension, word in [*read, *filter(None, bare.values())]:
            found[dimension] = (*found.get(dimension, ()), word)
        return found, [word for word in self.leading if bare[word] is None]


def _opened(word: str, slots: Slots) -> tuple[str, list[str]]:
    """The keyword field a word opens, with the value it brings when it is a shorthand."""
    for name, slot in slots.items():
        if isinstance(slot, Keyword):
            if word.casefold() in slot.words:
                return name, []
            if word.casefold() in slot.shorthands:
                return name, [slot.shorthands[word.casefold()]]
    return "", []


def _read_pair(reader: FilterType, pair: str, ctx: Ctx) -> list[tuple[str, str | None]]:
    name, _, values = pair.partition("=")
    return [reader.read_pair(name, one.strip(), ctx) for one in values.strip('"').split(",")]


def _read_keyword(slot: Keyword, text: str, ctx: Ctx) -> Any:
    if text:
        return slot.type.read(text, ctx)
    raise UserError(
        msg("“{word}” needs something after it.", word=Name(text=slot.words[0])),
        msg("Usage: {usage}", usage=usage_message(slot_usage(slot))),
    )


def _positionals(words: list[str], slots: Slots, ctx: Ctx) -> dict[str, Any]:
    """Give each positional field, in order, the longest run of words it can read."""
    values: dict[str, Any] = {}
    refusal: Refusal | None = None
    for name, slot in slots.items():
        if isinstance(slot, Positional) and words:
            taken, value, refused = _longest(slot.type, words, ctx)
            refusal = refusal or refused
            if taken:
                values[name], words = value, words[taken:]
    if words:
        raise Leftover(words, refusal)
    return values


def _longest(reader: ArgumentType, words: list[str], ctx: Ctx) -> tuple[int, Any, Refusal | None]:
    """How many of the first words the type reads, the value, and why more could not be read."""
    refusal: Refusal | None = None
    for size in range(len(words), 0, -1):
        try:
            return size, reader.read(" ".join(words[:size]), ctx), refusal
        except (UserError, AnalyticsError) as error:
            refusal = refusal or error
    return 0, None, refusal
