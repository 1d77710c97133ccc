"""What a budget shift is made from, read from a shop: today's spend, its past, its curves."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from analytics.credits import Credited, CreditRule, credit
from analytics.errors import MissingTable
from analytics.occasions import Occasion
from analytics.periods import Period
from analytics.phase_keys import phase_keys
from analytics.response import Fit, Refused
from analytics.response_history import read_covariates, read_histories
from analytics.shift_budget import planned_budget
from analytics.shift_campaigns import Spent, Standing, whole_parts
from analytics.shift_curves import learn_curves
from analytics.shift_demand import coming_demand
from analytics.shop import Shop
from analytics.statement import Statement

NOW_DAYS = 28
"""Today's spend is the mean of so many days, and a younger campaign is on trial."""

QUIET_DAYS = 7
"""A campaign that spent nothing for so long does not run any more."""

PAST_DAYS = 730
"""How far back curves are learnt from."""


StopLine = Callable[[str, bool], float]
"""R07: the return below which a campaign of a channel is weak, or one run through a creator."""


@dataclass(frozen=True)
class Ground:
    """What a plan stands on. `until`: the day after the last whole day of data, half-open.

    `daily`: what each campaign spent a day over the last four weeks, in money.
    """

    until: date
    daily: Mapping[tuple[str, str | None], float]
    standing: Mapping[tuple[str, str | None], Standing]
    fits: Mapping[str, Fit | Refused]

    @property
    def recent(self) -> Period:
        """The days today's spend is the mean of."""
        return Period(self.until - timedelta(days=NOW_DAYS), self.until)

    def over(self, days: int) -> tuple[Spent, ...]:
        """What each campaign spends in so many days if it goes on so, in whole units.

        What is over goes on as money of its channel, to be given to new campaigns: None.
        """
        amounts: dict[tuple[str, str | None], float] = {}
        for (channel, campaign), amount in self.daily.items():
            lasts = self.standing[channel, campaign] != "over"
            key = (channel, campaign if lasts else None)
            amounts[key] = amounts.get(key, 0.0) + amount * days
        keys = sorted(amounts, key=lambda key: (key[0], key[1] is None, key[1] or ""))
        exact = [amounts[key] for key in keys]
        rounded = whole_parts(round(sum(exact)), exact)
        return tuple(
            Spent(*key, now, self.standing[key] if key[1] is not None else "over")
            for key, now in zip(keys, rounded, strict=True)
        )


def read_ground(
    shop: Shop, rule: CreditRule, occasions: Sequence[Occasion], stop: StopLine
) -> Ground:
    """The spend, the campaigns' standing and the curves as the data show them now.

    MissingTable where spend or orders were never loaded, and where nothing was spent lately.
    """
    until = data_until(shop)
    recent = Period(until - timedelta(days=NOW_DAYS), until)
    slices = shop.split(("spend",), recent, ("channel", "campaign"))
    spent = {(s.key[0], s.key[1]): float(s.values["spend"] or 0) for s in slices}
    daily = {
        (channel, campaign): amount / NOW_DAYS
        for (channel, campaign), amount in spent.items()
        if channel and amount > 0
    }
    if not daily:
        raise MissingTable("ad_spend")
    credited = credit(shop, recent, rule, ("channel", "campaign")).rows
    return Ground(
        until=until,
        daily=daily,
        standing=_standing(shop, until, daily, credited, stop),
        fits=read_fits(shop, until, rule, occasions),
    )


def read_fits(
    shop: Shop, until: date, rule: CreditRule, occasions: Sequence[Occasion]
) -> Mapping[str, Fit | Refused]:
    """Each channel's curve, learnt from the two years before `until`, or from what there is."""
    first = shop.coverage("ad_spend").first_day or until
    start = max(first, until - timedelta(days=PAST_DAYS))
    histories = read_histories(shop, start, until, rule, ("channel",))
    return learn_curves(histories, read_covariates(shop, start, until, occasions))


def read_demand(shop: Shop, occasions: Sequence[Occasion], recent: Period, coming: Period) -> float:
    """How well the shop usually sells on days to come, relative to recent ones.

    From sales that no campaign brought where there are any: spend is not taken for demand.
    """
    metric = "paid_gmv" if shop.knows("paid_gmv") else "gmv"
    first = shop.coverage("orders").first_day or recent.start
    own = shop.series(metric, first, recent.start, {"campaign": (None,)})
    sales = own if any(own.values) else shop.series(metric, first, recent.start)
    keys = phase_keys(first, coming.last, occasions)
    return coming_demand(sales, keys, recent, coming)


def data_until(shop: Shop) -> date:
    """The day after the last day that both spend and orders cover whole."""
    ends = [shop.coverage(table).until for table in ("ad_spend", "orders")]
    if None in ends:
        raise MissingTable("ad_spend" if ends[0] is None else "orders")
    return min(end.date() for end in ends if end is not None)


def read_budget(shop: Shop, start: date, end: date) -> float | None:
    """The budget set for those days by targets of spend; None where there is none."""
    return planned_budget(shop.targets(), start, end) if shop.has("targets") else None


@cache
def _campaign_runs() -> Statement:
    return Statement((files("analytics") / "sql" / "campaign_runs.sql").read_text("utf-8"))


def _standing(
    shop: Shop,
    until: date,
    daily: Mapping[tuple[str, str | None], float],
    credited: Mapping[tuple[str | None, ...], Credited],
    stop: StopLine,
) -> dict[tuple[str, str | None], Standing]:
    known = {(row[0], row[1]): row[2:] for row in shop.fetch(_campaign_runs())}
    found: dict[tuple[str, str | None], Standing] = {}
    for key, amount in daily.items():
        value = credited[key].value if key in credited else 0.0
        found[key] = _stands(key, known.get(key), until, value / (amount * NOW_DAYS), stop)
    return found


def _stands(
    key: tuple[str, str | None], known: Any, until: date, roi: float, stop: StopLine
) -> Standing:
    """How a campaign stands, from its first and last day of spend, its end and its creator."""
    if known is None:
        return "over"
    first, last, ends_on, creator = known
    if last < until - timedelta(days=QUIET_DAYS) or (ends_on and ends_on < until):
        return "over"
    if first >= until - timedelta(days=NOW_DAYS):
        return "trial"
    return "weak" if roi < stop(key[0], bool(creator)) else "running"
