"""The likeliest shape of one response, everything else that moves sales given its due.

Value is expected to be a product: the day's demand × the channel's level × weekday … × the
shape of the spend; its variance grows with its mean (quasi-Poisson: P. McCullagh & J. Nelder,
Generalized Linear Models, 1989). For a given shape that is a weighted least-squares problem with
a closed form; so the shapes of a grid are compared at once at one working response, which is
then renewed at the best of them, and refined from there.
"""

from dataclasses import dataclass

import numpy as np

from analytics.curves import Floats
from analytics.response_days import Days
from analytics.response_shapes import Shapes, all_shapes, paid_part, whole

_FIRST = (0.65, 0.25, 0.15)
_ROUNDS = 60
_STILL = 1e-7
_NUDGE = 1e-5
_STEP_SIZES = np.array([1.0, 0.5, 0.2, 0.05, 0.01, 0.0])
_STEPS = 3
_SMALLEST = 1e-12
_FAR = 12.0


@dataclass(frozen=True)
class Prior:
    """What is expected of a shape before its data: the middle and spread of each number.

    In the order of the columns of `Shapes`, (4,) each.
    """

    middle: Floats
    spread: Floats

    def cost(self, shapes: Shapes, middle: Floats | None = None) -> Floats:
        """−2 ln of the prior, (k,), or (b, k) for `middle` of (b, 4)."""
        centre = self.middle if middle is None else middle[:, None, :]
        far: Floats = (((shapes.rows - centre) / self.spread) ** 2).sum(axis=-1)
        return far


VAGUE = Prior(np.array([0.65, np.log(1.5), 0.25, 0.4]), np.array([0.35, 0.5, 0.3, 0.4]))
"""Of a curve nobody has seen: diminishing returns, some saturation, some carry-over."""


@dataclass(frozen=True)
class Working:
    """A fit as a weighted least-squares problem at one shape.

    `coefficients`: (p,) of the nuisance columns. `response`: (n,) working response without the
    offset, the shape's part included. `weight`: (n,), in units of the noise. `noise`: the
    dispersion, variance over mean.
    """

    shape: Shapes
    coefficients: Floats
    response: Floats
    weight: Floats
    noise: float


def rises(days: Days, shapes: Shapes) -> Floats:
    """(k, n) ln of what each shape makes of each row's spend, baseline included."""
    found = np.empty((len(shapes.rows), len(days.value)))
    for rate in np.unique(shapes.carry_over):
        alike = np.flatnonzero(shapes.carry_over == rate)
        own = shapes.take(alike)
        found[alike] = whole(own, paid_part(own, days.working(float(rate))))
    return found


def linearise(days: Days, shape: Shapes, start: Floats | None = None) -> Working:
    """The working problem at one shape: iteratively reweighted least squares."""
    risen = rises(days, shape)[0]
    fixed = days.offset + risen
    found = _levels(days, fixed) if start is None else start
    for _ in range(_STEPS if start is not None else 4 * _STEPS):
        mean = np.exp(np.clip(fixed + days.nuisance @ found, -50, 50))
        weight = mean / _noise(days, mean)
        aim = days.nuisance @ found + np.minimum((days.value - mean) / mean, _FAR)
        found = _solved(days, weight, aim)
    mean = np.exp(np.clip(fixed + days.nuisance @ found, -50, 50))
    response = days.nuisance @ found + risen + np.minimum((days.value - mean) / mean, _FAR)
    noise = _noise(days, mean)
    return Working(shape, found, response, mean / noise, noise)


def _solved(days: Days, weight: Floats, aim: Floats) -> Floats:
    weighted = days.nuisance * weight[:, None]
    square = weighted.T @ days.nuisance + np.diag(days.precision)
    solved = np.linalg.solve(square, weighted.T @ aim)
    return np.asarray(solved, dtype=np.float64)


def _levels(days: Days, fixed: Floats) -> Floats:
    """Coefficients to begin with: each unit's mean value over the mean of what is fixed."""
    found = np.zeros(days.nuisance.shape[1])
    demand = np.exp(fixed)
    least = 1e-3 * days.value.mean()
    for one in range(len(days.units)):
        own = days.nuisance[:, one] > 0
        found[one] = np.log(max(days.value[own].mean(), least) / demand[own].mean())
    return found


def _noise(days: Days, mean: Floats) -> float:
    """The dispersion: Pearson's, over what the columns leave free."""
    free = max(len(mean) - days.nuisance.shape[1] // 2, 1)
    pearson = float(np.sum((days.value - mean) ** 2 / mean)) / free
    return float(max(pearson, _SMALLEST * float(np.mean(mean))))


@dataclass(frozen=True)
class Balance:
    """The working problem with everything but the shape solved for, whatever the shape.

    Errors are taken from the fit: they are small there, and so is what the inverse loses of them.
    `root`: (n,) roots of the weights. `columns`: (n, p) nuisance columns times them. `solver`:
    (p, p) the inverse of their normal equations, prior included. `pull`: (p,) of the prior on the
    fit's coefficients.
    """

    days: Days
    working: Working
    root: Floats
    columns: Floats
    solver: Floats
    pull: Floats

    def errors(self, shapes: Shapes) -> Floats:
        """(n, k) what each shape leaves beside the fit's coefficients, in units of the noise."""
        told = self.days.nuisance @ self.working.coefficients
        left = (self.working.response - told) - rises(self.days, shapes)
        return np.asarray((left * self.root).T, dtype=np.float64)

    def costs(self, errors: Floats) -> Floats:
        """(k,) −2 ln of the quasi-likelihood of each shape's (n, k) errors, but for a constant."""
        side = self.side(errors)
        left = (errors**2).sum(axis=0) - (side * (self.solver @ side)).sum(axis=0)
        return np.asarray(left, dtype=np.float64)

    def side(self, errors: Floats) -> Floats:
        """(p, k) the right-hand side that moves the coefficients for (n, k) errors."""
        return np.asarray(self.columns.T @ errors - self.pull[:, None], dtype=np.float64)

    def drawn_costs(self, errors: Floats, noise: Floats, middles: Floats) -> Floats:
        """(b, k) the same had the noise been another, but for a number in each draw.

        `noise`: (b, n) in units of the noise. `middles`: (b, p) where the nuisance's priors lie.
        """
        moved = (noise @ self.columns + middles * self.days.precision) @ self.solver
        return self.costs(errors) + 2 * (noise - moved @ self.columns.T) @ errors

    def coefficients(self, errors: Floats, noise: Floats, middles: Floats) -> Floats:
        """(b, p) coefficients of the nuisance columns for (n, b) errors of each draw's shape."""
        side = (errors.T + noise) @ self.columns + middles * self.days.precision - self.pull
        return np.asarray(self.working.coefficients + side @ self.solver, dtype=np.float64)

    @property
    def residuals(self) -> Floats:
        """(n,) errors at the fit, in units of the noise, mean square 1."""
        left = self.errors(self.working.shape)[:, 0]
        return np.asarray(left / max(np.sqrt((left**2).mean()), _SMALLEST), dtype=np.float64)


def balance(days: Days, working: Working) -> Balance:
    """The working problem at one fit, ready to compare shapes."""
    root = np.sqrt(working.weight)
    columns = days.nuisance * root[:, None]
    solver = np.linalg.inv(columns.T @ columns + np.diag(days.precision))
    pull = working.coefficients * days.precision
    return Balance(days, working, root, columns, np.asarray(solver, dtype=np.float64), pull)


def search(days: Days, prior: Prior) -> Working:
    """The likeliest shape of the grid, found twice: the second time at the first one's fit."""
    shapes = all_shapes(days.whole)
    working = linearise(days, Shapes(np.array([[*_FIRST, 0.25 * days.whole]])))
    for _ in range(2):
        working = linearise(days, _best(days, working, shapes, prior))
    return working


def polish(days: Days, working: Working, prior: Prior) -> Working:
    """The likeliest shape near one: Gauss-Newton steps, each as far as it helps."""
    for _ in range(_ROUNDS):
        shape = _stepped(balance(days, working), prior)
        moved = float(np.abs(shape.rows - working.shape.rows).max())
        working = linearise(days, shape, working.coefficients)
        if moved < _STILL:
            break
    return working


def _stepped(weighed: Balance, prior: Prior) -> Shapes:
    """The best shape on the way of one step, numbers at their bounds left where they are."""
    shape = weighed.working.shape
    here = shape.rows[0]
    errors = weighed.errors(shape.nudged(_NUDGE))
    slopes = (errors[:, 1:] - errors[:, :1]) / _NUDGE
    left = errors[:, 0] - weighed.columns @ (weighed.solver @ weighed.side(errors[:, :1]))[:, 0]
    side = weighed.columns.T @ slopes
    square = slopes.T @ slopes - side.T @ weighed.solver @ side + np.diag(prior.spread**-2)
    downhill = -(slopes.T @ left + (here - prior.middle) / prior.spread**2)
    free = shape.free(downhill, weighed.days.whole)
    step = np.zeros(4)
    step[free] = np.linalg.solve(square[np.ix_(free, free)], downhill[free])
    way = shape.along(step, _STEP_SIZES)
    cost = weighed.costs(weighed.errors(way)) + prior.cost(way)
    return way.take(np.array([int(cost.argmin())]))


def _best(days: Days, working: Working, shapes: Shapes, prior: Prior) -> Shapes:
    weighed = balance(days, working)
    cost = weighed.costs(weighed.errors(shapes)) + prior.cost(shapes)
    return shapes.take(np.array([int(cost.argmin())]))
