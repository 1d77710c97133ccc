"""The bot's own counts, as Prometheus reads them."""

import re
from pathlib import Path
from typing import get_args

import pytest

from bot.metrics import Level, Metrics
from bot.state.errors import StateError


def value(metrics: Metrics, line: str) -> float | None:
    """The number behind a metric and its labels; None where there is no such line."""
    lines = metrics.text().decode().splitlines()
    found = [one.rpartition(" ")[2] for one in lines if one.rpartition(" ")[0] == line]
    return float(found[0]) if found else None


def test_question_is_counted_with_its_seconds_when_it_was_answered() -> None:
    metrics = Metrics()
    metrics.count_question("slack", "gmv", "answered", 0.2)
    asked = 'tidebell_questions_total{command="gmv",outcome="answered",platform="slack"}'
    assert value(metrics, asked) == 1
    assert value(metrics, 'tidebell_answer_seconds_bucket{command="gmv",le="0.1"}') == 0
    assert value(metrics, 'tidebell_answer_seconds_bucket{command="gmv",le="0.3"}') == 1


def test_question_is_counted_under_none_when_it_named_no_command() -> None:
    metrics = Metrics()
    metrics.count_question("web", "", "failed", 0.01)
    assert (
        value(metrics, 'tidebell_questions_total{command="none",outcome="failed",platform="web"}')
        == 1
    )


def test_rest_is_counted_too_when_a_platform_wants_it() -> None:
    metrics = Metrics()
    metrics.count_sending("slack", "post", "too_fast")
    metrics.count_sending("slack", "post", "done")
    assert value(metrics, 'tidebell_slowed_down_total{platform="slack"}') == 1


def test_level_is_the_present_one_when_it_is_read() -> None:
    metrics, waiting = Metrics(), [3.0]
    metrics.watch("outbox_waiting", lambda: waiting[0])
    waiting[0] = 5
    assert value(metrics, "tidebell_outbox_waiting") == 5


def test_two_bots_count_apart_when_they_share_a_process() -> None:
    one, other = Metrics(), Metrics()
    one.count_duplicate("slack")
    assert value(one, 'tidebell_duplicates_dropped_total{platform="slack"}') == 1
    assert value(other, 'tidebell_duplicates_dropped_total{platform="slack"}') is None


@pytest.mark.parametrize(
    "count",
    [
        lambda m: m.count_refusal("signature"),
        lambda m: m.count_dead_letter("slack"),
        lambda m: m.count_reconnect("warning"),
        lambda m: m.count_acknowledgement("slack", 0.01),
    ],
)
def test_text_says_more_when_something_was_counted(count: object) -> None:
    metrics = Metrics()
    before = metrics.text()
    assert callable(count)
    count(metrics)
    assert metrics.text() != before


def test_the_rest_is_told_when_a_level_cannot_be_read() -> None:
    def fail() -> float:
        raise StateError("the state cannot be read")

    metrics = Metrics()
    metrics.watch("inbox_waiting", fail)
    assert b"tidebell_inbox_waiting NaN" in metrics.text()


def test_every_metric_is_documented_when_it_exists() -> None:
    metrics = Metrics()
    for level in get_args(Level):
        metrics.watch(level, lambda: 0)
    page = (Path(__file__).parents[2] / "docs" / "health.md").read_text("utf-8")
    told = set(re.findall(r"^\| `(tidebell_\w+)` \|", page, re.MULTILINE))
    exported = re.findall(r"^# TYPE (\w+) ", metrics.text().decode(), re.MULTILINE)
    assert told == {name for name in exported if not name.endswith("_created")}
