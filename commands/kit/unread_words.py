"""Which words of a line nothing could read, and how they are refused."""

from collections.abc import Iterator

from analytics.errors import AnalyticsError, UnknownName
from analytics.spelling import alike
from commands.kit.context import Ctx
from commands.kit.errors import NotUnderstood, UserError
from commands.kit.slots import Filters, Near, Positional, Slots
from commands.kit.sorted_words import Leftover

LONGEST_RUN, MOST_WORDS = 4, 24
ALIKE, ALIKE_SIGNS = 0.5, 0.4
"""From what likeness on a word is nearly another; of Chinese words few signs are all there is."""


def unread(words: list[str], slots: Slots, ctx: Ctx) -> list[str]:
    """The words that no field could read, alone or in a run."""
    left: list[str] = []
    place = 0
    while place < len(words):
        sizes = range(min(LONGEST_RUN, len(words) - place), 0, -1)
        runs = (size for size in sizes if _reads(words[place : place + size], slots, ctx))
        size = next(runs, 0)
        left += [] if size else [words[place]]
        place += size or 1
    return left


def refuse(left: Leftover, slots: Slots, ctx: Ctx) -> UserError | AnalyticsError:
    """Why a line cannot be read: the words that mean nothing, and what is nearest to them.

    A field's own sentence goes first; then a near word of any kind; then what looks like a date;
    a word that has a meaning but no place left is one too many.
    """
    if isinstance(left.refusal, UserError):
        return left.refusal
    if len(left.words) > MOST_WORDS:
        return NotUnderstood(" ".join(left.words))
    words = unread(left.words, slots, ctx)
    if not words:
        return NotUnderstood(" ".join(left.words), has_meaning=True)
    text = " ".join(words)
    refusals = [*_refusals(text, slots, ctx)]
    best = max(refusals, key=lambda each: each.likeness, default=None)
    if best and best.likeness >= (ALIKE if text.isascii() else ALIKE_SIGNS):
        return best.refusal
    if any(map(str.isdigit, text)) and _takes_days(left.refusal):
        return UnknownName("period", text)
    there_is = (each.refusal for each in refusals if not each.likeness)
    return next(there_is, NotUnderstood(text))


def _refusals(text: str, slots: Slots, ctx: Ctx) -> Iterator[Near]:
    for slot in slots.values():
        if isinstance(slot, Filters):
            if near := slot.type.nearest(text, ctx):
                yield near
        elif isinstance(slot, Positional) or slot.lone:
            try:
                slot.type.read(text, ctx)
            except UnknownName as error:
                if error.close and (likeness := alike(text, error.close[0])):
                    yield Near(error, likeness)
            except (UserError, AnalyticsError):
                continue


def _takes_days(refusal: UserError | AnalyticsError | None) -> bool:
    return isinstance(refusal, UnknownName) and refusal.kind == "period"


def _reads(words: list[str], slots: Slots, ctx: Ctx) -> bool:
    text = " ".join(words)
    for slot in slots.values():
        try:
            if isinstance(slot, Filters):
                if len(words) == 1 and ("=" in text or slot.type.read_bare(text, ctx)):
                    return True
            elif isinstance(slot, Positional) or slot.lone:
                slot.type.read(text, ctx)
                return True
        except (UserError, AnalyticsError):
            continue
    return False
