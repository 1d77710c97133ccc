"""What the rules propose about one campaign, channel or creator (R07 to R10, R12)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from analytics.pace import Pace
from analytics.quadrants import Field
from analytics.roi import Interval
from analytics.roi_falls import Fall

Action = Literal[
    "stop", "replace", "watch_stop", "watch_replace", "over_budget", "gone", "fall", "slow_fall",
    "replan", "outdone", "under_budget", "invest", "cut_cost", "test_more", "wind_down",
]  # fmt: skip
Rule = Literal["R07", "R08", "R09", "R10", "R12"]

URGENT: tuple[Action, ...] = ("stop", "replace", "over_budget", "fall", "slow_fall")
"""What somebody must decide on now; these are ranked first."""


@dataclass(frozen=True)
class Lines:
    """The rules' numbers as they hold for one channel.

    `stop`/`replace`: ROI (R07); `fall`: share (R08); `band`: share (R09); `over`/`under`: shares
    of the budget and `days` ahead (R10).
    """

    stop: float
    replace: float
    fall: float
    band: float
    over: float
    under: float
    days: int


@dataclass(frozen=True)
class Case:
    """What is known of one of them. `creator`: somebody else's face, who can be replaced."""

    creator: bool
    roi: float | None
    interval: Interval | None
    predicted: float | None = None
    pace: Pace | None = None
    fall: Fall | None = None
    slow_fall: Fall | None = None
    field: Field | None = None


@dataclass(frozen=True)
class Verdict:
    """A proposal and the rule it comes from."""

    rule: Rule
    action: Action

    @property
    def urgent(self) -> bool:
        """Whether somebody must decide now."""
        return self.action in URGENT


def judge(case: Case, lines: Lines) -> tuple[Verdict, ...]:
    """Every rule that speaks, the weightiest first.

    R07 and R09 need evidence: an interval that straddles the line is only watched, and a
    prediction inside the interval's reach is not called wrong.
    """
    found = [
        *_stop_line(case, lines),
        *_budget(case.pace, lines),
        *_falls(case, lines),
        *_prediction(case, lines),
    ]
    if case.field:
        found.append(Verdict("R12", case.field))
    return tuple(sorted(found, key=lambda each: _ORDER.index(each.action)))


_ORDER: tuple[Action, ...] = (
    "stop", "replace", "over_budget", "fall", "slow_fall", "replan", "watch_stop",
    "watch_replace", "gone", "under_budget", "outdone", "wind_down", "cut_cost", "invest",
    "test_more",
)  # fmt: skip


def _stop_line(case: Case, lines: Lines) -> Iterator[Verdict]:
    line = lines.replace if case.creator else lines.stop
    if case.roi is None or case.interval is None:
        return
    if case.interval.below(line):
        yield Verdict("R07", "replace" if case.creator else "stop")
    elif case.roi < line:
        yield Verdict("R07", "watch_replace" if case.creator else "watch_stop")


def _falls(case: Case, lines: Lines) -> Iterator[Verdict]:
    if case.fall and case.fall.trips(lines.fall):
        yield Verdict("R08", "fall")
    elif case.slow_fall and case.slow_fall.declines(lines.fall):
        yield Verdict("R08", "slow_fall")


def _prediction(case: Case, lines: Lines) -> Iterator[Verdict]:
    if not case.predicted or case.interval is None or case.predicted < 0:
        return
    low, high = case.predicted * (1 - lines.band), case.predicted * (1 + lines.band)
    if case.interval.high < low:
        yield Verdict("R09", "replan")
    elif case.interval.low > high:
        yield Verdict("R09", "outdone")


def _budget(pace: Pace | None, lines: Lines) -> Iterator[Verdict]:
    if pace is None:
        return
    running = pace.days_left != 0
    if pace.state == "over":
        yield Verdict("R10", "over_budget")
    elif pace.gone_on and running and (pace.warned_ahead or 0) <= max(lines.days, 7):
        yield Verdict("R10", "gone")
    elif pace.state == "under":
        yield Verdict("R10", "under_budget")
