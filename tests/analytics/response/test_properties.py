"""What holds of every curve, whatever the past."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.curves import Hill
from analytics.response import Fit, fit_responses, plain_covariates
from analytics.response_shapes import Shapes, elasticity_at, hill, paid_part
from tests.analytics.response.pasts import START, past, wandering

SPENDS = np.array([0.0, 1.0, 10.0, 200.0, 1000.0, 4000.0, 1e5])


@settings(max_examples=12, deadline=None)
@given(
    slope=st.floats(0.3, 3.0),
    kappa=st.floats(100, 1e5),
    noise=st.just(0.0) | st.floats(0.01, 1.5),
    spread=st.floats(0.06, 1.0),
    campaigns=st.booleans(),
)
def test_every_curve_rises_from_nothing_when_the_past_is_any(
    slope: float, kappa: float, noise: float, spread: float, campaigns: bool
) -> None:
    spend = wandering(90, spread=spread)
    history = past(spend, Hill(5e3, kappa, slope), noise=noise, campaigns=campaigns)
    found = fit_responses([history], plain_covariates(START, 90))["抖音"]
    assert isinstance(found, Fit)
    for curve in (found.curve, *found.draws[:20]):
        told = curve.response(SPENDS)
        assert told[0] == 0
        assert np.isfinite(told).all()
        assert (np.diff(told) >= 0).all()
    drawn = np.array([curve.response(np.array([found.now]))[0] for curve in found.draws])
    low, middle, high = np.quantile(drawn, [0.1, 0.5, 0.9])
    assert 0 <= low <= middle <= high


@given(elasticity=st.floats(0.05, 2.5), bend=st.floats(1.02, 6.0))
def test_the_hill_curve_is_its_shape_when_it_is_handed_out(elasticity: float, bend: float) -> None:
    shape = Shapes(np.array([[elasticity, np.log(bend), 0.0, 0.0]]))
    curve = hill(400.0, 900.0, elasticity, bend)
    relative = np.array([[0.3, 0.7, 1.0, 1.4, 3.0]])
    told = curve.response(400 * relative[0])
    np.testing.assert_allclose(told, 900 * np.exp(paid_part(shape, relative))[0], rtol=1e-6)
    steep = 400 * relative[0] * curve.marginal(400 * relative[0]) / told
    np.testing.assert_allclose(steep, elasticity_at(shape, relative)[0], rtol=1e-6)
