"""What `/funnel` measures: the funnels of both sides, made alike, and what they lead to."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from analytics.errors import MissingTable
from analytics.funnel import Funnel, StepChange, compare_funnels, worst_step
from analytics.funnel_reading import FunnelQuestion, Funnels, read_funnels
from analytics.funnel_repurchases import Repurchase, last_repurchase, read_repurchase
from analytics.periods import Period
from analytics.sales import Side
from analytics.versus import Versus
from commands.kit.argument_types import Where
from commands.kit.comparing import Compared, compared
from commands.kit.context import Ctx

NOTHING = Funnel()


@dataclass(frozen=True)
class Measured:
    """A funnel and its comparison, step by step; `slices` by the dimension shown.

    `follow`: how long events after the period still counted, on both sides; shorter than `window`
    where the data end. `repurchase`: that of the period; `settled`: the latest whose time is over.
    """

    found: Compared
    whole: Funnels
    steps: tuple[StepChange, ...]
    before: Funnel | None
    by: str | None
    slices: Funnels | None
    slices_before: Funnels | None
    window: timedelta
    follow: timedelta
    repurchase: Repurchase | None
    settled: Repurchase | None

    @property
    def funnel(self) -> Funnel:
        """The funnel of the whole slice asked for; without steps where nobody was there."""
        return self.whole.slices.get("", NOTHING)

    @property
    def worst(self) -> StepChange | None:
        """The step that lost most against expectation."""
        return worst_step(self.steps)


def funnel_sides(ctx: Ctx, period: Period, versus: Versus | None, where: Where) -> Compared:
    """The two sides, as far as events reach, or traffic exports where there are no events."""
    table = next((name for name in ("events", "traffic") if ctx.shop.has(name)), None)
    if table is None:
        raise MissingTable("events")
    found = compared(ctx, period, versus, where, table)
    if found.no_data and table == "events" and ctx.shop.has("traffic"):
        exports = compared(ctx, period, versus, where, "traffic")
        return found if exports.no_data else exports
    return found


def measure_funnel(ctx: Ctx, found: Compared, by: str | None) -> Measured:
    """Both sides' funnels, each followed for the same time after its period."""
    window = timedelta(days=ctx.rules.funnel.days)
    follow = _follow(ctx, found, window)

    def read(side: Side, dimension: str | None = None) -> Funnels:
        return read_funnels(ctx.shop, FunnelQuestion(side, window, follow, dimension))

    whole = read(found.now)
    before = read(found.before) if found.before else None
    earlier = before.slices.get("") if before and before.source == whole.source else None
    sliced = read(found.now, by) if by else None
    period, where = found.now.period, found.now.where
    repurchase = read_repurchase(ctx.shop, period.start, period.end, where, 30)
    open_yet = repurchase is not None and repurchase.rate is None
    return Measured(
        found=found,
        whole=whole,
        steps=compare_funnels(whole.slices.get("", NOTHING), earlier),
        before=earlier,
        by=by,
        slices=sliced,
        slices_before=read(found.before, by) if by and found.before else None,
        window=window,
        follow=follow,
        repurchase=repurchase,
        settled=last_repurchase(ctx.shop, where, 30) if open_yet else None,
    )


def _follow(ctx: Ctx, found: Compared, window: timedelta) -> timedelta:
    """How long after the period the data go on, at most the window."""
    until = found.coverage.until
    if until is None:
        return timedelta(0)
    zone = ctx.shop.zone
    ends: datetime = found.now.period.instants(zone)[1]
    return max(timedelta(0), min(window, until.replace(tzinfo=zone) - ends))
