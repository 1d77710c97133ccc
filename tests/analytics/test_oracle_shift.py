"""Every wish of a budget shift, in combination, against splits tried one by one on a grid.

The limits are worked out here from the rulebook (§9, R11) alone: the total as it is or changed by
what is asked, 12 % of the budget in reserve unless asked otherwise, 30 % up or down for a channel,
none for one that is kept or not among the only ones, caps, money of campaigns on trial. Curves are
daily Hill curves, S-shapes among them; a plan's response is days × curve(spend ÷ days).
"""

import math
from dataclasses import dataclass, replace
from itertools import pairwise
from random import Random

import numpy as np
import pytest

from analytics.budget import Infeasible
from analytics.curves import Floats, Hill
from analytics.response import Fit, Refused
from analytics.shift import Limits, Room, Shift, Wish, plan_shift
from analytics.shift_campaigns import Spent, Standing
from analytics.shift_stages import shares_in_force, stages

CHANNELS = ("feed", "kol", "search")
RESERVE, CHANGE, LARGEST_STEP = 0.12, 0.30, 0.20
LOSS = 0.10
GRID = 61


@dataclass(frozen=True)
class Asked:
    """A made-up shop and what is asked of it."""

    spent: tuple[Spent, ...]
    fits: dict[str, Fit | Refused]
    wish: Wish
    planned: float | None

    def now(self, channel: str) -> int:
        return sum(each.now for each in self.spent if each.channel == channel)

    @property
    def change(self) -> float:
        """How far a channel may move: what a plan of so many weeks can carry out, 30 % at most."""
        return min(CHANGE, LARGEST_STEP * max(self.wish.days // 7, 1))

    @property
    def limits(self) -> Limits:
        room = Room(self.change, 1.2)
        return Limits(RESERVE, 0.05, LOSS, dict.fromkeys(CHANNELS, room))

    @property
    def spendable(self) -> float:
        today = sum(self.now(name) for name in CHANNELS)
        kept = RESERVE if self.wish.reserve is None else self.wish.reserve
        budget = today / (1 - RESERVE) + self.wish.change / (1 - RESERVE)
        if self.planned is not None:
            budget = self.planned + self.wish.change
        return max(budget, 0) * (1 - kept)

    def bounds(self, channel: str) -> tuple[float, float]:
        now, most = self.now(channel), self.wish.most.get(channel, math.inf)
        left = self.wish.only and channel not in self.wish.only
        if isinstance(self.fits[channel], Refused):
            return now, now
        if channel in self.wish.keep or left:
            return now, min(now, most)
        young = (one.now for one in self.spent if (one.channel, one.standing) == (channel, "trial"))
        return max((1 - self.change) * now, sum(young)), min((1 + self.change) * now, most)

    @property
    def is_possible(self) -> bool:
        bounds = [self.bounds(name) for name in CHANNELS]
        fitting = all(low <= high for low, high in bounds)
        return fitting and sum(low for low, _ in bounds) <= self.spendable

    @property
    def total(self) -> float:
        """What is to be spent: all that may be and has a place."""
        return min(self.spendable, sum(self.bounds(name)[1] for name in CHANNELS))

    def brings(self, split: Floats) -> Floats:
        """What splits (…, channels) bring; a channel of unknown response brings nothing."""
        days, total = self.wish.days, np.zeros(split.shape[:-1])
        for number, name in enumerate(CHANNELS):
            fit = self.fits[name]
            if isinstance(fit, Fit):
                total += days * fit.curve.response(split[..., number] / days)
        return total

    def best_on_a_grid(self) -> float:
        """The most that a split of the total brings, the last channel taking what is left."""
        lows, highs = np.transpose([self.bounds(name) for name in CHANNELS])
        first, second = np.meshgrid(*(np.linspace(lows[k], highs[k], GRID) for k in (0, 1)))
        split = np.stack([first, second, self.total - first - second], axis=-1)
        fitting = (split[..., 2] >= lows[2] - 1e-9) & (split[..., 2] <= highs[2] + 1e-9)
        found = self.brings(split[fitting])
        return float(found.max(initial=-math.inf))


Plans = list[tuple[Asked, Shift]]


def asked(seed: int) -> Asked:
    """Three channels, two campaigns each, and any of the wishes together."""
    pick = Random(seed)
    days = pick.choice((7, 14, 28, 30, 61))
    standings: tuple[Standing, ...] = ("running", "running", "weak", "trial", "over")
    spent = tuple(
        Spent(name, f"{name}{part}", pick.randrange(1_000, 60_000), pick.choice(standings))
        for name in CHANNELS
        for part in range(2)
    )
    today = {name: sum(one.now for one in spent if one.channel == name) for name in CHANNELS}
    fits = {name: fit(name, pick, today[name] / days) for name in CHANNELS}
    total = sum(today.values())
    planned = total * pick.uniform(0.95, 1.4) if pick.random() < 0.2 else None
    return Asked(spent, fits, wished(pick, days, today), planned)


def wished(pick: Random, days: int, today: dict[str, int]) -> Wish:
    """Any of the wishes together: an amount or a share more or less, keep, only, max, reserve."""
    total, capped = sum(today.values()), pick.choice(CHANNELS)
    cap = float(round(today[capped] * pick.uniform(0.65, 1.35)))
    return Wish(
        days=days,
        change=pick.choice((0.0, 0.0, 5_000.0, -7_777.0, 0.1 * total, -0.15 * total, 0.4 * total)),
        keep=frozenset(pick.sample(CHANNELS, pick.choice((0, 0, 0, 1, 2)))),
        only=frozenset(pick.sample(CHANNELS, pick.choice((0, 0, 0, 2)))),
        most={capped: cap} if pick.random() < 0.4 else {},
        reserve=pick.choice((None, None, 0.0, 0.10, 0.15, 0.2)),
    )


def fit(name: str, pick: Random, daily: float) -> Fit | Refused:
    """A certain curve whose bend is anywhere around today's spend; seldom none."""
    if pick.random() < 0.08:
        return Refused(name, "too_short")
    kappa = daily * pick.uniform(0.3, 3)
    curve = Hill(daily * pick.uniform(1, 8), kappa, pick.choice((0.6, 0.8, 1.0, 1.5, 3.0)))
    return Fit(name, curve, (), daily, 1.1 * daily, 0.0, 365)


def planned_shift(case: Asked) -> Shift:
    return plan_shift(case.spent, case.fits, case.wish, case.limits, case.planned)


CASES = [asked(seed) for seed in range(220)]
POSSIBLE = [case for case in CASES if case.is_possible]


@pytest.fixture(scope="module")
def plans() -> Plans:
    """The plans of everything that can be asked."""
    return [(case, planned_shift(case)) for case in POSSIBLE]


def test_enough_combinations_are_tried_when_wishes_are_random() -> None:
    assert len(POSSIBLE) >= 120
    assert len(CASES) - len(POSSIBLE) >= 30


def test_wishes_are_refused_when_no_split_fits_them() -> None:
    for case in CASES:
        if not case.is_possible:
            with pytest.raises(Infeasible):
                planned_shift(case)


def test_limits_hold_to_the_unit_when_wishes_are_combined(plans: Plans) -> None:
    for case, shift in plans:
        for each in shift.channels:
            low, high = case.bounds(each.channel)
            assert math.floor(low) <= each.to <= math.ceil(high), (case, each)
            assert sum(after for _, _, after in each.campaigns) == each.to
            assert all(after >= 0 for _, _, after in each.campaigns)
        assert shift.to == math.floor(round(case.total, 6))
        assert shift.budget == shift.to + shift.reserve


def test_no_split_on_a_grid_brings_more_when_wishes_are_combined(plans: Plans) -> None:
    for case, shift in plans:
        best = case.best_on_a_grid()
        assert shift.plan.response >= best * (1 - 1e-9), case
        rounded = float(case.brings(np.array([each.to for each in shift.channels], dtype=float)))
        assert rounded >= best * (1 - 1e-6) - 10, case  # whole units of money


def test_plan_is_never_worse_than_today_when_today_is_allowed(plans: Plans) -> None:
    for case, shift in plans:
        fitting = all(
            low <= case.now(k) <= high for k in CHANNELS for low, high in [case.bounds(k)]
        )
        if fitting and case.spendable >= shift.now:
            assert shift.plan.gain >= -1e-6 * shift.plan.response_now


def test_steps_rise_by_a_tenth_to_a_fifth_and_end_at_the_plan_when_carried_out(
    plans: Plans,
) -> None:
    for case, shift in plans:
        found = stages(shift, case.fits, case.wish.days, LARGEST_STEP)
        if not shift.moved:
            assert found == ()
            continue
        widest = max(max(abs(each.change) - 1, 0) / each.now for each in shift.channels)
        assert [stage.begin for stage in found] == [7 * n for n in range(len(found))]
        assert all(one.end == other.begin for one, other in pairwise(found))
        assert (found[-1].end, found[-1].share) == (case.wish.days, 1)
        rises = np.diff([0.0, *(stage.share for stage in found)]) * widest
        assert all(0 < rise <= LARGEST_STEP + 1e-6 for rise in rises if widest), case
        assert len(found) == 1 or min(rises) >= LARGEST_STEP / 2 - 1e-3
        changes = {each.channel: (float(each.now), float(each.to)) for each in shift.channels}
        daily = shares_in_force(changes, case.wish.days, LARGEST_STEP)
        assert [daily[stage.begin] for stage in found] == [stage.share for stage in found]
        assert (len(daily), daily[-1]) == (case.wish.days, 1)


def test_amounts_are_multiples_within_their_limits_when_steps_are_asked() -> None:
    for case in POSSIBLE[:40]:
        wish = replace(case.wish, step=500.0, change=0.0, reserve=None, most={})
        own = replace(case, wish=wish, planned=None)
        for each in planned_shift(own).channels:
            low, high = own.bounds(each.channel)
            assert math.floor(low) <= each.to <= math.ceil(high)
            assert each.to % 500 == 0 or each.to == each.now


def test_todays_split_stays_when_no_multiple_is_left_between_the_limits() -> None:
    # All of it is on trial and must not be cut; 10,500 each is more than there is.
    spent = tuple(Spent(name, name, 10_100, "trial") for name in CHANNELS)
    fits = {name: fit(name, Random(1), 100.0) for name in CHANNELS}
    shift = planned_shift(Asked(spent, fits, Wish(28, step=500.0), None))
    assert [each.change for each in shift.channels] == [0, 0, 0]


def drawn(case: Asked, seed: int) -> Asked:
    """The same with 60 draws of each curve, about a third better or worse and bent elsewhere."""
    random = np.random.default_rng(seed)
    made: dict[str, Fit | Refused] = {}
    for name, held in case.fits.items():
        made[name] = held
        if isinstance(held, Fit) and isinstance(hill := held.curve, Hill):
            draws = tuple(
                Hill(hill.beta * 2**high, hill.kappa * 2**bend, hill.slope)
                for high, bend in random.normal(0, 0.4, (60, 2))
            )
            made[name] = replace(held, draws=draws)
    wish = Wish(case.wish.days, keep=case.wish.keep, only=case.wish.only)
    return replace(case, fits=made, wish=wish, planned=None)


def gains_by_draw(case: Asked, shift: Shift) -> Floats:
    """What the plan brings more than today in each draw, (60,)."""
    days, gains = case.wish.days, np.zeros(60)
    for each in shift.channels:
        fit_ = case.fits[each.channel]
        if isinstance(fit_, Fit):
            daily = np.array([each.now, each.to]) / days
            gains += [days * float(np.diff(draw.response(daily))[0]) for draw in fit_.draws]
    return gains


def test_loss_is_seldom_and_the_mean_gains_when_curves_are_uncertain() -> None:
    for seed, plain in enumerate(POSSIBLE[:25]):
        case = drawn(plain, seed)
        shift = planned_shift(case)
        gains = gains_by_draw(case, shift)
        unit = 1e-6 * shift.plan.response_now + 10  # whole units of money
        assert gains.mean() >= -unit
        assert (gains < -unit).mean() <= LOSS
        assert shift.plan.gain == pytest.approx(gains.mean(), abs=2 * unit)
        low, high = np.percentile(gains, [10, 90])
        assert (shift.plan.low, shift.plan.high) == pytest.approx((low, high), abs=2 * unit)
