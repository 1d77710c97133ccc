"""What stands behind “more” of a budget shift: campaigns, weekly steps, and the curves' picture."""

from datetime import timedelta

import numpy as np

from analytics.curves import Floats
from analytics.response import Fit
from analytics.shift import ChannelShift
from analytics.shift_stages import Stage
from commands.kit.blocks import money, table
from commands.kit.context import Ctx
from commands.kit.message import Msg, msg
from commands.kit.plots import CurvePoint, CurvesChart, ResponseCurve
from commands.kit.reply import Chart, Table
from commands.kit.shift_making import Made
from commands.kit.values import Change, Day, Name, Value

MOST_CURVES = 6
POINTS = 41
BEYOND = 1.15
"""How far past the largest of its points a curve is drawn."""

BAND = (10.0, 90.0)


def details(ctx: Ctx, made: Made) -> tuple[Table, ...]:
    """The tables of a plan that moves anything."""
    return (campaign_table(ctx, made), stage_table(ctx, made)) if made.gains else ()


def campaign_table(ctx: Ctx, made: Made) -> Table:
    """Each campaign's spend now and as proposed; what is spent outside campaigns is one too."""
    columns = (
        ("channel", msg("Channel")),
        ("campaign", msg("Campaign")),
        ("now", msg("Spent now")),
        ("proposed", msg("Proposed")),
        ("change", msg("Change")),
        ("standing", msg("Standing")),
    )
    rows = [
        _campaign(ctx, made, one, campaign)
        for one in made.shift.channels
        for campaign in one.campaigns
    ]
    return table("campaigns", columns, rows, title=msg("Campaign by campaign"))


_STANDINGS = {"trial": msg("on trial"), "weak": msg("below the stop line")}


def _campaign(
    ctx: Ctx, made: Made, one: ChannelShift, amounts: tuple[str | None, int, int]
) -> list[Value | Msg | None]:
    campaign, now, to = amounts
    standing = made.ground.standing.get((one.channel, campaign), "")
    return [
        Name(text=one.channel),
        Name(text=campaign) if campaign is not None else msg("(freed by ended campaigns)"),
        money(now, ctx),
        money(to, ctx),
        Change(ratio=to / now - 1) if now and to != now else None,
        _STANDINGS.get(standing),
    ]


def stage_table(ctx: Ctx, made: Made) -> Table:
    """The channels that move: spend a day now and in each step; last, what a step brings."""
    moving = [one for one in made.shift.channels if one.change]
    columns = [("channel", msg("Channel")), ("now", msg("Spent now"))]
    columns += [
        (f"step_{place}", _from_day(made, step)) for place, step in enumerate(made.stages, start=1)
    ]
    shares = (0.0, *(step.share for step in made.stages))
    rows: list[list[Value | Msg | None]] = [
        [Name(text=one.channel), *(_a_day(ctx, made, one, share) for share in shares)]
        for one in moving
    ]
    gains = [money(round(step.gain), ctx, signed=True) for step in made.stages]
    rows.append([msg("Expected gain of the step"), None, *gains])
    return table("stages", columns, rows, title=msg("Spend a day, step by step"))


def _from_day(made: Made, step: Stage) -> Msg:
    return msg("From {day}", day=Day(day=made.period.start + timedelta(days=step.begin)))


def _a_day(ctx: Ctx, made: Made, one: ChannelShift, share: float) -> Value:
    return money(round((one.now + share * one.change) / made.period.days), ctx)


def curves_chart(ctx: Ctx, made: Made, finding: Msg) -> tuple[Chart, ...]:
    """The response curves of the channels that move most, with today's and the proposed point."""
    ranked = sorted(made.shift.channels, key=lambda one: (-abs(one.change), -one.now))
    known = [(one, made.fits[one.channel]) for one in ranked if one.refused is None]
    curves = [_curve(one, fit, made.period.days) for one, fit in known if isinstance(fit, Fit)]
    if not curves:
        return ()
    plot = CurvesChart(
        curves=tuple(curves[:MOST_CURVES]),
        x_label=msg("Spend a day"),
        y_label=msg("Paid GMV a day"),
        currency=ctx.currency,
    )
    title = finding
    if made.gains:
        title = msg(
            "{amount} moved: {gain} paid GMV expected",
            amount=money(made.shift.moved, ctx),
            gain=money(round(made.shift.plan.gain), ctx, signed=True),
        )
    return (Chart(name="curves", title=title, alt=finding, plot=plot),)


def _curve(one: ChannelShift, fit: Fit, size: int) -> ResponseCurve:
    now, proposed = one.now / size, one.to / size
    xs = np.linspace(0.0, max(now, proposed, fit.seen) * BEYOND, POINTS)
    draws = np.array([draw.response(xs) for draw in fit.draws])
    low, high = np.percentile(draws, BAND, axis=0) if len(draws) else ((), ())
    return ResponseCurve(
        label=msg("{channel}", channel=Name(text=one.channel)),
        xs=tuple(xs.tolist()),
        ys=tuple(fit.curve.response(xs).tolist()),
        low=tuple(float(y) for y in low),
        high=tuple(float(y) for y in high),
        now=_point(fit, now),
        proposed=_point(fit, proposed) if one.change else None,
        seen=fit.seen,
    )


def _point(fit: Fit, spend: float) -> CurvePoint:
    brought: Floats = fit.curve.response(np.array([spend]))
    return CurvePoint(x=spend, y=float(brought[0]))
