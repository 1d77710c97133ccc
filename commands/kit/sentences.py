"""Small sentence pieces shared by commands: lists, names of rows without a word."""

from collections.abc import Mapping, Sequence

from analytics.drivers import REST, Contribution
from analytics.sales import NO_WORD
from analytics.tree import GUESTS
from commands.kit.blocks import label, quantity
from commands.kit.context import Ctx
from commands.kit.message import Msg, msg
from commands.kit.message import listed as listed
from commands.kit.values import Name


def scoped(metric: str, where: Mapping[str, Sequence[str | None]], ctx: Ctx) -> Msg:
    """The metric's name, with the slice it is filtered to: “Paid GMV (抖音)”."""
    name = label(metric, ctx)
    words = slice_words(where, ctx)
    return msg("{metric} ({slice})", metric=name, slice=listed(words)) if words else name


def slice_words(where: Mapping[str, Sequence[str | None]], ctx: Ctx) -> list[Msg]:
    """A slice's own words; rows without one are “no campaign”."""
    return [
        msg("no {dimension}", dimension=label(name, ctx))
        if word is None
        else msg("{word}", word=dimension_word(name, word))
        for name, words in where.items()
        for word in words
    ]


def dimension_word(dimension: str, word: str) -> Name | Msg:
    """A word of a dimension as people say it: weekdays and customer types have sentences."""
    if dimension == "weekday" and word.isdigit():
        return weekday_name(word)
    if dimension == "customer_type":
        return _CUSTOMER_TYPES.get(word) or slice_name(word)
    return slice_name(word)


_CUSTOMER_TYPES = {
    "new": msg("new customers"),
    "returning": msg("returning customers"),
    "guest": msg("guests"),
}


def factor_name(name: str, ctx: Ctx) -> Msg:
    """A tree factor's name for people."""
    if name == GUESTS:
        return msg("guests")
    return label(name, ctx)


def slice_name(name: str) -> Name | Msg:
    """A slice's name: the data's own word, or a sentence for rows outside every word."""
    if name == NO_WORD:
        return msg("(none)")
    if name == REST:
        return msg("(rest)")
    return Name(text=name)


def weekday_name(number: str) -> Msg:
    """The weekday of an ISO number as text, "1" for Monday."""
    return _WEEKDAYS[int(number) - 1]


_WEEKDAYS = (
    msg("Monday"),
    msg("Tuesday"),
    msg("Wednesday"),
    msg("Thursday"),
    msg("Friday"),
    msg("Saturday"),
    msg("Sunday"),
)


def with_amount(name: Name | Msg, part: Contribution, ctx: Ctx) -> Msg:
    """“visitors −¥80,000”: a contribution in words."""
    amount = quantity(part.amount, "money", ctx.currency, signed=True)
    return msg("{name} {amount}", name=name, amount=amount)
