"""What `/attribution` reports: the models side by side, and what the chain says of each key."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from analytics.attribution.bootstrap import bootstrap_markov
from analytics.attribution.journeys import Floats, Journeys, Key
from analytics.attribution.markov import credit_by_markov
from analytics.credits import Credit, Credited, CreditRule, Model, credit_with_journeys
from analytics.periods import Period
from analytics.shop import Shop


@dataclass(frozen=True)
class Chained:
    """What Markov says of a key, for orders with journeys.

    `effect`: the share of their orders that would be lost without it, by the chain. `low`,
    `high`: where its credit lies in 80 of 100 draws, the orders that stand as they are included.
    """

    effect: float
    low: Credited
    high: Credited


@dataclass(frozen=True)
class Attribution:
    """The credit by every model; keys and totals as in `Credit`.

    `chained`: only keys seen in journeys. `assists`: orders in whose journeys a key had a touch
    that was not the last. `touches_per_order`: of orders with journeys, None where there are none.
    """

    credits: Mapping[Model, Credit]
    chained: Mapping[Key, Chained]
    assists: Mapping[Key, float]
    touches_per_order: float | None


def measure_attribution(
    shop: Shop, period: Period, rule: CreditRule, by: tuple[str, ...] = ("channel",)
) -> Attribution:
    """The report on the orders paid in the period; MissingTable without orders."""
    found, journeys = credit_with_journeys(shop, period, rule, by)
    bought = float(journeys.conversions.sum())
    steps = float((journeys.conversions * journeys.sizes).sum())
    return Attribution(
        credits=found,
        chained=_chained(found["markov"], journeys),
        assists=_assists(journeys),
        touches_per_order=steps / bought if bought else None,
    )


def _chained(markov: Credit, journeys: Journeys) -> dict[Key, Chained]:
    order = markov.order or 1
    removal, sure = credit_by_markov(journeys, order), bootstrap_markov(journeys, order)

    def moved(key: Key, end: Floats, place: int) -> Credited:
        """The credit with the chain's part replaced by the interval's end."""
        return markov.rows[key] + Credited(*(end[place] - removal.credit[place]).tolist())

    return {
        key: Chained(
            float(removal.effects[place, 0]),
            moved(key, sure.low, place),
            moved(key, sure.high, place),
        )
        for place, key in enumerate(journeys.names)
    }


def _assists(journeys: Journeys) -> dict[Key, float]:
    """Each order counts once for a key, however often it was touched on the way."""
    if not journeys.names:
        return {}
    names = len(journeys.names)
    ahead = journeys.places < journeys.sizes[journeys.owners] - 1
    pairs = np.unique(journeys.owners[ahead] * names + journeys.touches[ahead])
    orders = np.bincount(pairs % names, journeys.conversions[pairs // names], names)
    return dict(zip(journeys.names, orders.tolist(), strict=True))
