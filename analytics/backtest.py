"""What the landing forecast would have said in past months, against simple ways of guessing."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from analytics.forecast import DailySeries, Landing, land

ORIGINS = (5, 10, 15, 20)
"""Days of the month after which a landing is asked for."""


@dataclass(frozen=True)
class Trial:
    """One past month seen after its first `day` days.

    `pace`: so far ÷ days gone × days of the month. `naive`: so far + last week repeated.
    """

    month: date
    day: int
    actual: float
    expected: float
    low: float
    high: float
    pace: float
    naive: float

    @property
    def covered(self) -> bool:
        """The month ended inside the interval."""
        return self.low <= self.actual <= self.high


@dataclass(frozen=True)
class Score:
    """Trials of one day of the month, or of all (`day` None). Errors and width are ratios.

    `wape`: Σ|error| ÷ Σ|actual|; `mape`: mean |error| ÷ |actual|; `width`: mean width of the
    interval ÷ actual; `coverage`: the share of months that ended inside it.
    """

    day: int | None
    trials: int
    wape: float
    mape: float
    coverage: float
    width: float
    pace_wape: float
    naive_wape: float


def backtest(
    history: DailySeries,
    promo: Mapping[date, str] | None = None,
    *,
    months: int = 12,
    days: Sequence[int] = ORIGINS,
    level: float = 0.8,
) -> tuple[Trial, ...]:
    """Trials over the last `months` complete months of the history, oldest first.

    Each looks at what lay before its day only. A month with a gap has no actual and is left
    out, and so is a trial for which the history was too short to say anything.
    """
    found = []
    for start, end in _complete_months(history, months):
        for day in days:
            trial = _trial(history, promo or {}, start, end, day, level)
            if trial is not None:
                found.append(trial)
    return tuple(found)


def scores(trials: Sequence[Trial]) -> tuple[Score, ...]:
    """One score a day of the month, and the last over all; empty where there are no trials."""
    days = sorted({trial.day for trial in trials})
    rows = [_score(day, [trial for trial in trials if trial.day == day]) for day in days]
    return (*rows, _score(None, trials)) if rows else ()


def backtest_table(
    history: DailySeries, promo: Mapping[date, str] | None = None, *, months: int = 12
) -> str:
    """The scores as a Markdown table, a line a day of the month."""
    lines = [
        "| after day | months | error (WAPE) | error (MAPE) | straight-line pace "
        "| last week repeated | inside the 80 % interval | interval width |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for score in scores(backtest(history, promo, months=months)):
        figures = (
            score.wape,
            score.mape,
            score.pace_wape,
            score.naive_wape,
            score.coverage,
            score.width,
        )
        cells = [str(score.day or "all"), str(score.trials), *(f"{f:.1%}" for f in figures)]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _complete_months(history: DailySeries, months: int) -> list[tuple[date, date]]:
    found = []
    start = history.start.replace(day=1)
    while (end := (start + timedelta(days=32)).replace(day=1)) <= history.end:
        if None not in history.between(start, end):
            found.append((start, end))
        start = end
    return found[-months:]


def _trial(
    history: DailySeries, promo: Mapping[date, str], start: date, end: date, day: int, level: float
) -> Trial | None:
    as_of = start + timedelta(days=day)
    landing = land(
        history.until(as_of), start=start, end=end, as_of=as_of, promo=promo, level=level
    )
    if not isinstance(landing, Landing):
        return None
    left = (end - as_of).days
    week = [value or 0.0 for value in history.between(as_of - timedelta(days=7), as_of)]
    return Trial(
        month=start,
        day=day,
        actual=math.fsum(_numbers(history, start, end)),
        expected=landing.expected,
        low=landing.low,
        high=landing.high,
        pace=landing.so_far / day * (day + left),
        naive=landing.so_far + math.fsum(week[i % 7] for i in range(left)),
    )


def _numbers(history: DailySeries, start: date, end: date) -> Iterator[float]:
    return (value for value in history.between(start, end) if value is not None)


def _score(day: int | None, trials: Sequence[Trial]) -> Score:
    size = math.fsum(abs(trial.actual) for trial in trials) or math.nan
    count = len(trials)
    return Score(
        day=day,
        trials=count,
        wape=math.fsum(abs(t.expected - t.actual) for t in trials) / size,
        mape=_mean_ratio([(abs(t.expected - t.actual), t.actual) for t in trials]),
        coverage=sum(trial.covered for trial in trials) / count,
        width=_mean_ratio([(t.high - t.low, t.actual) for t in trials]),
        pace_wape=math.fsum(abs(t.pace - t.actual) for t in trials) / size,
        naive_wape=math.fsum(abs(t.naive - t.actual) for t in trials) / size,
    )


def _mean_ratio(pairs: Sequence[tuple[float, float]]) -> float:
    ratios = [top / abs(bottom) for top, bottom in pairs if bottom]
    return math.fsum(ratios) / len(ratios) if ratios else math.nan
