"""The kinds of words commands take: periods, comparisons, dimensions, metrics, filters, choices."""

from contextlib import suppress
from dataclasses import dataclass

from analytics.errors import UnknownName
from analytics.periods import Period, parse_period
from analytics.spelling import alike, closest
from analytics.versus import Versus, parse_versus
from commands.kit.blocks import label
from commands.kit.context import Ctx
from commands.kit.errors import UserError
from commands.kit.message import msg
from commands.kit.slots import Near
from commands.kit.values import Name
from commands.kit.words import cut_at

Where = dict[str, tuple[str | None, ...]]
"""Filters: the words allowed for each dimension; None is a row without a word."""

_TIMES = ("hour", "weekday")
_NO_WORD = ("none", "unknown", "(none)", "无", "未知", "空")


@dataclass(frozen=True)
class PeriodType:
    """`yesterday`, `7d`, `2026-11`, `双11`, `上周` …

    `this_year`: words without a year are of the running one, also those still to come.
    """

    hint: str = "period"
    this_year: bool = False

    def read(self, text: str, ctx: Ctx) -> Period:
        return parse_period(text, now=ctx.now, occasions=ctx.occasions, this_year=self.this_year)


class VersusType:
    """`prev`, `lastyear`, `target`, `channel=…` or a period."""

    hint = "comparison"

    def read(self, text: str, ctx: Ctx) -> Versus:
        text = text.removeprefix("to ").removeprefix("with ")  # compared to …
        try:
            return parse_versus(text, now=ctx.now, occasions=ctx.occasions)
        except UnknownName:
            if (found := WhereType().read_bare(text, ctx)) and found[1]:
                return Versus("slice", found[0], found[1])
            raise


class DimensionType:
    """A dimension of the catalogue, in either language: also `channels`, 各渠道."""

    hint = "dimension"

    def read(self, text: str, ctx: Ctx) -> str:
        bare = text.casefold().removesuffix("s").removeprefix("每").lstrip("个各分")
        with suppress(UnknownName):
            return ctx.catalogue.find_dimension(bare)
        return ctx.catalogue.find_dimension(text)


class MetricType:
    """A metric of the catalogue, in either language."""

    hint = "metric"

    def read(self, text: str, ctx: Ctx) -> str:
        return ctx.catalogue.find_metric(text)


class WhereType:
    """`channel=抖音`, `渠道=抖音,天猫`, or a lone word the data hold (`抖音`)."""

    hint = "dimension=value …"
    dimensions: tuple[str, ...] = ("channel", "category", "region", "device", "campaign")
    """Whose words may stand alone, or run together with others: the likeliest first."""

    def read_pair(self, name: str, value: str, ctx: Ctx) -> tuple[str, str | None]:
        dimension = ctx.catalogue.find_dimension(name)
        if dimension in _TIMES:
            raise UserError(
                msg(
                    "It is not possible to filter by {dimension}.", dimension=label(dimension, ctx)
                ),
                msg("Split by it instead: {words}", words=Name(text=f"by {dimension}")),
            )
        if value.casefold() in _NO_WORD:
            return dimension, None
        spelled = ctx.catalogue.dimensions[dimension].spelled(value)
        if found := ctx.shop.find_word(spelled, dimension):
            return found
        words = ctx.shop.words(dimension)
        raise UnknownName(dimension, value, _close(value, words, dimension, ctx), words)

    def read_bare(self, word: str, ctx: Ctx) -> tuple[str, str | None] | None:
        spelled = ctx.catalogue.dimensions["channel"].spelled(word)
        return ctx.shop.find_word(spelled)

    def cut(self, word: str, ctx: Ctx) -> list[str]:
        return cut_at(word, [one for name in self.dimensions for one in _spellings(name, ctx)])

    def nearest(self, word: str, ctx: Ctx) -> Near | None:
        found = [near for name in self.dimensions if (near := _nearest(word, name, ctx))]
        return max(found, key=lambda near: near.likeness, default=None)


def _nearest(word: str, dimension: str, ctx: Ctx) -> Near | None:
    spellings = _spellings(dimension, ctx)
    near = closest(word, spellings)
    if not near:
        return None
    right = tuple(dict.fromkeys(spellings[one] for one in near))
    return Near(UnknownName(dimension, word, right, tuple(spellings)), alike(word, near[0]))


def _close(value: str, words: tuple[str, ...], dimension: str, ctx: Ctx) -> tuple[str, ...]:
    """The nearest words the data hold, a near spelling leading to the word itself."""
    spellings = _spellings(dimension, ctx, words)
    return tuple(dict.fromkeys(spellings[near] for near in closest(value, spellings)))


def _spellings(dimension: str, ctx: Ctx, words: tuple[str, ...] | None = None) -> dict[str, str]:
    """Every way to write the words a dimension holds, with the word itself."""
    words = ctx.shop.words(dimension) if words is None else words
    others = ctx.catalogue.dimensions[dimension].words
    spellings = {word: word for word in words}
    return spellings | {other: word for word in words for other in others.get(word, ())}


@dataclass(frozen=True)
class ChoiceType:
    """One of a few words; `aliases` maps other spellings to them."""

    hint: str
    kind: str
    choices: tuple[str, ...]
    aliases: tuple[tuple[str, str], ...] = ()

    def read(self, text: str, ctx: Ctx) -> str:
        spellings = {c.casefold(): c for c in self.choices} | dict(self.aliases)
        if (found := spellings.get(text.casefold())) is None:
            raise UnknownName(self.kind, text, closest(text, spellings), self.choices)
        return found


@dataclass(frozen=True)
class TextType:
    """Any words."""

    hint: str

    def read(self, text: str, ctx: Ctx) -> str:
        return text
