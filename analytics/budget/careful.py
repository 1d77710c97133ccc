"""The split that gains most on average among those with a small chance of loss."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from analytics.budget.drawn import Drawn, mean_curves
from analytics.budget.exchanging import Exchanges
from analytics.budget.filling import Pieces, fill
from analytics.budget.framing import frame
from analytics.budget.limits import Limits
from analytics.budget.optimising import optimise
from analytics.budget.outcomes import chance_of_loss, draw_responses, responses
from analytics.budget.plan import BudgetPlan, prove
from analytics.budget.polishing import polish
from analytics.budget.problem import Line, Problem
from analytics.budget.search import search
from analytics.budget.staying import nearest, today
from analytics.curves import Floats

_CAUTIONS = 0.25 * 2.0 ** np.arange(9)
_TURNS = 10
_PATH = np.linspace(0.0, 1.0, 21) ** 2
_TRIED, _TRIED_IN_STEPS = 48, 8


def optimise_robust(problem: Problem, loss: float = 0.1) -> BudgetPlan:
    """The split with the highest mean gain over the draws that loses in at most `loss` of them.

    A loss is bringing less than staying (`BudgetPlan.edge`). The best split by the mean curves is
    found and proved as in `optimise`; it is the answer where it loses seldom enough. Else the
    answer is the best of the splits that people of rising caution would choose, and of those on
    the way between them, staying and the best by mean, improved by moving money between two lines
    at a time; `caution` says what that costs on average.
    Staying is among them, so the plan is never worse on average. Deterministic.
    Without draws the same as `optimise`. Infeasible as there; ValueError for no share.
    """
    if not 0 <= loss <= 1:
        raise ValueError("the chance of loss is a share from 0 to 1")
    if not any(line.draws for line in problem.lines):
        return optimise(problem)
    limits, freed = frame(problem), frame(replace(problem, reserve=0.0))
    curves = mean_curves(problem.lines)
    drawn = Drawn.of(problem.lines, limits.low, np.maximum(limits.high, freed.high))
    splines = drawn.splines(curves)
    found = search(splines, limits)
    best = polish(splines, limits, found.amounts)
    stay = today(problem, limits)
    choice = _choose(problem.lines, _Family(drawn, limits, stay, best), loss)
    value = float(responses(curves, best).sum())
    plan = prove(problem, limits, choice, curves, max(found.bound, value))
    reserve_price = 0.0
    if problem.reserve:
        reserve_price = max(search(splines, freed).value - found.value, 0.0)
    return replace(plan, reserve_price=reserve_price, caution=max(value - plan.response, 0.0))


def _choose(lines: Sequence[Line], family: "_Family", loss: float) -> Floats:
    """The best split by mean that loses seldom enough, judged by the curves themselves."""
    splits = np.array([family.best, family.stay])
    if _judge(lines, splits, loss)[0] >= 0:
        return family.best
    choice = _best_of(lines, [*family.likely(loss), family.stay], loss)
    exchanges = Exchanges.towards(family.best, family.drawn, family.limits, family.stay, loss)
    return _best_of(lines, [choice, *exchanges.climb(choice), family.stay], loss)


def _best_of(lines: Sequence[Line], splits: Sequence[Floats], loss: float) -> Floats:
    """The best by mean of those that lose seldom enough; the last is staying, which never does."""
    return splits[int(np.argmax(_judge(lines, np.array(splits), loss)))]


def _judge(lines: Sequence[Line], splits: Floats, loss: float) -> Floats:
    """Each split's mean gain against the last, which is staying; -inf where it loses too often."""
    *brought, staying = draw_responses(lines, splits)
    gains = [
        float((each - staying).mean()) if chance_of_loss(each, staying) <= loss else -np.inf
        for each in brought
    ]
    return np.array([*gains, 0.0])


@dataclass(frozen=True)
class _Family:
    """Splits from staying to the best by mean."""

    drawn: Drawn
    limits: Limits
    stay: Floats
    best: Floats

    def likely(self, loss: float) -> list[Floats]:
        """Those that seem to lose seldom enough, best first; on the grid of steps if there is one.

        Where the draws are read between the amounts of their table a chance is off by a draw or
        so, therefore the caller judges.
        """
        cautious = list(self._cautious())
        ways = [(self.stay, self.best)]
        ways += [(start, end) for split in cautious for start, end in self._ways(split)]
        splits = np.concatenate([start + _PATH[:, None] * (end - start) for start, end in ways])
        gains = self._gains(splits)
        means, seldom = gains.mean(axis=1), (gains < 0).mean(axis=1) <= loss
        order = np.flatnonzero(seldom & (means > 0))
        order = order[np.argsort(-means[order], kind="stable")]
        if self.limits.step is None:
            return list(splits[order[:_TRIED]])
        return [nearest(splits[at], self.limits) for at in order[:_TRIED_IN_STEPS]]

    def _ways(self, split: Floats) -> tuple[tuple[Floats, Floats], ...]:
        return (split, self.best), (self.stay, split)

    def _cautious(self) -> Iterator[Floats]:
        """The splits of best certainty equivalent under exponential utility, caution rising.

        By Frank and Wolfe (1956): what is best with the draws weighted by how much they hurt is
        found by filling, and the split moves towards it.
        """
        from scipy.special import logsumexp, softmax

        split = self.best
        spread = float(self._gains(split[None])[0].std())
        for caution in _CAUTIONS / max(spread, 1e-300):
            for _ in range(_TURNS):
                target = self._best_for(softmax(-caution * self._gains(split[None])[0]))
                path = split + _PATH[:, None] * (target - split)
                hurt = logsumexp(-caution * self._gains(path), axis=1)
                nearest_end = int(np.argmin(hurt))
                if nearest_end == 0:
                    break
                split = path[nearest_end]
            yield split

    def _best_for(self, weights: Floats) -> Floats:
        """The best split by the majorants of the curves' means, weighted by draw."""
        hulls = self.drawn.hulls(weights)
        pieces, limits = Pieces.of(hulls), self.limits
        filled = fill(pieces, limits.low, limits.rows, limits.nested, limits.tolerance)
        assert filled is not None, "the limits were checked"
        return limits.low + np.bincount(pieces.line, filled.taken, len(hulls))

    def _gains(self, splits: Floats) -> Floats:
        return self.drawn.brought(splits) - self.drawn.brought(self.stay[None])
