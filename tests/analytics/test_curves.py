import numpy as np
import pytest

from analytics.curves import Curve, Hill, Repeated


@pytest.mark.parametrize("slope", [0.7, 1.0, 2.6])
def test_the_marginal_is_the_slope_of_the_response_when_taken_between_near_points(
    slope: float,
) -> None:
    curve: Curve = Repeated(Hill(beta=900.0, kappa=50.0, slope=slope), days=7)
    spend, step = np.array([10.0, 200.0, 900.0]), 1e-4
    rise = (curve.response(spend + step) - curve.response(spend - step)) / (2 * step)
    assert curve.marginal(spend) == pytest.approx(rise, rel=1e-6)


def test_half_of_the_most_is_brought_when_the_spend_is_kappa() -> None:
    assert Hill(beta=900.0, kappa=50.0, slope=1.7).response(np.array([0.0, 50.0])).tolist() == [
        0,
        450,
    ]


def test_it_is_refused_when_a_number_is_not_positive() -> None:
    with pytest.raises(ValueError, match="positive"):
        Hill(beta=0, kappa=1)
