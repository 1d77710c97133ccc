"""The blocks of `/target`: the ladder from year to day, the pace chart, weeks and warnings."""

from collections.abc import Sequence
from itertools import accumulate

from analytics.attainment import WeekBand
from analytics.forecast import Landing
from analytics.outlook import Outlook, Past
from analytics.periods import Period, dated
from analytics.shop import Filters
from analytics.spans import Unit
from commands.kit.blocks import buttons, days, label, money, table, warning
from commands.kit.comparing import filter_words
from commands.kit.context import Ctx
from commands.kit.errors import UserError
from commands.kit.landing import LIGHTS, landing_doubts, percent
from commands.kit.message import Msg, msg
from commands.kit.plots import Band, Line, LineChart
from commands.kit.reply import Block, Buttons, Chart, Figure, Figures, Note, Table
from commands.kit.sentences import scoped
from commands.kit.trend import promo_shades
from commands.kit.values import Count, Day, Name, Percent, Value

_UNITS = {
    Unit.YEAR: msg("Year"),
    Unit.QUARTER: msg("Quarter"),
    Unit.MONTH: msg("Month"),
    Unit.WEEK: msg("Week"),
    Unit.DAY: msg("Day"),
}
_STATES = {"in": msg("as planned"), "over": msg("over"), "under": msg("under")}


def target_headline(ctx: Ctx, past: Past, seen: Outlook) -> Msg:
    """How much of the target is in and its light; the target alone before it began."""
    held, attained = seen.plan.target, seen.attained
    parts: dict[str, Value | Msg] = {
        "metric": scoped(held.metric, {name: (word,) for name, word in held.scope}, ctx),
        "days": days(Period(held.start, held.end)),
        "target": money(held.value, ctx),
    }
    if not _has_begun(past, seen):
        return msg("{metric} target {days}: {target}", **parts)
    parts |= {"actual": money(attained.actual, ctx), "ratio": percent(attained.ratio)}
    light = LIGHTS.get(attained.light or "")
    if light is None:
        return msg("{metric} {days}: {actual} of {target} is in, {ratio}", **parts)
    return msg(
        "{metric} {days}: {actual} of {target} is in, {ratio} ({light})", **parts, light=light
    )


def no_target(ctx: Ctx, metric: str, asked: Period, where: Filters) -> UserError:
    """There is no target for that: what to load, and the metrics that have one."""
    known = sorted({each.metric for each in ctx.shop.targets()})
    return UserError(
        msg("No {metric} target for {days}.", metric=scoped(metric, where, ctx), days=days(asked)),
        msg(
            "Load the table {table}: period_start, period_end, metric, value, scope.",
            table=Name(text="targets"),
        ),
        instead=tuple(f"/target {name}" for name in known[:3]),
    )


def pace_figures(ctx: Ctx, metric: str, past: Past, seen: Outlook) -> Figures:
    """Pace, landing and what each day left must bring, then what the headline told in words.

    Before the period began there is only what is to come, after its end no pace any more.
    """
    held = seen.attained
    items = [_pace_figure(seen)] if _has_begun(past, seen) and held.days_left else []
    if isinstance(seen.landing, Landing) and held.days_left:
        landing = money(seen.landing.expected, ctx)
        items.append(Figure(metric="landing", label=msg("Landing"), value=landing))
    if held.needed_per_day is not None:
        needed = money(held.needed_per_day, ctx)
        items.append(Figure(metric="needed_per_day", label=msg("Needed per day"), value=needed))
    reached = _reached_figures(ctx, metric, seen) if _has_begun(past, seen) else []
    target = Figure(metric="target", label=msg("Target"), value=money(held.target, ctx))
    return Figures(items=(*items, *reached, target))


def _pace_figure(seen: Outlook) -> Figure:
    held = seen.attained
    good = None if held.light is None else held.light != "red"
    return Figure(metric="pace", label=msg("Pace"), value=percent(held.pace_ratio), good=good)


def _reached_figures(ctx: Ctx, metric: str, seen: Outlook) -> list[Figure]:
    held = seen.attained
    return [
        Figure(metric="attainment", label=msg("Reached"), value=percent(held.ratio)),
        Figure(metric=metric, label=label(metric, ctx), value=money(held.actual, ctx)),
    ]


def _has_begun(past: Past, seen: Outlook) -> bool:
    """Whether at least one of its days is complete."""
    return past.as_of > seen.plan.target.start


def ladder_table(ctx: Ctx, past: Past, rungs: Sequence[tuple[Unit, Outlook]]) -> Table:
    """The target of every calendar unit around the period, from year to day."""
    columns = (
        ("unit", msg("Period")),
        ("days", msg("Days")),
        ("target", msg("Target")),
        ("actual", msg("So far")),
        ("reached", msg("Reached")),
        ("pace", msg("Pace")),
        ("light", msg("Light")),
    )
    return table("ladder", columns, [_rung(ctx, past, unit, seen) for unit, seen in rungs])


def _rung(ctx: Ctx, past: Past, unit: Unit, seen: Outlook) -> list[Value | Msg | None]:
    held = seen.attained
    named = [
        _UNITS[unit],
        days(Period(seen.plan.target.start, seen.plan.target.end)),
        money(held.target, ctx),
    ]
    if not _has_begun(past, seen):
        begins = past.as_of == seen.plan.target.start
        return [*named, None, None, None, msg("no whole day yet") if begins else msg("not begun")]
    return [
        *named,
        money(held.actual, ctx),
        percent(held.ratio),
        percent(held.pace_ratio),
        LIGHTS.get(held.light or ""),
    ]


def pace_chart(ctx: Ctx, past: Past, seen: Outlook) -> Chart:
    """Cumulated: the plan, what is in, and the landing with its band."""
    plan = seen.plan
    span = Period(plan.target.start, plan.target.end)
    dates = tuple(span.start.fromordinal(span.start.toordinal() + n) for n in range(span.days))
    known = past.history.between(span.start, min(max(past.as_of, span.start), span.end))
    lines = [
        Line(label=msg("Target"), role="target", values=tuple(accumulate(plan.values))),
        Line(label=msg("Actual"), role="current", values=_cumulated(known, span.days)),
    ]
    forecast, band = _forecast(seen, len(known), span.days)
    lines += [forecast] if forecast else []
    alt = target_headline(ctx, past, seen)
    plot = LineChart(
        days=dates,
        lines=tuple(lines),
        unit="money",
        currency=ctx.currency,
        band=band,
        shades=promo_shades(ctx, span.start, span.last),
    )
    return Chart(name="pace", title=alt, alt=alt, plot=plot)


def _cumulated(values: Sequence[float | None], size: int) -> tuple[float | None, ...]:
    sums = accumulate(value or 0.0 for value in values)
    return (*sums, *[None] * size)[:size]


def _forecast(seen: Outlook, known: int, size: int) -> tuple[Line | None, Band | None]:
    """From the last known day on: the cumulated expectation, its band widening to the landing's."""
    landing = seen.landing
    if not isinstance(landing, Landing) or known >= size:
        return None, None
    start = max(known - 1, 0)
    expected = list(accumulate(day.expected for day in landing.path))
    so_far = expected[start] if known else 0.0
    room = max(expected[-1] - so_far, 1e-9)
    low, high = landing.low - landing.expected, landing.high - landing.expected
    # The band follows how much of what is still to come has come, up to the landing's own.
    share = [max(0.0, (value - so_far) / room) for value in expected]
    blank = [None] * start
    line = Line(label=msg("Landing"), role="forecast", values=(*blank, *expected[start:]))
    band = Band(
        label=msg("{level} interval", level=Percent(ratio=landing.level)),
        low=(*blank, *(v + low * s for v, s in zip(expected[start:], share[start:], strict=True))),
        high=(
            *blank,
            *(v + high * s for v, s in zip(expected[start:], share[start:], strict=True)),
        ),
    )
    return line, band


def weeks_table(ctx: Ctx, seen: Outlook) -> Table:
    """Week by week against its sub-target (rule R06)."""
    columns = (
        ("week", msg("Week")),
        ("target", msg("Target")),
        ("due", msg("Due so far")),
        ("actual", msg("So far")),
        ("state", msg("State")),
    )
    rows = [_week_row(ctx, week) for week in seen.weeks]
    return table("weeks", columns, rows, title=msg("Weekly sub-targets (R06)"))


def _week_row(ctx: Ctx, week: WeekBand) -> list[Value | Msg | None]:
    return [
        days(Period(week.start, week.end)),
        money(week.target, ctx),
        money(week.due, ctx),
        money(week.actual, ctx),
        _STATES.get(week.state or ""),
    ]


def outlook_notes(ctx: Ctx, past: Past, seen: Outlook) -> list[Block]:
    """The landing's interval, a tripped checkpoint (rule R05), gaps, freshness."""
    notes: list[Block] = []
    if seen.tripped:
        sentence = msg(
            "{pace} of pace, under {limit} after day {day}. Emergency plans: more traffic, a "
            "stronger promotion, moving stock. (R05)",
            pace=Percent(ratio=seen.tripped.pace_ratio),
            limit=Percent(ratio=seen.tripped.limit),
            day=Count(number=seen.tripped.day),
        )
        notes.append(warning(sentence))
    if seen.attained.gap_days:
        sentence = msg(
            "{n} {n|day|days} without data: in neither the actual nor the pace.",
            n=Count(number=seen.attained.gap_days),
        )
        notes.append(warning(sentence))
    if seen.attained.days_left:
        notes += landing_doubts(seen.landing)
    means = Msg(text=ctx.catalogue.metrics[past.metric].means)
    last = Day(day=past.last_day)
    if isinstance(seen.landing, Landing) and seen.attained.days_left:
        sentence = msg(
            "Landing, {level} interval: {low}–{high} · {metric}: {means} · data until {last}",
            level=Percent(ratio=seen.landing.level),
            low=money(seen.landing.low, ctx),
            high=money(seen.landing.high, ctx),
            metric=label(past.metric, ctx),
            means=means,
            last=last,
        )
    else:
        sentence = msg(
            "{metric}: {means} · data until {last}",
            metric=label(past.metric, ctx),
            means=means,
            last=last,
        )
    return [*notes, Note(message=sentence)]


def next_buttons(asked: Period, where: Filters, past: Past) -> Buttons:
    """What one asks next, of the same slice; sales only where there are any yet."""
    filters = [filter_words(name, words) for name, words in where.items()]
    sales = (msg("Sales"), " ".join(["/gmv", dated(asked), *filters]))
    return buttons(
        *([sales] if past.as_of > asked.start else []),
        (msg("Calendar"), f"/calendar {dated(asked)}"),
    )
