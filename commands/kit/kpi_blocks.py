"""The blocks of `/kpi`: the score, its three parts, and every target that counts."""

from collections.abc import Iterator

from analytics.attainment import Light
from analytics.periods import Period, dated
from analytics.scorecard import Part, PartScore, Score, Scored
from commands.kit.blocks import buttons, days, label, metric_value, table
from commands.kit.context import Ctx
from commands.kit.landing import LIGHTS, percent
from commands.kit.message import Msg, msg
from commands.kit.reply import Buttons, Figure, Figures, Note, Table
from commands.kit.sentences import listed
from commands.kit.values import Day, Number, Percent, Value

PARTS: dict[Part, Msg] = {
    "traffic": msg("traffic"),
    "conversion": msg("conversion"),
    "value": msg("value"),
}
FULL = 100
"""Points of a score that meets every target."""


def kpi_headline(ctx: Ctx, period: Period, found: Score) -> Msg:
    """The score of 100 with its light, or that nothing can be scored yet."""
    if found.total is None:
        return msg(
            "KPI {days}: no score, none of its targets can be measured yet", days=days(period)
        )
    parts: dict[str, Value | Msg] = {
        "days": days(period),
        "score": Number(number=found.total * FULL, digits=1),
        "light": LIGHTS[light(ctx, found.total)],
    }
    held = [each for part in found.parts for each in part.metrics]
    reached = {each.metric: each.attainment for each in held if each.attainment is not None}
    worst = min(reached, key=lambda metric: reached[metric])
    if reached[worst] >= 1 and len(reached) == len(held):
        return msg("KPI {days}: {score} of 100 ({light}), every target is met", **parts)
    if reached[worst] >= 1:
        return msg("KPI {days}: {score} of 100 ({light}), all measured targets are met", **parts)
    parts |= {"metric": label(worst, ctx), "reached": Percent(ratio=reached[worst])}
    return msg(
        "KPI {days}: {score} of 100 ({light}); furthest behind: {metric}, {reached} of what is due",
        **parts,
    )


def light(ctx: Ctx, attained: float) -> Light:
    """The light of an attainment."""
    limits = ctx.rules.lights
    if attained >= limits.green:
        return "green"
    return "yellow" if attained >= limits.yellow else "red"


def part_figures(ctx: Ctx, found: Score) -> Figures:
    """The attainment of each part with a target; unknown where it cannot be measured yet."""
    return Figures(
        items=tuple(
            Figure(
                metric=each.part,
                label=PARTS[each.part],
                value=percent(each.attainment),
                good=None if each.attainment is None else light(ctx, each.attainment) != "red",
            )
            for each in found.parts
            if each.metrics
        )
    )


def targets_table(ctx: Ctx, found: Score) -> Table:
    """Every target that counts; a part without one says so."""
    columns = (
        ("part", msg("Part")),
        ("metric", msg("Metric")),
        ("actual", msg("So far")),
        ("target", msg("Due so far")),
        ("reached", msg("Reached")),
        ("weight", msg("Weight")),
        ("light", msg("Light")),
    )
    rows = [row for part in found.parts for row in _rows(ctx, part)]
    return table("scorecard", columns, rows)


def _rows(ctx: Ctx, part: PartScore) -> list[list[Value | Msg | None]]:
    weight = Percent(ratio=part.weight)
    if not part.metrics:
        return [[PARTS[part.part], msg("no target"), None, None, None, weight, None]]
    known = sum(each.attainment is not None for each in part.metrics)
    return [_row(ctx, part.part, each, part.weight / (known or 1)) for each in part.metrics]


def _row(ctx: Ctx, part: Part, held: Scored, weight: float) -> list[Value | Msg | None]:
    reached = held.attainment
    return [
        PARTS[part],
        label(held.metric, ctx),
        metric_value(held.metric, held.actual, ctx),
        metric_value(held.metric, held.target, ctx),
        percent(reached),
        Percent(ratio=weight if reached is not None else 0.0),
        LIGHTS[light(ctx, reached)] if reached is not None else None,
    ]


def kpi_notes(ctx: Ctx, period: Period, found: Score) -> list[Note]:
    """How the score is made, the parts whose weight the others carry, how fresh it is."""
    rule, last = ctx.rules.R22, ctx.shop.coverage("orders").last_day
    weights = msg(
        "Score (R22): reached × weight, traffic : conversion : value = {a} : {b} : {c}",
        a=Number(number=rule.traffic, digits=0),
        b=Number(number=rule.conversion, digits=0),
        c=Number(number=rule.value, digits=0),
    )
    told = [weights, msg("data until {day}", day=Day(day=last))] if last else [weights]
    notes = [Note(message=listed(told))]
    return [*_left_out(found), *notes] if found.total is not None else notes


def _left_out(found: Score) -> Iterator[Note]:
    """The parts whose weight the others carry: without a target, or without data for it."""
    lost = [each for each in found.parts if each.attainment is None]
    if aimless := [PARTS[each.part] for each in lost if not each.metrics]:
        sentence = msg(
            "No target for {parts}: the other parts carry the weight.", parts=listed(aimless)
        )
        yield Note(message=sentence, tone="warning")
    if unmeasured := [PARTS[each.part] for each in lost if each.metrics]:
        sentence = msg(
            "No data yet for the targets of {parts}: the other parts carry the weight.",
            parts=listed(unmeasured),
        )
        yield Note(message=sentence, tone="warning")


def kpi_buttons(period: Period, found: Score) -> Buttons:
    """The targets behind it, and sales of the same days."""
    metrics = [each.metric for part in found.parts for each in part.metrics]
    money = [name for name in ("paid_gmv", "gmv", "net_gmv") if name in metrics]
    targets = [(msg("Targets"), f"/target {name} {dated(period)}") for name in money[:1]]
    return buttons(*targets, (msg("Sales"), f"/gmv {dated(period)}"))
