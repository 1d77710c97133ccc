"""The answer about creators: what each reached and moved beside what they cost (rule R18)."""

from collections.abc import Mapping, Sequence

from analytics.roi_board import Item
from analytics.roi_creators import Reach, read_reach
from commands.kit.blocks import label, money, quantity, table
from commands.kit.context import Ctx
from commands.kit.message import Msg, msg
from commands.kit.reply import Table
from commands.kit.roi_report import Report
from commands.kit.roi_sentences import SHORT, ratio
from commands.kit.values import Name, Percent, Unknown, Value


def creators_table(ctx: Ctx, report: Report, items: Sequence[Item]) -> Table:
    """One row a creator: ROI, spend, CPM, interaction rate, visitors brought, verdict."""
    columns = (
        ("name", msg("Creator")),
        ("verdict", msg("Verdict")),
        ("roi", msg("ROI")),
        ("spend", label("spend", ctx)),
        ("cpm", msg("CPM")),
        ("interaction_rate", msg("Interaction rate")),
        ("visitors", label("visitors", ctx)),
        ("evidence", msg("Evidence")),
    )
    reach = read_reach(ctx.shop, report.period, [item.subject for item in items])
    return table("creators", columns, [_row(ctx, item, reach) for item in items])


def _row(ctx: Ctx, item: Item, reach: Mapping[str, Reach]) -> list[Value | Msg | None]:
    found = reach[item.subject.name]
    rate = found.interaction_rate
    return [
        Name(text=item.subject.name),
        SHORT[item.verdicts[0].action] if item.verdicts else None,
        ratio(item.now.roi),
        money(item.now.cost.spend, ctx),
        money(item.now.cpm, ctx),
        Unknown() if rate is None else Percent(ratio=rate),
        quantity(found.visitors, "count", ctx.currency),
        Name(text=item.grade.letter),
    ]
