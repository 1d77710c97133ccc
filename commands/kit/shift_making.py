"""From what was asked to a plan and its proposal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from analytics.budget import Infeasible
from analytics.credits import CreditRule
from analytics.periods import Period
from analytics.response import Fit, Refused
from analytics.shift import ChannelShift, Limits, Room, Shift, Wish, plan_shift
from analytics.shift_campaigns import Spent
from analytics.shift_demand import at_demand
from analytics.shift_reading import Ground, StopLine, read_budget, read_demand, read_ground
from analytics.shift_stages import Stage, stages
from analytics.spans import Unit, unit_period
from commands.kit.context import Ctx
from commands.kit.shift import ShiftProposal, ShiftRow
from commands.kit.shift_arguments import COMMAND, BudgetShiftArgs
from commands.kit.shift_refusals import explain_infeasible, nothing_known


@dataclass(frozen=True)
class Made:
    """A plan with what it was made from. `args` are dated; `proposal` is what is put up.

    `demand`: how well the shop usually sells on those days, relative to the last four weeks;
    `fits` are the curves as they hold then.
    """

    args: BudgetShiftArgs
    period: Period
    ground: Ground
    demand: float
    fits: Mapping[str, Fit | Refused]
    shift: Shift
    stages: tuple[Stage, ...]
    proposal: ShiftProposal

    @property
    def gains(self) -> bool:
        """Whether it moves anything: for a gain, or because the total or a cap asks for it."""
        over = [
            each
            for each in self.shift.channels
            if each.now > dict(self.args.most).get(each.channel, each.now)
        ]
        forced = self.shift.to != self.shift.now or bool(over)
        return bool(self.shift.moved) and (forced or not self.shift.plan.is_idle)


def make_shift(ctx: Ctx, args: BudgetShiftArgs) -> Made:
    """The plan as the data show it now; UserError or AnalyticsError where there can be none."""
    dated = args.dated(ctx)
    period = dated.period
    assert period is not None
    ground = read_ground(ctx.shop, credit_rule(ctx), ctx.occasions, _stop_line(ctx))
    spent = ground.over(period.days)
    if all(isinstance(ground.fits.get(one.channel), Refused | None) for one in spent):
        raise nothing_known(ground.fits)
    demand = read_demand(ctx.shop, ctx.occasions, ground.recent, period)
    fits = at_demand(ground.fits, demand)
    planned = read_budget(ctx.shop, period.start, period.end)
    limits = _limits(ctx, {one.channel for one in spent}, period.days)
    try:
        shift = plan_shift(spent, fits, _wish(dated, spent), limits, planned)
    except Infeasible as error:
        raise explain_infeasible(ctx, error, dated) from error
    steps = stages(shift, fits, period.days, ctx.rules.R11.stage)
    month = _month_budget(ctx, ground, period)
    proposal = _proposal(dated, ground, shift, month)
    return Made(dated, period, ground, demand, fits, shift, steps, proposal)


def remake(ctx: Ctx, line: str) -> ShiftProposal:
    """The proposal of a line as the data show it now.

    Where there is nothing to gain any more it is today's split with no gain; UserError or
    AnalyticsError where the line cannot be asked any more (its days are over, limits clash).
    """
    words = line.strip().removeprefix("/").removeprefix(COMMAND)
    return make_shift(ctx, BudgetShiftArgs.read(words, ctx)).proposal


def credit_rule(ctx: Ctx) -> CreditRule:
    """How orders are credited to channels, by R21."""
    rule = ctx.rules.R21
    return CreditRule(rule.model, rule.window_days, rule.half_life_days)


def _stop_line(ctx: Ctx) -> StopLine:
    def line(channel: str, creator: bool) -> float:
        rule = ctx.rules.R07.where(channel=channel)
        return rule.replace if creator else rule.stop

    return line


def _limits(ctx: Ctx, channels: Iterable[str], days: int) -> Limits:
    """R11's room of each channel; a plan of few weeks cannot change more than its stages do."""
    rule, weeks = ctx.rules.R11, max(days // 7, 1)
    own = {name: rule.where(channel=name) for name in channels}
    room = {
        name: Room(min(each.change, each.stage * weeks), each.reach) for name, each in own.items()
    }
    return Limits(rule.reserve, rule.tests, rule.loss, room)


def _wish(args: BudgetShiftArgs, spent: Iterable[Spent]) -> Wish:
    today = Decimal(sum(one.now for one in spent))
    assert args.period is not None
    return Wish(
        days=args.period.days,
        change=float(args.change.of(today)) if args.change else 0.0,
        keep=frozenset(args.keep),
        only=frozenset(args.only),
        most={name: float(amount) for name, amount in args.most},
        reserve=args.reserve,
        step=None if args.step is None else float(args.step),
    )


def _month_budget(ctx: Ctx, ground: Ground, period: Period) -> Decimal:
    """The budget of the month in which the plan begins: as it was set, else by today's spend."""
    month = unit_period(Unit.MONTH, period.start)
    planned = read_budget(ctx.shop, month.start, month.end)
    today = sum(ground.daily.values()) * month.days / (1 - ctx.rules.R11.reserve)
    return Decimal(round(today if planned is None else planned))


def _proposal(
    args: BudgetShiftArgs, ground: Ground, shift: Shift, month_budget: Decimal
) -> ShiftProposal:
    assert args.period is not None
    return ShiftProposal(
        line=args.line,
        start=args.period.start,
        end=args.period.end,
        budget=Decimal(shift.budget),
        reserve=Decimal(shift.reserve),
        rows=tuple(row for each in shift.channels for row in _rows(each)),
        gain=shift.plan.gain,
        low=shift.plan.low,
        high=shift.plan.high,
        month_budget=month_budget,
        data_until=ground.recent.last,
    )


def _rows(channel: ChannelShift) -> Iterable[ShiftRow]:
    """The channel's campaigns; what it brings is shared out by what they spend."""
    place = channel.place
    for campaign, now, to in channel.campaigns:
        yield ShiftRow(
            channel=channel.channel,
            campaign=campaign,
            now=Decimal(now),
            to=Decimal(to),
            response_now=place.response_now * now / channel.now if channel.now else 0.0,
            response=place.response * to / channel.to if channel.to else 0.0,
            marginal_now=place.marginal_now,
            marginal=place.marginal,
            extrapolates=channel.extrapolates,
        )
