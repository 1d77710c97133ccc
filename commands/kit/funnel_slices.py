"""Funnels side by side: a row for each channel, device, campaign or region."""

from collections.abc import Mapping

from analytics.funnel import ADVERTISING, Funnel
from analytics.funnel_rates import rate_of
from analytics.sales import NO_WORD
from commands.kit.blocks import label, table
from commands.kit.context import Ctx
from commands.kit.funnel_measuring import NOTHING, Measured
from commands.kit.funnel_sentences import STEPS
from commands.kit.message import Msg, msg
from commands.kit.reply import Table
from commands.kit.sentences import slice_name
from commands.kit.values import Count, Percent, Points, Value

MOST_SLICES = 20
Cell = Value | Msg | None


def slices_table(ctx: Ctx, measured: Measured) -> Table:
    """The rates of every slice, widest first, with the step weakest against all together."""
    assert measured.by is not None
    assert measured.slices is not None
    own = [each.step.name for each in measured.steps if each.step.name not in ADVERTISING]
    names = own[1:]
    earlier = measured.slices_before.slices if measured.slices_before else {}
    whole = _rates(measured.funnel)
    rows = [
        _row(name, funnel, earlier.get(name), names, whole)
        for name, funnel in [*measured.slices.slices.items()][:MOST_SLICES]
    ]
    columns = (
        (measured.by, label(measured.by, ctx)),
        ("visitors", msg("Visitors")),
        ("conversion", msg("Conversion")),
        ("change", msg("Change")),
        *((name, STEPS[name]) for name in names),
        ("weakest", msg("Weakest")),
    )
    return table("slices", columns, rows)


def _row(
    name: str, funnel: Funnel, before: Funnel | None, names: list[str], whole: Mapping[str, float]
) -> list[Cell]:
    rates, visit = _rates(funnel), funnel.step("visit")
    total, earlier = funnel.whole, (before or NOTHING).whole
    change = Points(ratio=total.value - earlier.value) if total and earlier else None
    weakest = weakest_step({step: rates[step] for step in names if step in rates}, whole)
    return [
        slice_name(name or NO_WORD),
        Count(number=visit.count if visit else 0),
        Percent(ratio=total.value) if total else None,
        change,
        *(Percent(ratio=rates[step]) if step in rates else None for step in names),
        STEPS[weakest] if weakest else None,
    ]


def weakest_step(rates: Mapping[str, float], whole: Mapping[str, float]) -> str | None:
    """The step whose rate is lowest for its size against all together; None if none is below."""
    compared = {name: rate / whole[name] for name, rate in rates.items() if whole.get(name)}
    weakest = min(compared, key=compared.__getitem__, default=None)
    return weakest if weakest is not None and compared[weakest] < 1 else None


def _rates(funnel: Funnel) -> dict[str, float]:
    """Each step's rate of the one before, where both are counted alike."""
    found: dict[str, float] = {}
    for earlier, step in zip(funnel.steps, funnel.steps[1:], strict=False):
        rate = rate_of(step.count, earlier.count) if earlier.unit == step.unit else None
        if rate is not None:
            found[step.name] = rate.value
    return found
