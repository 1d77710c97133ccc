"""Charts of funnels, models, curves and quadrants: plain ones, and ones that are hard to draw."""

from datetime import date, timedelta
from math import exp

from commands.kit.message import Msg, msg
from commands.kit.plots import (
    BarsChart,
    BarSeries,
    CurvePoint,
    CurvesChart,
    FunnelChart,
    FunnelStep,
    Level,
    Line,
    LineChart,
    Mark,
    Plot,
    QuadrantChart,
    ResponseCurve,
)

LONG = "双十一超级品牌日达人直播专场种草投放计划"
STEPS = ("曝光", "点击", "商品详情浏览", "加购", "提交订单", "支付", "30 天内复购", LONG)
CHANNELS = ("抖音", "小红书", "天猫直通车", "京东", "微信视频号", "Bing", "百度搜索", "快手")
MODELS = ("Last touch", "First touch", "Linear", "Position", "Time decay", "Markov")
FIELDS = (msg("Hidden gems"), msg("Stars"), msg("Questions"), msg("Money sinks"))


def funnel(*people: int, worst: int | None = None, expected: float | None = None) -> FunnelChart:
    """Steps of so many people; `expected`: how many times as many were expected."""
    steps = tuple(
        FunnelStep(
            label=Msg(text=STEPS[place % len(STEPS)]),
            people=number,
            rate=number / people[place - 1] if place and people[place - 1] else None,
            expected=None if expected is None or not place else number * expected,
        )
        for place, number in enumerate(people)
    )
    return FunnelChart(steps=steps, worst=worst)


def bars(groups: int, series: int, *, names: tuple[str, ...] = CHANNELS) -> BarsChart:
    """Falling values with intervals; one bar is not known."""
    return BarsChart(
        groups=tuple(Msg(text=names[place % len(names)]) for place in range(groups)),
        series=tuple(_series(place, groups) for place in range(series)),
        unit="money",
    )


def _series(place: int, groups: int) -> BarSeries:
    values = tuple(
        1.2e6 / (group + 1) * (1 + 0.12 * ((place * 7 + group) % 5)) for group in range(groups)
    )
    known = tuple(None if (place, group) == (1, 2) else v for group, v in enumerate(values))
    return BarSeries(
        label=Msg(text=MODELS[place % len(MODELS)]),
        values=known,
        low=tuple(None if value is None else value * 0.85 for value in known),
        high=tuple(None if value is None else value * 1.2 for value in known),
    )


def response(name: str, size: float, move: tuple[float, float | None]) -> ResponseCurve:
    """A saturating curve; `move`: from and to, as shares of its range."""

    now, to = move

    def brought(spend: float) -> float:
        return 4 * size * (1 - exp(-spend / size))

    xs = tuple(size * step / 12 for step in range(37))
    ys = tuple(brought(x) for x in xs)

    def point(share: float) -> CurvePoint:
        return CurvePoint(x=share * xs[-1], y=brought(share * xs[-1]))

    return ResponseCurve(
        label=Msg(text=name),
        xs=xs,
        ys=ys,
        low=tuple(y * (0.9 - 0.1 * place / 36) for place, y in enumerate(ys)),
        high=tuple(y * (1.1 + 0.2 * place / 36) for place, y in enumerate(ys)),
        now=point(now),
        proposed=None if to is None else point(to),
        seen=0.6 * xs[-1],
    )


def curves(number: int, *, names: tuple[str, ...] = CHANNELS) -> CurvesChart:
    """More and less money in turn, some not moved."""
    moves = ((0.2, 0.5), (0.6, 0.3), (0.3, 0.36), (0.4, None), (0.1, 0.9), (0.8, 0.2))
    return CurvesChart(
        curves=tuple(
            response(names[place % len(names)], 3000.0 * 4 ** (place % 6), moves[place % 6])
            for place in range(number)
        ),
        x_label=msg("Spend a day"),
        y_label=msg("GMV a day"),
    )


def quadrant(number: int, *, names: tuple[str, ...] = CHANNELS) -> QuadrantChart:
    """Points spread over the four fields, some of them crowded."""
    marks = tuple(
        Mark(
            label=Msg(text=f"{names[place % len(names)]} {place // len(names) or ''}".strip()),
            x=2e5 * ((place * 37) % 101) / 100 * (1 if place % 3 else 0.25),
            y=0.4 + 4 * ((place * 61) % 89) / 89 * (1 if place % 2 else 0.5),
            size=((place * 13) % 10) / 9,
        )
        for place in range(number)
    )
    return QuadrantChart(
        marks=marks,
        x_label=msg("True cost"),
        y_label=msg("ROI"),
        x_cut=6e4,
        y_cut=1.5,
        x_unit="money",
        y_unit="number",
        fields=FIELDS,
    )


def same_place() -> QuadrantChart:
    """Many points in one place."""
    one = Mark(label=msg("alike"), x=0.0, y=0.0)
    return quadrant(1).model_copy(update={"marks": (one,) * 12, "x_cut": 0.0, "y_cut": 0.0})


def one_point_curve() -> CurvesChart:
    """A curve of which only today is known, and that nothing."""
    nothing = CurvePoint(x=0.0, y=0.0)
    curve = ResponseCurve(label=msg("new"), xs=(), ys=(), now=nothing)
    return CurvesChart(curves=(curve,), x_label=msg("Spend"), y_label=msg("GMV"))


def roi(*values: float | None, stop: float = 1.5, label: str = "Stop line") -> LineChart:
    """A return by day with the line under which nobody goes on paying."""
    days = tuple(date(2026, 11, 1) + timedelta(days=day) for day in range(len(values)))
    line = Line(label=msg("ROI"), role="current", values=values)
    levels = (Level(label=Msg(text=label), value=stop),)
    return LineChart(days=days, lines=(line,), unit="number", levels=levels)


SAMPLES: dict[str, Plot] = {
    "funnel of 5": funnel(182_345, 41_208, 12_904, 5_120, 3_871, worst=2, expected=1.3),
    "funnel from 10 million to 3": funnel(
        10_000_000, 1_250_000, 83_000, 9_000, 1_200, 95, 12, 3, worst=7, expected=1.1
    ),
    "funnel of 3 with the first worst": funnel(52_000, 51_000, 50_000, worst=1, expected=1.04),
    "funnel better than expected": funnel(9_000, 4_000, 3_000, 900, expected=0.7),
    "funnel of one": funnel(7),
    "funnel of nobody": funnel(0, 0, 0, worst=1, expected=1.0),
    "funnel of nothing": FunnelChart(steps=()),
    "bars 6 x 6": bars(6, 6),
    "bars 8 x 6": bars(8, 6),
    "bars of long names": bars(6, 6, names=(LONG, "短", LONG + "二")),
    "bars of one": bars(5, 1),
    "bars of one with long names": bars(8, 1, names=(LONG, "短", LONG + "二")),
    "bars of too many": bars(20, 2),
    "bars of one value": bars(1, 1),
    "bars of nothing": BarsChart(groups=(), series=(), unit="count"),
    "bars of zeros": BarsChart(
        groups=(msg("a"), msg("b")),
        series=(BarSeries(label=msg("s"), values=(0.0, 0.0)),),
        unit="percent",
    ),
    "bars below zero": BarsChart(
        groups=(msg("a"), msg("b")),
        series=(BarSeries(label=msg("s"), values=(-0.3, 0.2), low=(-0.5, 0.1), high=(-0.1, 0.3)),),
        unit="percent",
    ),
    "curves 1": curves(1),
    "curves 2": curves(2),
    "curves 3": curves(3),
    "curves 4": curves(4),
    "curves 6": curves(6),
    "curves 9 with long names": curves(9, names=(LONG, "短")),
    "curve of one point": one_point_curve(),
    "curves of nothing": curves(0),
    "level under which the line falls": roi(2.4, 2.1, 2.3, 1.9, 1.6, 1.2, 0.9),
    "level where the line ends": roi(2.4, 2.1, 2.3, 1.9, 1.8, 1.6, 1.5),
    "level of a line still running": roi(2.4, 2.1, 2.3, 1.9, None, None),
    "level far away": roi(2.4, 2.1, stop=9.0, label=LONG),
    "level alone": roi(None, None),
    "quadrant of 8": quadrant(8),
    "quadrant of 30": quadrant(30, names=(*CHANNELS, LONG)),
    "quadrant of one": quadrant(1),
    "quadrant of twelve alike": same_place(),
    "quadrant of nothing": quadrant(0),
}
