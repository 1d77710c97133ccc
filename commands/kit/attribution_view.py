"""An attribution as an answer looks at it: what is measured, by which model, in which order."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Self, cast

from analytics.attribution.journeys import Key
from analytics.attribution.report import Attribution, measure_attribution
from analytics.credits import MODELS, Credit, Credited, CreditRule, Model
from commands.kit.argument_types import Where
from commands.kit.blocks import money
from commands.kit.comparing import Compared
from commands.kit.context import Ctx
from commands.kit.message import Msg, listed, msg
from commands.kit.roi_words import MODEL
from commands.kit.values import Name, Number, Value

FEW_ORDERS = 10
"""Fewer credited orders are shown with their part of one."""

ALIKE = 0.005
"""Models that differ by less than this share of the whole are said to agree."""


@dataclass(frozen=True)
class View:
    """One answer: `by` is the dimension asked, `report` the credit of the period found.

    `model` counts; `where` are the channels and campaigns asked about, all where there are none.
    """

    ctx: Ctx
    found: Compared
    by: str
    model: Model
    where: Where
    report: Attribution

    @classmethod
    def measured(cls, ctx: Ctx, found: Compared, by: str | None, about: Where) -> Self:
        """Measured as asked: one channel by its campaigns, all by channel, else `by`."""
        rules = ctx.rules.R21
        where = {name: words for name, words in about.items() if name != MODEL}
        model = cast("Model", about.get(MODEL, (rules.model,))[-1])
        by = by or ("campaign" if where and "campaign" in ctx.shop.dimensions else "channel")
        rule = CreditRule(model, rules.window_days, rules.half_life_days)
        keys = tuple(dict.fromkeys((by, *where)))
        report = measure_attribution(ctx.shop, found.now.period, rule, keys)
        return cls(ctx, found, by, model, where, _narrowed(report, keys, where))

    @property
    def main(self) -> Credit:
        """The credit by that model."""
        return self.report.credits[self.model]

    @cached_property
    def by_value(self) -> bool:
        """Whether paid amounts are known; else orders are counted."""
        return self.ctx.shop.knows("paid_gmv")

    @cached_property
    def keys(self) -> list[Key]:
        """All keys any model credits, by the main model, the most first; none named at last."""

        def rank(key: Key) -> tuple[bool, float, str]:
            return key[0] is None, -self.amount(self.model, key), str(key)

        return sorted(_all_keys(self.report.credits), key=rank)

    @property
    def named(self) -> list[Key]:
        """Those that have a name."""
        return [key for key in self.keys if key[0] is not None]

    def amount(self, model: Model, key: Key) -> float:
        """A key's credit in the unit of the answer; 0 where the model gives it none."""
        return self.of(self.report.credits[model].rows.get(key, Credited()))

    def of(self, credited: Credited) -> float:
        """Value, or orders where amounts are not known."""
        return credited.value if self.by_value else credited.orders

    @property
    def total(self) -> float:
        """All there is to credit in the period, asked about or not."""
        return self.of(self.main.total)

    @property
    def asked(self) -> float:
        """What the main model credits to what was asked about."""
        return sum(self.amount(self.model, key) for key in self.keys)

    def shown(self, amount: float) -> Value:
        """An amount for people: money rounded as it is stored."""
        if self.by_value:
            return money(Decimal(str(round(amount, 4))), self.ctx)
        return orders(amount)

    def widest(self) -> tuple[Key, Model, Model] | None:
        """The name on which models differ most, with those that say least and most; None where
        they agree."""
        if not self.named or self.total <= 0:
            return None
        low, high, key = max(map(self._ends, self.named), key=lambda e: self._gap(*e))
        return (key, low, high) if self._gap(low, high, key) > ALIKE * self.total else None

    def _ends(self, key: Key) -> tuple[Model, Model, Key]:
        """The models that give a key least and most."""
        told = sorted(MODELS, key=lambda model: self.amount(model, key))
        return told[0], told[-1], key

    def _gap(self, low: Model, high: Model, key: Key) -> float:
        return self.amount(high, key) - self.amount(low, key)


def _narrowed(report: Attribution, keys: tuple[str, ...], where: Where) -> Attribution:
    """Only what was asked about, its keys without the words that all of them share.

    Totals stay those of the period.
    """
    kept = [place for place, name in enumerate(keys) if not place or len(where[name]) > 1]
    asked = {key: tuple(key[place] for place in kept) for key in _all_keys(report.credits)}
    asked = {
        key: short
        for key, short in asked.items()
        if all(key[keys.index(name)] in words for name, words in where.items())
    }
    return replace(
        report,
        credits={
            model: replace(each, rows={asked[k]: v for k, v in each.rows.items() if k in asked})
            for model, each in report.credits.items()
        },
        chained={asked[k]: v for k, v in report.chained.items() if k in asked},
        assists={asked[k]: v for k, v in report.assists.items() if k in asked},
    )


def _all_keys(found: Mapping[Model, Credit]) -> set[Key]:
    return {key for credit in found.values() for key in credit.rows}


def orders(count: float) -> Number:
    """Credited orders, which are shared and so no whole number: a part shows where they are few."""
    return Number(number=count, digits=1 if 0 < count < FEW_ORDERS else 0)


def key_name(key: Key) -> Name | Msg:
    """A channel or campaign, beside what tells it from others; traffic without one says so."""
    first, *rest = (msg("(none)") if word is None else Name(text=word) for word in key)
    return listed([msg("{name}", name=each) for each in (first, *rest)]) if rest else first
