"""The blocks of `/gmv`: headline, figures, trend and what one asks next."""

from datetime import timedelta

from analytics.drivers import Contribution, Decomposition
from analytics.sales import Sales
from commands.kit.blocks import buttons, days, figure, metric_value, ratio_of
from commands.kit.comparing import Compared
from commands.kit.context import Ctx
from commands.kit.message import Msg, msg
from commands.kit.reply import Buttons, Chart, Figures
from commands.kit.sentences import factor_name, scoped
from commands.kit.trend import Labels, trend_chart
from commands.kit.values import Change


def headline(ctx: Ctx, sales: Sales, found: Compared) -> Msg:
    """The total, its change and the factor that weighed most."""
    parts = {
        "metric": scoped(sales.main, found.now.where, ctx),
        "days": days(found.now.period),
        "value": metric_value(sales.main, sales.now[sales.main], ctx),
    }
    change = ratio_of(sales.now[sales.main], (sales.before or {}).get(sales.main))
    if change is None:
        return msg("{metric} {days}: {value}", **parts)
    parts["change"] = Change(ratio=change)
    causes = leading(sales.tree) if sales.tree and sales.tree.change else []
    if not causes:
        return msg("{metric} {days}: {value}, {change}", **parts)
    first, *others = [factor_name(part.name, ctx) for part in causes]
    if not others:
        return msg("{metric} {days}: {value}, {change}, mostly {driver}", **parts, driver=first)
    return msg(
        "{metric} {days}: {value}, {change}, from {first} and {second}",
        **parts,
        first=first,
        second=others[0],
    )


MOSTLY = 0.6
"""From this share of the pull in the change's direction on, one factor is what it mostly was."""


def leading(tree: Decomposition) -> list[Contribution]:
    """The factor that made the change, or the two that made it together; never of no change.

    None where no factor pulls its way: sales to guests alone have no buyers to be a product of.
    """
    up = tree.change > 0
    pulling = [part for part in tree.contributions if part.amount and (part.amount > 0) == up]
    pulling.sort(key=lambda part: -abs(part.amount))
    together = abs(sum(part.amount for part in pulling))
    alone = any(abs(part.amount) >= MOSTLY * together for part in pulling)
    return pulling[: 1 if alone else 2]


YEAR = timedelta(days=366)
_SHOWN = ("paid_gmv", "gmv", "net_gmv", "visitors", "cvr", "aov", "orders", "buyers")


def sales_figures(ctx: Ctx, sales: Sales, most: int) -> Figures:
    """The first `most` of the totals this shop knows, each with its comparison."""
    names = [name for name in _SHOWN if sales.now.get(name) is not None][:most]
    before = sales.before or {}
    return Figures(
        items=tuple(figure(name, sales.now[name], before.get(name), ctx) for name in names)
    )


def sales_chart(ctx: Ctx, sales: Sales, found: Compared) -> Chart:
    """The trend with its comparison, titled with the finding."""
    labels = Labels(found.label_now(ctx), found.label_before(ctx))
    return trend_chart(
        ctx, sales.main, found.now, found.before, labels, headline(ctx, sales, found)
    )


def next_questions(ctx: Ctx, found: Compared, by: str | None) -> Buttons:
    """Drill into a dimension the data hold, look a year back, see the targets."""
    line = found.line
    splits = [("channel", msg("By channel")), ("category", msg("By category"))]
    splits += [("customer_type", msg("By customer type"))]
    possible = ctx.shop.dimensions - {by, *found.now.where}
    shown = [(text, f"/gmv {line} by {name}") for name, text in splits if name in possible]
    targets = [(msg("Targets"), "/target")] if ctx.shop.has("targets") else []
    return buttons(*shown[:2], *_other_comparison(found, line), *targets)


def _other_comparison(found: Compared, line: str) -> list[tuple[Msg, str]]:
    """The comparison that was not made, where the data reach that far back."""
    made = found.comparison
    if made.versus.kind == "lastyear" or made.occasion is not None:
        return [(msg("Previous period"), f"/gmv {line} vs prev")]
    first = found.coverage.first_day
    if first is None or first > found.now.period.start - YEAR:
        return []
    return [(msg("Year on year"), f"/gmv {line} vs lastyear")]
