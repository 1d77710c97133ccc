"""The thresholds of the rulebook as settings, each under its own id.

A rule's fields are the shop-wide defaults; `metrics` and `channels` inside it hold what is
different for one metric or one channel, and `R06.where(metric=…, channel=…)` puts them together.
"""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Ratio = Annotated[float, Field(ge=0, le=10)]
Hours = Annotated[float, Field(ge=0, le=336)]
DayCount = Annotated[int, Field(ge=0, le=366)]


class Rule(BaseModel):
    """A rule and its exceptions."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    metrics: dict[str, dict[str, Any]] = {}
    channels: dict[str, dict[str, Any]] = {}

    @model_validator(mode="after")
    def _exceptions_are_valid(self) -> Self:
        for changes in (*self.metrics.values(), *self.channels.values()):
            self._changed(changes)
        return self

    def where(self, metric: str | None = None, channel: str | None = None) -> Self:
        """The rule as it holds for a metric and a channel; a channel's exception wins."""
        changes = self.metrics.get(metric or "", {}) | self.channels.get(channel or "", {})
        return self._changed(changes)

    def _changed(self, changes: dict[str, Any]) -> Self:
        own = self.model_dump(exclude={"metrics", "channels"})
        return type(self).model_validate(own | changes)


class Checkpoint(BaseModel):
    """By the end of `day` of the month, at least `pace` of the target's share is in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    day: Annotated[int, Field(ge=1, le=31)]
    pace: Ratio


class PaceCheckpoints(Rule):
    """R05: month-to-date attainment below a checkpoint proposes the emergency plans."""

    checkpoints: tuple[Checkpoint, ...] = (
        Checkpoint(day=10, pace=0.70),
        Checkpoint(day=20, pace=0.85),
    )


class WeeklyBand(Rule):
    """R06: a week's result within ± `band` of its sub-target is as planned."""

    band: Ratio = 0.15


class ChannelConversion(Rule):
    """R03: a channel whose conversion is below the all-channel average for `weeks` in a row."""

    weeks: Annotated[int, Field(ge=1, le=26)] = 2


class StopLine(Rule):
    """R07: ROI below `stop` proposes to stop a campaign, below `replace` to replace a creator."""

    stop: Ratio = 1.5
    replace: Ratio = 2.0


class RoiFall(Rule):
    """R08: a channel's ROI that falls by `fall` against its mean of `days` proposes to shift."""

    fall: Ratio = 0.20
    days: Annotated[int, Field(ge=7, le=366)] = 28


class Prediction(Rule):
    """R09: an actual ROI off the predicted one by more than `band` asks for a new plan."""

    band: Ratio = 0.15


class SpendPace(Rule):
    """R10: on course to exceed the budget by `over` needs an explanation, warned `days` ahead or
    more; a course below `under` of it is under-delivery."""

    over: Ratio = 0.15
    under: Ratio = 0.85
    days: Annotated[int, Field(ge=0, le=31)] = 3


class Shifting(Rule):
    """R11: what a budget shift keeps to, as shares.

    `reserve` of the budget is kept back (10 to 15 % by the rulebook), `tests` is the least for
    campaigns on trial, `change` the largest change of a channel, `reach` how far above the
    largest spend ever seen a proposal may go before it says that it extrapolates, `stage` the
    steps in which it is carried out, `loss` the chance of a loss that it may run.
    """

    reserve: Annotated[float, Field(ge=0, lt=1)] = 0.12
    tests: Annotated[float, Field(ge=0, lt=1)] = 0.05
    change: Annotated[float, Field(gt=0, le=1)] = 0.30
    reach: Annotated[float, Field(ge=1, le=3)] = 1.20
    stage: Annotated[float, Field(gt=0, le=1)] = 0.20
    loss: Annotated[float, Field(gt=0, lt=0.5)] = 0.10


class Crediting(Rule):
    """R21: how orders are credited to touches.

    `window_days`: how long before an order a touch may lie; `half_life_days` of time decay.
    Markov's figures are only indicative below `markov_months` of history or `markov_paths`.
    `refunds`: dated by their `order` or by their own day (`refund`). `model`: the one that counts
    where none is named.
    """

    window_days: Annotated[int, Field(ge=1, le=90)] = 14
    half_life_days: Annotated[float, Field(gt=0, le=90)] = 7
    markov_months: Annotated[int, Field(ge=0, le=60)] = 6
    markov_paths: Annotated[int, Field(ge=0)] = 100_000
    refunds: Literal["order", "refund"] = "order"
    model: Literal["last", "first", "linear", "position", "time_decay", "markov"] = "time_decay"
    margin: Annotated[float, Field(gt=0, le=1)] | None = None


class Scorecard(Rule):
    """R22: the weights of the three parts of the KPI score."""

    traffic: Annotated[float, Field(ge=0)] = 3
    conversion: Annotated[float, Field(ge=0)] = 2
    value: Annotated[float, Field(ge=0)] = 1


class Reviews(Rule):
    """R23: who reviews a budget shift, in this order, each by the role that gives the review.

    A shift of at most `small` of the month's budget needs the first two only.
    """

    business: str = "growth lead"
    finance: str = "finance reviewer"
    technical: str = "product engineer"
    management: str = "executive"
    small: Ratio = 0.05


class DecisionTime(Rule):
    """R24: hours without an answer after which reviewers are reminded, a proposal is escalated,
    and lapses."""

    remind_hours: Hours = 24
    escalate_hours: Hours = 48
    lapse_hours: Hours = 72

    @model_validator(mode="after")
    def _one_after_the_other(self) -> Self:
        if not self.remind_hours <= self.escalate_hours <= self.lapse_hours:
            raise ValueError("remind_hours, escalate_hours and lapse_hours must not fall")
        return self


class FunnelWindow(Rule):
    """How long a funnel may take from its first step, and the steps to purchase to aim at."""

    days: Annotated[float, Field(gt=0, le=90)] = 7
    steps: Annotated[float, Field(gt=0, le=20)] = 4


class PromoRhythm(Rule):
    """R20: days before a promo day that preheat and burst begin, days after it for review."""

    preheat_days: DayCount = 45
    burst_days: DayCount = 15
    review_days: DayCount = 7

    @model_validator(mode="after")
    def _burst_is_inside_preheat(self) -> Self:
        if self.burst_days > self.preheat_days:
            raise ValueError("burst_days must not be more than preheat_days")
        return self


class Lights(Rule):
    """Target lights, by attainment of pace: green from `green`, yellow from `yellow`, else red."""

    green: Ratio = 1.0
    yellow: Ratio = 0.85

    @model_validator(mode="after")
    def _yellow_is_below_green(self) -> Self:
        if self.yellow > self.green:
            raise ValueError("yellow must not be above green")
        return self


class LateReports(Rule):
    """Hours after its time within which a report that was missed is still posted, with a note."""

    daily_hours: Hours = 6
    weekly_hours: Hours = 24
    monthly_hours: Hours = 72


class Rules(BaseModel):
    """Every rule that is a setting, by its id in the rulebook."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    R03: ChannelConversion = ChannelConversion()
    R05: PaceCheckpoints = PaceCheckpoints()
    R06: WeeklyBand = WeeklyBand()
    R07: StopLine = StopLine()
    R08: RoiFall = RoiFall()
    R09: Prediction = Prediction()
    R10: SpendPace = SpendPace()
    R11: Shifting = Shifting()
    R20: PromoRhythm = PromoRhythm()
    R21: Crediting = Crediting()
    R22: Scorecard = Scorecard()
    R23: Reviews = Reviews()
    R24: DecisionTime = DecisionTime()
    funnel: FunnelWindow = FunnelWindow()
    lights: Lights = Lights()
    late: LateReports = LateReports()
