"""The thresholds of the rulebook as settings, each under its own id.

A rule's fields are the shop-wide defaults; `metrics` and `channels` inside it hold what is
different for one metric or one channel, and `R06.where(metric=…, channel=…)` puts them together.
"""

from typing import Annotated, Any, Self

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

    R05: PaceCheckpoints = PaceCheckpoints()
    R06: WeeklyBand = WeeklyBand()
    R20: PromoRhythm = PromoRhythm()
    lights: Lights = Lights()
    late: LateReports = LateReports()
