"""What a chart shows: a closed set of frozen plots, each with raw numbers and a unit."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from commands.kit.message import Msg

Unit = Literal["money", "count", "percent", "number"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Line(_Frozen):
    """One line of a chart over `LineChart.days`; None is a gap, never zero."""

    label: Msg
    role: Literal["current", "comparison", "target", "forecast"]
    values: tuple[float | None, ...]


class Band(_Frozen):
    """An uncertainty band over `LineChart.days`."""

    label: Msg
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]


class Shade(_Frozen):
    """A shaded span of days, both ends included (a promo phase)."""

    first: date
    last: date
    label: Msg


class Level(_Frozen):
    """A horizontal line that means something (a stop line), in the chart's unit."""

    label: Msg
    value: float


class LineChart(_Frozen):
    """Daily lines on a time axis. `unit` formats the value axis.

    `x_labels`: set when the axis is not days (hours of a day): the label of each position;
    `days` is then empty.
    """

    plot: Literal["lines"] = "lines"
    days: tuple[date, ...] = ()
    x_labels: tuple[str, ...] = ()
    lines: tuple[Line, ...]
    unit: Unit
    currency: str = "CNY"
    band: Band | None = None
    shades: tuple[Shade, ...] = ()
    levels: tuple[Level, ...] = ()


class BridgeStep(_Frozen):
    """One contribution of a bridge, in the chart's unit."""

    label: Msg
    amount: float


class BridgeChart(_Frozen):
    """From one total to another through signed contributions (a waterfall)."""

    plot: Literal["bridge"] = "bridge"
    start_label: Msg
    start: float
    steps: tuple[BridgeStep, ...]
    end_label: Msg
    end: float
    unit: Unit
    currency: str = "CNY"


class FunnelStep(_Frozen):
    """One step: how many reached it, and how many the comparison says should have.

    `rate`: of those of the step before, None at the first. `expected`: None without comparison.
    """

    label: Msg
    people: int
    rate: float | None = None
    expected: float | None = None


class FunnelChart(_Frozen):
    """Steps from the widest to the narrowest. `worst`: the place of the step that lost most
    against what was expected; None where none did."""

    plot: Literal["funnel"] = "funnel"
    steps: tuple[FunnelStep, ...]
    worst: int | None = None


class BarSeries(_Frozen):
    """One bar in each group; None where it is not known. `low`/`high`: an interval's ends."""

    label: Msg
    values: tuple[float | None, ...]
    low: tuple[float | None, ...] = ()
    high: tuple[float | None, ...] = ()


class BarsChart(_Frozen):
    """Groups of bars, one bar of each series in a group (the models' credit by channel)."""

    plot: Literal["bars"] = "bars"
    groups: tuple[Msg, ...]
    series: tuple[BarSeries, ...]
    unit: Unit
    currency: str = "CNY"


class CurvePoint(_Frozen):
    """A point on a curve."""

    x: float
    y: float


class ResponseCurve(_Frozen):
    """What money brings: `ys` at the `xs`, with its band where one is known.

    `now` and `proposed` are points on it; `seen`: the largest x ever tried, beyond which the
    curve is extrapolation.
    """

    label: Msg
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    now: CurvePoint
    proposed: CurvePoint | None = None
    seen: float | None = None


class CurvesChart(_Frozen):
    """Response curves side by side, all in the shop's currency on both axes."""

    plot: Literal["curves"] = "curves"
    curves: tuple[ResponseCurve, ...]
    x_label: Msg
    y_label: Msg
    currency: str = "CNY"


class Mark(_Frozen):
    """A named point of a quadrant chart. `size` is relative, 0 to 1."""

    label: Msg
    x: float
    y: float
    size: float = 0.5


class QuadrantChart(_Frozen):
    """Points in four fields cut at `x_cut` and `y_cut`, those that must have a name first.

    `fields`: the names of the four: low x/high y, high/high, low/low, high x/low y.
    """

    plot: Literal["quadrant"] = "quadrant"
    marks: tuple[Mark, ...]
    x_label: Msg
    y_label: Msg
    x_cut: float
    y_cut: float
    x_unit: Unit
    y_unit: Unit
    fields: tuple[Msg, Msg, Msg, Msg]
    currency: str = "CNY"

    def field_of(self, mark: Mark) -> int:
        """The place in `fields` of a point's field; on a cut it counts as high."""
        return 2 * (mark.y < self.y_cut) + (mark.x >= self.x_cut)


Plot = Annotated[
    LineChart | BridgeChart | FunnelChart | BarsChart | CurvesChart | QuadrantChart,
    Field(discriminator="plot"),
]
