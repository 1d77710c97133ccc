"""A command's arguments: a frozen model whose fields read themselves from words of chat.

Words before any keyword fill the positional fields in order; `by …` and `vs …` (and their Chinese
words) fill keyword fields; `name=value` pairs, and lone words the shop's data hold, are filters.
A line that cannot be read so is read once more with words run together (昨天抖音) cut apart.
Each argument type reads one text and refuses it with the nearest right words.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol, Self

from pydantic import BaseModel, ConfigDict

from analytics.errors import AnalyticsError, UnknownName
from commands.kit.context import Ctx
from commands.kit.errors import UserError
from commands.kit.message import msg
from commands.kit.usage import usage_message
from commands.kit.values import Name
from commands.kit.words import cut_out, split_words


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


class Arguments(BaseModel):
    """Base of every command's arguments."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    @classmethod
    def usage(cls) -> str:
        """The arguments as help shows them: `[period] [by <dimension>] [<dimension>=<value> …]`."""
        return " ".join(_usage(slot) for slot in _slots(cls).values())

    @classmethod
    def read(cls, line: str, ctx: Ctx) -> Self:
        """The arguments of a line; UserError or AnalyticsError says what was not understood."""
        slots = _slots(cls)
        words = cut_out(split_words(line), _keywords(slots))
        try:
            return cls(**_Sorted.of(words, slots).read(slots, ctx))
        except (UserError, UnknownName):
            with suppress(UserError, UnknownName):
                return cls(**_Sorted.of(words, slots).parted(slots, ctx).read(slots, ctx))
            raise


def _slots(model: type[BaseModel]) -> dict[str, Slot]:
    return {
        name: next(mark for mark in info.metadata if isinstance(mark, Slot))
        for name, info in model.model_fields.items()
    }


def _usage(slot: Slot) -> str:
    if isinstance(slot, Keyword):
        return f"[{slot.words[0]} <{slot.type.hint}>]"
    return f"[{slot.type.hint}]"


def _keywords(slots: Mapping[str, Slot]) -> list[str]:
    keyed = [slot for slot in slots.values() if isinstance(slot, Keyword)]
    return [word for slot in keyed for word in (*slot.words, *slot.shorthands)]


@dataclass
class _Sorted:
    """A line's words by where they belong."""

    leading: list[str] = field(default_factory=list)
    pairs: list[str] = field(default_factory=list)
    keyed: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, words: list[str], slots: Mapping[str, Slot]) -> Self:
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

    def read(self, slots: Mapping[str, Slot], ctx: Ctx) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, slot in slots.items():
            if isinstance(slot, Filters):
                values[name] = self._filters(slot.type, ctx)
            elif isinstance(slot, Keyword) and name in self.keyed:
                values[name] = _read_keyword(slot, " ".join(self.keyed[name]), ctx)
        return values | _positionals(self.leading, slots, ctx)

    def parted(self, slots: Mapping[str, Slot], ctx: Ctx) -> Self:
        """Itself with leading words cut at those the data hold, lone values given to keywords."""
        for slot in slots.values():
            if isinstance(slot, Filters):
                self.leading = [part for word in self.leading for part in slot.type.cut(word, ctx)]
        for name, slot in slots.items():
            if isinstance(slot, Keyword) and slot.lone and name not in self.keyed:
                self._give_lone(name, slot.type, ctx)
        return self

    def _give_lone(self, name: str, reader: ArgumentType, ctx: Ctx) -> None:
        for place, word in enumerate(self.leading):
            with suppress(UserError, UnknownName):
                reader.read(word, ctx)
                self.keyed[name] = [self.leading.pop(place)]
                return

    def _filters(self, reader: FilterType, ctx: Ctx) -> dict[str, tuple[str | None, ...]]:
        """Filters from the pairs and from lone words, which are taken out of `leading`."""
        found: dict[str, tuple[str | None, ...]] = {}
        read = [one for pair in self.pairs for one in _read_pair(reader, pair, ctx)]
        bare = {word: reader.read_bare(word, ctx) for word in self.leading}
        self.leading = [word for word in self.leading if bare[word] is None]
        for dimension, word in [*read, *filter(None, bare.values())]:
            found[dimension] = (*found.get(dimension, ()), word)
        return found


def _opened(word: str, slots: Mapping[str, Slot]) -> tuple[str, list[str]]:
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
        msg("Usage: {usage}", usage=usage_message(_usage(slot))),
    )


def _positionals(words: list[str], slots: Mapping[str, Slot], ctx: Ctx) -> dict[str, Any]:
    """Give each positional field, in order, the longest run of words it can read."""
    values: dict[str, Any] = {}
    refusal: Exception | None = None
    for name, slot in slots.items():
        if isinstance(slot, Positional) and words:
            taken, value, refused = _longest(slot.type, words, ctx)
            refusal = refusal or refused
            if taken:
                values[name], words = value, words[taken:]
    if words:
        raise refusal or _not_understood(" ".join(words), slots)
    return values


def _longest(
    reader: ArgumentType, words: list[str], ctx: Ctx
) -> tuple[int, Any, UserError | AnalyticsError | None]:
    """How many of the first words the type reads, the value, and why more could not be read."""
    refusal: UserError | AnalyticsError | None = None
    for size in range(len(words), 0, -1):
        try:
            return size, reader.read(" ".join(words[:size]), ctx), refusal
        except (UserError, AnalyticsError) as error:
            refusal = refusal or error
    return 0, None, refusal


def _not_understood(text: str, slots: Mapping[str, Slot]) -> UserError:
    usage = usage_message(" ".join(_usage(slot) for slot in slots.values()))
    return UserError(
        msg("“{word}” is not understood here.", word=Name(text=text[:60])),
        msg("Usage: {usage}", usage=usage),
    )
