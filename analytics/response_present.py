"""From a shape to the curve that holds now: the last four weeks with all their spend scaled."""

import numpy as np

from analytics.curves import Curve, Floats
from analytics.response_days import Days, History, Ints, recent_days
from analytics.response_fit import Working
from analytics.response_shapes import Shapes, elasticity_at, hill, paid_part

_FAR = np.log(4.0)
"""The farthest that the level of a drawn past may lie from the best, as a logarithm."""


def curves_now(
    days: Days, best: Working, drawn: Shapes, levels: Floats
) -> tuple[Curve, tuple[Curve, ...], float]:
    """The best curve, one for each drawn shape, and the daily value without spend.

    `levels`: (b, p) coefficients of the nuisance columns in each draw. A draw is one linear step
    from the best estimate: farther off than `_FAR` it is no longer to be believed, and a campaign
    of few days would promise a hundred times what anybody saw.
    """
    recent = recent_days(days.history)
    rows = np.flatnonzero(np.isin(days.day, recent))
    found = days.offset[rows] + best.coefficients @ days.nuisance[rows].T
    steps = (levels - best.coefficients) @ days.nuisance[rows].T
    curves, _ = _curves(days, drawn, recent, rows, found + np.clip(steps, -_FAR, _FAR))
    (curve,), baseline = _curves(days, best.shape, recent, rows, found[None])
    return curve, curves, float(baseline[0])


def _curves(
    days: Days, shapes: Shapes, recent: Ints, rows: Ints, levels: Floats
) -> tuple[tuple[Curve, ...], Floats]:
    """A Hill curve for each shape with its own levels (b, m) on the recent rows, as logarithms, and
    the values without spend."""
    demand = np.exp(np.clip(levels, -50, 50))
    steady = np.tile(_steady(days, rows), (len(demand), 1))
    base = shapes.baseline[:, None]
    paid = demand * (1 - base) * np.exp(paid_part(shapes, steady)) / len(recent)
    value = paid.sum(axis=1)
    elasticity = (paid * elasticity_at(shapes, steady)).sum(axis=1) / value
    spend, fees = _spend(days.history, recent)
    ratio = fees / max(spend - fees, 1e-12)
    steeper = elasticity * (1 + ratio) / (1 + ratio * elasticity)
    bends = np.maximum(shapes.elasticity * shapes.bend / elasticity, 1.0)
    curves = tuple(
        hill(spend, float(v), float(e), float(bend))
        for v, e, bend in zip(value, steeper, bends, strict=True)
    )
    return curves, (demand * base).sum(axis=1) / len(recent)


def _steady(days: Days, rows: Ints) -> Floats:
    """(m,) each unit's mean spend on these rows relative to its typical day."""
    spent = np.array(
        [days.units[u].spend[d] for u, d in zip(days.unit[rows], days.day[rows], strict=True)]
    )
    typical = np.array([unit.typical for unit in days.units])
    count = np.bincount(days.unit[rows], minlength=len(typical))
    mean = np.bincount(days.unit[rows], spent, len(typical)) / np.maximum(count, 1)
    return np.asarray((mean / typical)[days.unit[rows]], dtype=np.float64)


def _spend(history: History, recent: Ints) -> tuple[float, float]:
    """Mean daily spend and fees of these days."""
    fees = np.zeros(1) if history.fees is None else history.fees[recent]
    return float(history.spend[recent].mean()), float(fees.mean())
