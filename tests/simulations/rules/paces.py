"""How many days ahead of overspending R10 warns, and how often it warns of nothing.

A campaign of 28 days and 28,000, about 1,000 a day: more at weekends, by chance another 25 % more
or less every day. Each morning the days so far are judged as `/roi` does.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

import numpy as np

from analytics.curves import Floats
from analytics.pace import Budget, spend_pace
from analytics.verdicts import Action, Case, Lines, judge

DAYS, DAILY, NOISE = 28, 1_000.0, 0.25
START = date(2026, 11, 2)
BUDGET = Budget(DAYS * DAILY, START, START + timedelta(days=DAYS))
LINES = Lines(stop=1.5, replace=2.0, fall=0.2, band=0.15, over=0.15, under=0.85, days=3)
WEEK = np.array([0.9, 0.9, 0.9, 0.9, 1.0, 1.2, 1.2])
WARNINGS: tuple[Action, ...] = ("over_budget", "gone")


@dataclass(frozen=True)
class Course:
    """Spend is `strength` times what the budget allows, from day `turn` on; before as allowed."""

    name: str
    strength: float
    turn: int = 0

    def spend(self, seed: int) -> Floats:
        """(days,) what is spent."""
        noise = np.random.default_rng(seed).lognormal(-(NOISE**2) / 2, NOISE, DAYS)
        level = np.where(np.arange(DAYS) < self.turn, 1.0, self.strength)
        spend: Floats = DAILY * level * WEEK[np.arange(DAYS) % 7] * noise
        return spend


COURSES = (
    Course("half", 0.5),
    Course("as allowed", 1.0),
    Course("10 % more", 1.1),
    Course("20 % more", 1.2),
    Course("30 % more", 1.3),
    Course("50 % more", 1.5),
    Course("twice", 2.0),
    Course("twice from day 14", 2.0, 14),
    Course("twice from day 19", 2.0, 19),
)


@dataclass(frozen=True)
class Warned:
    """One campaign. `exceeds`: whether it ends over budget by R10's 15 %; `ahead`: days from the
    first morning that warned of it to the day the money was gone, `called`: that somebody had to
    explain; both None without one."""

    exceeds: bool
    ahead: int | None
    called: int | None


def watch(course: Course, seed: int) -> Warned:
    """Live through a campaign morning by morning."""
    spend = course.spend(seed)
    gone = next((n for n, sum_ in enumerate(np.cumsum(spend)) if sum_ > BUDGET.amount), DAYS)
    said = [_said(spend[:known]) for known in range(1, DAYS + 1)]
    first = next((n for n, actions in enumerate(said, 1) if {*actions} & {*WARNINGS}), None)
    called = next((n for n, actions in enumerate(said, 1) if "over_budget" in actions), None)
    return Warned(
        exceeds=bool(spend.sum() > (1 + LINES.over) * BUDGET.amount),
        ahead=None if first is None else gone - first,
        called=None if called is None else gone - called,
    )


def _said(spend: Floats) -> tuple[Action, ...]:
    as_of = START + timedelta(days=len(spend))
    pace = spend_pace(BUDGET, [*spend], as_of, over=LINES.over, under=LINES.under)
    return tuple(verdict.action for verdict in judge(Case(False, None, None, pace=pace), LINES))


def pace_table(seeds: range) -> str:
    """By course: how many exceed the budget, were warned of in time, and called to explain."""
    lines = [
        "| course | over by 15 % | warned ≥ 3 days ahead | days ahead (least, middle)"
        " | must explain though not over |",
        "|---|---|---|---|---|",
    ]
    for course in COURSES:
        found = [watch(course, seed) for seed in seeds]
        over = [each for each in found if each.exceeds]
        ahead = sorted(-1 if each.ahead is None else each.ahead for each in over)
        in_time = sum(days >= LINES.days for days in ahead)
        false = sum(each.called is not None for each in found if not each.exceeds)
        middle = f"{ahead[0]}, {median(ahead):g}" if ahead else "–"
        lines.append(
            f"| {course.name} | {len(over)} of {len(found)} | {in_time} of {len(over)} | {middle}"
            f" | {false} of {len(found) - len(over)} |"
        )
    return "\n".join(lines) + "\n"
