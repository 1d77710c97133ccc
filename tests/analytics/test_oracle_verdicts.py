"""R07, R09, R12, R21 and R22 worked out once more from the rulebook's table, on random figures."""

from random import Random
from statistics import median

import pytest

from analytics.credits import Credit, Credited, Model
from analytics.quadrants import quadrants
from analytics.roi import Brought, Cost, OrderValues, Return
from analytics.scorecard import PARTS, Part, Scored, score
from analytics.verdicts import Case, Lines, judge

LINES = Lines(stop=1.5, replace=2.0, fall=0.2, band=0.15, over=0.15, under=0.85, days=3)
EVEN = OrderValues(100.0, 0.5)
WEIGHTS: dict[Part, float] = {"traffic": 3, "conversion": 2, "value": 1}


@pytest.mark.parametrize("creator", [False, True])
@pytest.mark.parametrize("seed", range(25))
def test_stop_and_new_plan_are_those_of_the_table_when_figures_are_random(
    seed: int, creator: bool
) -> None:
    pick = Random(seed)
    orders, predicted = pick.choice((0, 3, 40, 400)), pick.choice((None, 0.5, 1.6, 3.0))
    found = Return(Cost(spend=pick.uniform(100, 50_000)), Brought(orders, 100.0 * orders))
    interval, roi = found.interval(EVEN), found.roi
    assert interval is not None
    assert roi is not None
    said = {(v.rule, v.action) for v in judge(Case(creator, roi, interval, predicted), LINES)}
    line, act = (2.0, "replace") if creator else (1.5, "stop")
    expected = set()
    if roi < line:
        expected.add(("R07", act if interval.high < line else f"watch_{act}"))
    if predicted and interval.high < 0.85 * predicted:
        expected.add(("R09", "replan"))
    if predicted and interval.low > 1.15 * predicted:
        expected.add(("R09", "outdone"))
    assert said == expected


def test_nothing_is_said_of_a_return_when_it_is_not_known() -> None:
    assert judge(Case(False, None, None, predicted=3.0), LINES) == ()


@pytest.mark.parametrize("seed", range(20))
def test_fields_are_those_of_the_medians_when_points_are_random(seed: int) -> None:
    pick = Random(seed)
    points = {
        f"c{n}": (pick.choice((0.0, 5.0, pick.uniform(0, 100))), pick.uniform(0, 5))
        for n in range(pick.randint(4, 12))
    }
    found = quadrants(points)
    assert found is not None
    middle_gmv = median(gmv for gmv, _ in points.values())
    middle_roi = median(roi for _, roi in points.values())
    names = {
        (True, True): "invest",  # high GMV, high ROI: invest first
        (True, False): "cut_cost",
        (False, True): "test_more",
        (False, False): "wind_down",
    }
    for name, (gmv, roi) in points.items():
        assert found.fields[name] == names[gmv >= middle_gmv, roi >= middle_roi]


@pytest.mark.parametrize("seed", range(20))
def test_score_is_attainment_by_weight_when_targets_are_random(seed: int) -> None:
    pick = Random(seed)
    scored = [
        Scored(metric, part, pick.choice((None, pick.uniform(0, 200))), pick.uniform(50, 150))
        for part, metrics in PARTS.items()
        for metric in metrics
        if pick.random() < 0.4
    ]
    top = bottom = 0.0
    for part, weight in WEIGHTS.items():
        own = [s.actual / s.target for s in scored if s.part == part and s.actual is not None]
        if own:
            top += weight * min(sum(own) / len(own), 1.2)
            bottom += weight
    found = score(scored, WEIGHTS)
    assert found.total == (pytest.approx(top / bottom) if bottom else None)
    weights = sum(part.weight for part in found.parts)
    assert weights == pytest.approx(1.0 if bottom else 0.0)


def test_each_metric_of_the_rulebook_has_one_part_at_most_when_scored() -> None:
    named = [metric for metrics in PARTS.values() for metric in metrics]
    assert len(named) == len({*named})


def credited(model: Model, days: int, paths: int | None) -> Credit:
    return Credit(model, ("channel",), {}, Credited(), Credited(), "events", 0.9, days, 1, paths)


@pytest.mark.parametrize(
    ("model", "days", "paths", "indicative"),
    [
        ("markov", 183, 100_000, False),
        ("markov", 183, 99_999, True),
        ("markov", 182, 100_000, True),  # half a year is 182.6 days
        ("time_decay", 10, None, False),
    ],
)
def test_markov_is_indicative_when_history_or_paths_are_few(
    model: Model, days: int, paths: int | None, indicative: bool
) -> None:
    assert credited(model, days, paths).is_indicative(6, 100_000) is indicative
