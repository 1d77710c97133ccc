"""A funnel against another: step rates, what changed for certain, and what it cost."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from analytics.funnel_rates import Difference, Rate, difference, holm, rate_of

Unit = Literal["people", "times"]


@dataclass(frozen=True)
class Step:
    """A step and how many came to it: distinct people, or how many times it happened.

    `seconds`: the median time from the step before; None at the first and for times.
    """

    name: str
    count: int
    unit: Unit
    seconds: float | None = None


@dataclass(frozen=True)
class Funnel:
    """Steps from the widest to the narrowest. `actions`: how many steps buyers took on average
    from the visit to the payment; `worth`: paid amount per buyer. None where not known."""

    steps: tuple[Step, ...] = ()
    actions: float | None = None
    worth: float | None = None

    @property
    def whole(self) -> Rate | None:
        """The last of the first step in the last one's unit: of visitors, those who bought."""
        alike = [step for step in self.steps if step.unit == self.steps[-1].unit]
        alike = [step for step in alike if step.name not in ADVERTISING] or alike
        return rate_of(alike[-1].count, alike[0].count) if len(alike) > 1 else None

    def step(self, name: str) -> Step | None:
        """The step of that name; None where the data have none."""
        return next((step for step in self.steps if step.name == name), None)


ADVERTISING = ("impression", "click")
"""Steps that happen on somebody else's pages: seeing an advertisement is not yet a visit."""


@dataclass(frozen=True)
class StepChange:
    """A step beside its comparison.

    `rate`: of the step before, None at the first and where the two are counted differently.
    `change`: its chance is corrected for the number of steps (Holm). `expected`: how many would
    have come at the comparison's rate, from those that came to the step before; `lost`: how many
    of them did not (negative: more came); `cost`: what they would have paid, were they like the
    comparison's at the later steps. None without a comparison.
    """

    step: Step
    before: Step | None = None
    rate: Rate | None = None
    rate_before: Rate | None = None
    change: Difference | None = None
    expected: float | None = None
    lost: float | None = None
    cost: float | None = None


LIKELY = 0.05
"""A change less likely than this by chance is taken for one."""


def compare_funnels(now: Funnel, before: Funnel | None) -> tuple[StepChange, ...]:
    """Each step of `now` beside the same of `before`.

    A step lost at is worth the comparison's later rates times its paid amount per buyer: summed
    over the steps that is exactly the buyers missing at this period's visitors.
    """
    found = [_beside(place, now, before) for place in range(len(now.steps))]
    tested = [each for each in found if each.change]
    chances = iter(holm([each.change.chance for each in tested if each.change]))
    corrected = [
        replace(each, change=replace(each.change, chance=next(chances))) if each.change else each
        for each in found
    ]
    return tuple(_priced(corrected, place, before) for place in range(len(corrected)))


def worst_step(changes: Sequence[StepChange]) -> StepChange | None:
    """The step whose fall cost most, or lost most where money is not known; None where no fall is
    more than chance."""
    fell = [
        each
        for each in changes
        if each.lost and each.lost > 0 and each.change and each.change.chance < LIKELY
    ]
    return max(fell, key=lambda each: (each.cost or 0.0, each.lost or 0.0), default=None)


def _beside(place: int, now: Funnel, before: Funnel | None) -> StepChange:
    step = now.steps[place]
    earlier = before.step(step.name) if before else None
    if place == 0:
        return StepChange(step, earlier)
    rate = _rate(now.steps[place - 1], step)
    previous = before.step(now.steps[place - 1].name) if before else None
    rate_before = _rate(previous, earlier)
    if rate is None or rate_before is None:
        return StepChange(step, earlier, rate, rate_before)
    expected = rate.whole * rate_before.value
    return StepChange(
        step,
        earlier,
        rate,
        rate_before,
        difference(rate, rate_before),
        expected,
        expected - step.count,
    )


def _rate(previous: Step | None, step: Step | None) -> Rate | None:
    if previous is None or step is None or previous.unit != step.unit:
        return None
    return rate_of(step.count, previous.count)


def _priced(changes: Sequence[StepChange], place: int, before: Funnel | None) -> StepChange:
    """With what the lost would have paid; not known where a later rate is not."""
    each = changes[place]
    worth = before.worth if before else None
    later = [after.rate_before for after in changes[place + 1 :]]
    if each.lost is None or worth is None or changes[-1].step.name != "pay":
        return each
    for rate in later:
        if rate is None:
            return each
        worth *= rate.value
    return replace(each, cost=each.lost * worth)
