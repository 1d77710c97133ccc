"""The KPI score, by hand."""

import pytest

from analytics.scorecard import Part, Scored, part_of, score

WEIGHTS: dict[Part, float] = {"traffic": 3.0, "conversion": 2.0, "value": 1.0}


def test_parts_weigh_three_two_one_when_all_have_targets() -> None:
    # 0.8 × 3/6 + 1.0 × 2/6 + 0.9 × 1/6 = 0.4 + 0.3333 + 0.15 = 0.8833.
    found = score(
        [
            Scored("visitors", "traffic", 800, 1000),
            Scored("cvr", "conversion", 0.03, 0.03),
            Scored("paid_gmv", "value", 900, 1000),
        ],
        WEIGHTS,
    )
    assert found.total == pytest.approx(0.8833, abs=0.0001)
    assert found.missing == ()


def test_the_others_share_the_weight_when_a_part_has_no_target() -> None:
    # conversion 2/3, value 1/3: 0.9 × 2/3 + 0.6 × 1/3 = 0.8.
    found = score([Scored("cvr", "conversion", 0.9, 1.0), Scored("gmv", "value", 60, 100)], WEIGHTS)
    assert found.total == pytest.approx(0.8)
    assert found.missing == ("traffic",)


def test_a_part_is_the_mean_of_its_metrics_when_it_has_several() -> None:
    found = score([Scored("gmv", "value", 80, 100), Scored("aov", "value", 100, 100)], WEIGHTS)
    assert found.total == pytest.approx(0.9)


def test_attainment_is_capped_when_one_part_far_exceeds_its_target() -> None:
    found = score(
        [Scored("visitors", "traffic", 3000, 1000), Scored("cvr", "conversion", 0.0, 1.0)], WEIGHTS
    )
    assert found.total == pytest.approx(1.2 * 3 / 5)


def test_there_is_no_score_when_nothing_is_known() -> None:
    found = score([Scored("visitors", "traffic", None, 1000)], WEIGHTS)
    assert found.total is None


def test_a_metric_outside_the_card_belongs_to_no_part_when_asked() -> None:
    assert part_of("tickets") is None
    assert part_of("visitors") == "traffic"
