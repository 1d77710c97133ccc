"""A command's arguments: a frozen model whose fields read themselves from words of chat.

Words before any keyword fill the positional fields in order; `by …` and `vs …` (and their Chinese
words) fill keyword fields; `name=value` pairs, and lone words the shop's data hold, are filters.
A line that cannot be read so is read once more as people type in a hurry: `loose_words`.
Each argument type reads one text and refuses it with the nearest right words.
"""

from contextlib import suppress
from typing import Self

from pydantic import BaseModel, ConfigDict

from analytics.errors import UnknownName
from commands.kit.context import Ctx
from commands.kit.errors import UserError
from commands.kit.loose_words import loosened
from commands.kit.slots import Filters, Keyword, Positional, Slot, Slots, usage_of
from commands.kit.sorted_words import Leftover, SortedWords
from commands.kit.unread_words import refuse
from commands.kit.words import cut_out, split_words

__all__ = ["Arguments", "Filters", "Keyword", "Positional", "Slot"]


class Arguments(BaseModel):
    """Base of every command's arguments."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    @classmethod
    def usage(cls) -> str:
        """The arguments as help shows them: `[period] [by <dimension>] [<dimension>=<value> …]`."""
        return usage_of(_slots(cls))

    @classmethod
    def read(cls, line: str, ctx: Ctx) -> Self:
        """The arguments of a line; UserError or AnalyticsError says what was not understood."""
        slots = _slots(cls)
        words = cut_out(split_words(line), _keywords(slots))
        with suppress(UserError, UnknownName):
            return cls(**SortedWords.of(words, slots).read(slots, ctx))
        try:
            return cls(**loosened(SortedWords.of(words, slots), slots, ctx).read(slots, ctx))
        except Leftover as left:
            raise refuse(left, slots, ctx) from None


def _slots(model: type[BaseModel]) -> Slots:
    return {
        name: next(mark for mark in info.metadata if isinstance(mark, Slot))
        for name, info in model.model_fields.items()
    }


def _keywords(slots: Slots) -> list[str]:
    keyed = [slot for slot in slots.values() if isinstance(slot, Keyword)]
    return [word for slot in keyed for word in (*slot.words, *slot.shorthands)]
