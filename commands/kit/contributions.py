"""Blocks that say what a change is made of: the tree's factors and a dimension's slices."""

from analytics.drivers import Contribution, Decomposition
from analytics.sales import Sales, split_by, telling_split
from commands.kit.blocks import label, metric_value, money, quantity, ratio_of, table
from commands.kit.comparing import Compared
from commands.kit.context import Ctx
from commands.kit.message import Msg, msg
from commands.kit.plots import BridgeChart, BridgeStep
from commands.kit.reply import Block, Chart, Table, Text
from commands.kit.sentences import dimension_word, factor_name, listed, with_amount
from commands.kit.values import Change, Percent, Value

MOST_SLICES = 30
"""Slices a table lists; the others are one line."""

IN_A_LINE = 3
"""Slices named in one sentence."""


def driver_blocks(ctx: Ctx, sales: Sales) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """The factors in one line, and what stands behind “more”: the exact table and a bridge.

    The table goes down to units and their price where those are known.
    """
    if sales.tree is None:
        return (), ()
    details = (_factor_table(ctx, sales.finer or sales.tree), _bridge(ctx, sales, sales.tree))
    return _factor_line(ctx, sales.tree), details


def _factor_line(ctx: Ctx, split: Decomposition) -> tuple[Block, ...]:
    parts = [with_amount(factor_name(p.name, ctx), p, ctx) for p in split.contributions if p.amount]
    return (Text(message=msg("Drivers: {drivers}", drivers=listed(parts))),) if parts else ()


def _factor_table(ctx: Ctx, split: Decomposition) -> Table:
    rows: list[list[Value | Msg | None]] = [
        [
            factor_name(part.name, ctx),
            metric_value(part.name, part.before, ctx),
            metric_value(part.name, part.after, ctx),
            money(part.amount, ctx, signed=True),
        ]
        for part in split.contributions
    ]
    rows.append(
        [
            msg("Total"),
            money(split.before, ctx),
            money(split.after, ctx),
            money(split.change, ctx, signed=True),
        ]
    )
    if split.remainder:
        rows.append([msg("Unexplained"), None, None, money(split.remainder, ctx, signed=True)])
    columns = (
        ("factor", msg("Factor")),
        ("before", msg("Before")),
        ("now", msg("Now")),
        ("contribution", msg("Contribution")),
    )
    return table("drivers", columns, rows, title=msg("What the change is made of"))


def _bridge(ctx: Ctx, sales: Sales, split: Decomposition) -> Chart:
    title = msg(
        "{metric} {before} → {after}",
        metric=label(sales.main, ctx),
        before=money(split.before, ctx),
        after=money(split.after, ctx),
    )
    steps = tuple(
        BridgeStep(label=factor_name(part.name, ctx), amount=part.amount)
        for part in split.contributions
    )
    alt = msg(
        "From {before} to {after}: {drivers}",
        before=money(split.before, ctx),
        after=money(split.after, ctx),
        drivers=listed(
            [with_amount(factor_name(p.name, ctx), p, ctx) for p in split.contributions]
        ),
    )
    plot = BridgeChart(
        start_label=msg("Before"),
        start=split.before,
        steps=steps,
        end_label=msg("Now"),
        end=split.after,
        unit="money",
        currency=ctx.currency,
    )
    return Chart(name="drivers", title=title, alt=alt, plot=plot)


def slice_blocks(
    ctx: Ctx, metric: str, found: Compared, asked: str | None
) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """The asked dimension as a table, or the most telling one in a line with its table folded."""
    if found.before is None:
        return ((_totals_table(ctx, metric, found, asked),), ()) if asked else ((), ())
    if asked:
        split = split_by(ctx.shop, metric, asked, found.now, found.before)
        return (_slice_table(ctx, asked, split),), ()
    told = telling_split(ctx.shop, metric, found.now, found.before)
    if told is None or not told[1].change:
        return (), ()
    dimension, split = told
    parts = [
        with_amount(dimension_word(dimension, p.name), p, ctx)
        for p in split.contributions[:IN_A_LINE]
        if p.amount
    ]
    line = msg("By {dimension}: {movers}", dimension=label(dimension, ctx), movers=listed(parts))
    return (Text(message=line),), (_slice_table(ctx, dimension, split),)


def _slice_table(ctx: Ctx, dimension: str, split: Decomposition) -> Table:
    parts = split.contributions
    if dimension in ("hour", "weekday"):
        parts = tuple(sorted(parts, key=lambda part: part.name))
    rows = [_slice_row(ctx, dimension, part, split) for part in parts[:MOST_SLICES]]
    if rest := parts[MOST_SLICES:]:
        other = Contribution(
            "",
            sum(part.before or 0 for part in rest),
            sum(part.after or 0 for part in rest),
            sum(part.amount for part in rest),
        )
        rows.append([msg("Others"), *_slice_row(ctx, dimension, other, split)[1:]])
    columns = (
        (dimension, label(dimension, ctx)),
        ("now", msg("Now")),
        ("before", msg("Before")),
        ("change", msg("Change")),
        ("contribution", msg("Contribution")),
        ("share", msg("Share")),
    )
    return table("slices", columns, rows)


def _slice_row(
    ctx: Ctx, dimension: str, part: Contribution, split: Decomposition
) -> list[Value | Msg | None]:
    change = ratio_of(part.after, part.before)
    share = (part.after or 0) / split.after if split.after > 0 else None
    return [
        dimension_word(dimension, part.name),
        money(part.after, ctx),
        money(part.before, ctx),
        None if change is None else Change(ratio=change),
        quantity(part.amount, "money", ctx.currency, signed=True),
        None if share is None else Percent(ratio=share),
    ]


def _totals_table(ctx: Ctx, metric: str, found: Compared, dimension: str) -> Table:
    """A dimension's words with nothing to compare against."""
    slices = ctx.shop.split((metric,), found.now.period, (dimension,), found.now.where)
    ranked = sorted(slices, key=lambda s: -(s.values[metric] or 0))[:MOST_SLICES]
    rows = [
        [
            dimension_word(dimension, s.key[0] or "(none)"),
            metric_value(metric, s.values[metric], ctx),
        ]
        for s in ranked
    ]
    columns = ((dimension, label(dimension, ctx)), ("now", label(metric, ctx)))
    return table("slices", columns, rows)
