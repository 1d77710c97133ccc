"""Growth is told from a warm-up and from noise."""

from tests.chaos.watching import Bound, Reading, Watch, fifth

BOUND = Bound("memory", times=1.1, more=20)


def test_nothing_is_said_when_it_only_warms_up() -> None:
    assert BOUND.broken_by([50, 150, *[200.0] * 98]) is None


def test_growth_is_seen_when_it_goes_on() -> None:
    assert "memory grew" in (BOUND.broken_by([200.0 + n for n in range(100)]) or "")


def test_a_few_values_do_when_a_run_is_short() -> None:
    assert fifth([1.0, 2.0], 4) == 2.0


def test_the_slope_is_that_of_an_hour_when_it_grows_by_one_a_minute() -> None:
    readings = [Reading(60.0 * n, 100.0 + n, 10, 5, 1, 1) for n in range(20)]
    watch = Watch(readings)
    assert round(watch.slope("memory"), 6) == 60
    assert watch.slope("files") == 0
