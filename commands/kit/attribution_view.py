"""An attribution as an answer looks at it: what is measured, by which model, in which order."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from analytics.attribution.journeys import Key
from analytics.attribution.report import Attribution
from analytics.credits import MODELS, Credit, Credited, Model
from commands.kit.blocks import money
from commands.kit.comparing import Compared
from commands.kit.context import Ctx
from commands.kit.message import Msg, msg
from commands.kit.values import Name, Number, Value

FEW_ORDERS = 10
"""Fewer credited orders are shown with their part of one."""

ALIKE = 0.005
"""Models that differ by less than this share of the whole are said to agree."""


@dataclass(frozen=True)
class View:
    """One answer: `by` is the dimension asked, `report` the credit of the period found."""

    ctx: Ctx
    found: Compared
    by: str
    report: Attribution

    @property
    def model(self) -> Model:
        """The model that counts where none is named."""
        return self.ctx.rules.R21.model

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
        every = {key for credit in self.report.credits.values() for key in credit.rows}

        def rank(key: Key) -> tuple[bool, float, str]:
            return key == (None,), -self.amount(self.model, key), str(key)

        return sorted(every, key=rank)

    @property
    def named(self) -> list[Key]:
        """Those that have a name."""
        return [key for key in self.keys if key != (None,)]

    def amount(self, model: Model, key: Key) -> float:
        """A key's credit in the unit of the answer; 0 where the model gives it none."""
        return self.of(self.report.credits[model].rows.get(key, Credited()))

    def of(self, credited: Credited) -> float:
        """Value, or orders where amounts are not known."""
        return credited.value if self.by_value else credited.orders

    @property
    def total(self) -> float:
        """All there is to credit."""
        return self.of(self.main.total)

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


def orders(count: float) -> Number:
    """Credited orders, which are shared and so no whole number: a part shows where they are few."""
    return Number(number=count, digits=1 if 0 < count < FEW_ORDERS else 0)


def key_name(key: Key) -> Name | Msg:
    """A channel or campaign; traffic without one says so."""
    return msg("(none)") if key[0] is None else Name(text=key[0])
