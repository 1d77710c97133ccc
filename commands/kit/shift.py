"""A budget shift as it is proposed, reviewed, exported and kept."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

MATERIAL_SHARE = Decimal("0.02")
"""An amount that moves by more than this share of the budget changes a proposal."""

MATERIAL_GAIN = 0.25
"""So does a gain that moves by more than this share of itself."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ShiftRow(_Frozen):
    """What one campaign spends over the proposal's days, now and as proposed.

    Rows are leaves: their sum over a channel is the channel. `campaign` is None for what a channel
    spends outside campaigns. `response_now` and `response` are the paid GMV credited to it over
    those days, `marginal_now` and `marginal` what one more unit of money brings there; a channel
    whose response is not known has 0 for all four. `extrapolates`: its channel would spend more
    than it ever has.
    """

    channel: str
    campaign: str | None
    now: Decimal
    to: Decimal
    response_now: float
    response: float
    marginal_now: float
    marginal: float
    extrapolates: bool

    @property
    def change(self) -> Decimal:
        """What is added, negative where it is taken away."""
        return self.to - self.now


class ShiftProposal(_Frozen):
    """A plan for the half-open days `start` to `end`, all money over those days together.

    `line` makes it anew. `budget` holds `reserve` and what the rows are to spend; `gain` is
    expected against today's split, with its 80 % interval. `month_budget` is what the small and
    the large shifts of R23 are told apart by. `data_until`: the last day it was computed from.
    """

    line: str
    start: date
    end: date
    budget: Decimal
    reserve: Decimal
    rows: tuple[ShiftRow, ...]
    gain: float
    low: float
    high: float
    month_budget: Decimal
    data_until: date

    @property
    def days(self) -> int:
        """How many days it is for."""
        return (self.end - self.start).days

    @property
    def moved(self) -> Decimal:
        """The money that changes its place: the increases, or the cuts where those are more."""
        added = _sum(row.change for row in self.rows if row.change > 0)
        taken = -_sum(row.change for row in self.rows if row.change < 0)
        return max(added, taken)


def is_stale(old: ShiftProposal, fresh: ShiftProposal) -> bool:
    """Whether the data now propose something materially different from what was reviewed.

    That is: other campaigns, an amount off by more than 2 % of the budget, a gain that is no
    gain any more, or one off by more than a quarter.
    """
    before, after = _amounts(old), _amounts(fresh)
    if before.keys() != after.keys():
        return True
    room = MATERIAL_SHARE * old.budget
    if any(abs(after[name] - before[name]) > room for name in before):
        return True
    turned = (old.gain > 0) != (fresh.gain > 0)
    return turned or abs(fresh.gain - old.gain) > MATERIAL_GAIN * abs(old.gain)


def _amounts(proposal: ShiftProposal) -> dict[tuple[str, str | None], Decimal]:
    return {(row.channel, row.campaign): row.to for row in proposal.rows}


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))
