"""How well the curves would have told the coming four weeks, in the past of a shop.

From many past days: curves learned from what was known then, asked for the value of the next four
weeks at the spend that came to be; against the return of the last four weeks times that spend.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from analytics.curves import Floats
from analytics.forecast import Landing, land
from analytics.response import Fit, History, fit_responses
from analytics.response_covariates import learn_covariates
from analytics.seasonality import DailySeries

WEEKS4 = 28
LEVEL = 0.8
_DEMAND_Z = 1.2816


@dataclass(frozen=True)
class Trial:
    """One channel's four weeks from `start`: what came, what was told, and two simple ways.

    `naive`: the return of the four weeks before × spend. `scaled`: that times the expected
    change of the shop's demand, which `expected` counts with too.
    """

    name: str
    start: date
    actual: float
    expected: float
    low: float
    high: float
    naive: float
    scaled: float


@dataclass(frozen=True)
class Score:
    """Errors are sums of absolute errors over sums of actual values; `name` None: all."""

    name: str | None
    trials: int
    error: float
    naive: float
    scaled: float
    inside: float


def backtest(
    histories: Sequence[History],
    sales: DailySeries,
    keys: Mapping[date, str],
    origins: Iterable[date],
) -> tuple[Trial, ...]:
    """A trial for each channel with a curve and spend on each of the days `origins`.

    `sales`, `keys`: as `learn_covariates` takes them.
    """
    return tuple(trial for origin in origins for trial in _from(origin, histories, sales, keys))


def scores(trials: Sequence[Trial]) -> tuple[Score, ...]:
    """By channel, then over all; none without trials."""
    names = list(dict.fromkeys(trial.name for trial in trials))
    groups = [(name, [t for t in trials if t.name == name]) for name in names]
    everything: list[tuple[str | None, list[Trial]]] = [(None, list(trials))]
    return tuple(_score(name, found) for name, found in [*groups, *everything] if found)


def _score(name: str | None, trials: Sequence[Trial]) -> Score:
    actual = np.array([t.actual for t in trials])

    def off(told: Iterable[float]) -> float:
        return float(np.abs(np.fromiter(told, float) - actual).sum() / actual.sum())

    return Score(
        name=name,
        trials=len(trials),
        error=off(t.expected for t in trials),
        naive=off(t.naive for t in trials),
        scaled=off(t.scaled for t in trials),
        inside=sum(t.low <= t.actual <= t.high for t in trials) / len(trials),
    )


def _from(
    origin: date, histories: Sequence[History], sales: DailySeries, keys: Mapping[date, str]
) -> Iterable[Trial]:
    past = [_until(each, origin) for each in histories]
    known = sales.until(origin)
    fits = fit_responses(past, learn_covariates(known, keys))
    ahead = land(known, start=origin, end=origin + WEEKS4 * _DAY, as_of=origin, promo=dict(keys))
    if not isinstance(ahead, Landing):
        return
    recent = known.between(origin - WEEKS4 * _DAY, origin)
    before = sum(value or 0.0 for value in recent)
    for history, earlier in zip(histories, past, strict=True):
        fit = fits[history.name]
        if isinstance(fit, Fit) and fit.now > 0 and before > 0:
            yield from _trial(origin, history, earlier, fit, _Demand(ahead, before))


_DAY = timedelta(days=1)


@dataclass(frozen=True)
class _Demand:
    """The shop's demand of the coming four weeks over that of the last four."""

    ahead: Landing
    before: float

    @property
    def ratio(self) -> float:
        return self.ahead.expected / self.before

    @property
    def spread(self) -> float:
        """Standard deviation of its logarithm, from the landing's 80 % interval."""
        width = (self.ahead.high - self.ahead.low) / max(self.ahead.expected, 1e-12)
        return width / (2 * _DEMAND_Z)


def _trial(
    origin: date, history: History, earlier: History, fit: Fit, demand: _Demand
) -> Iterable[Trial]:
    first = (origin - history.start).days
    spend, value = (each[first : first + WEEKS4] for each in (history.spend, history.value))
    if len(spend) < WEEKS4 or np.isnan(spend + value).any() or not spend.sum() > 0:
        return
    curves, daily = np.array([spend.mean()]), WEEKS4 * demand.ratio
    expected = daily * (float(fit.curve.response(curves)[0]) + fit.baseline)
    drawn = daily * (np.array([c.response(curves)[0] for c in fit.draws]) + fit.baseline)
    low, high = _interval(drawn, demand.spread, fit.noise)
    back = float(np.nansum(earlier.value[-WEEKS4:]) / np.nansum(earlier.spend[-WEEKS4:]))
    naive = back * float(spend.sum())
    actual = float(value.sum())
    yield Trial(history.name, origin, actual, expected, low, high, naive, naive * demand.ratio)


def _interval(drawn: Floats, demand_spread: float, noise: float) -> tuple[float, float]:
    """The 80 % interval of what comes: doubt of the curve, of demand, and chance."""
    chance = np.random.default_rng(7).standard_normal((2, len(drawn)))
    told = drawn * np.exp(demand_spread * chance[0])
    told += np.sqrt(noise * drawn) * chance[1]
    low, high = np.quantile(told, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def _until(history: History, day: date) -> History:
    size = (day - history.start).days
    return replace(
        history,
        spend=history.spend[:size],
        value=history.value[:size],
        fees=None if history.fees is None else history.fees[:size],
        parts=tuple(_until(part, day) for part in history.parts),
    )


def backtest_table(found: Sequence[Score]) -> str:
    """The scores as a Markdown table."""
    head = "| channel | trials | error | last return × spend | the same × demand | inside 80 % |"
    lines = [head, "|---|---|---|---|---|---|"]
    for score in found:
        shares = (score.error, score.naive, score.scaled, score.inside)
        cells = " | ".join(f"{share:.1%}" for share in shares)
        lines.append(f"| {score.name or 'all'} | {score.trials} | {cells} |")
    return "\n".join(lines) + "\n"
