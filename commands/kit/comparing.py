"""From the period and `vs …` a person typed to the two sides an answer compares."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from analytics.compare import Comparison, compare
from analytics.coverage import Coverage
from analytics.occasion_names import editions
from analytics.occasions import Occasion, merge
from analytics.periods import Period, dated, is_future, last_covered
from analytics.promo_days import earlier_edition
from analytics.sales import Side
from analytics.shop import Filters
from analytics.versus import Versus
from commands.kit.blocks import buttons, days, warning
from commands.kit.context import Ctx
from commands.kit.message import Msg, msg
from commands.kit.reply import Block, Note, Reply
from commands.kit.sentences import listed, slice_words
from commands.kit.values import Day, Moment, Name


@dataclass(frozen=True)
class Compared:
    """The two sides with how they were matched and how far the data reach.

    `before` is None when there is nothing to measure on the other side.
    """

    comparison: Comparison
    now: Side
    before: Side | None
    coverage: Coverage

    @property
    def no_data(self) -> bool:
        """Whether the data end before the period begins."""
        period = self.now.period
        return self.comparison.no_data or not self.coverage.touches(period.start, period.end)

    def label_now(self, ctx: Ctx) -> Msg:
        """The current side's name on a chart."""
        if self.comparison.versus.kind == "slice":
            return _side_label(ctx, self.now)
        return msg("This period")

    def label_before(self, ctx: Ctx) -> Msg:
        """The other side's name on a chart."""
        if self.comparison.occasion is not None:
            return msg("Last {promo}", promo=Name(text=self.comparison.occasion.name))
        kind = self.comparison.versus.kind
        if kind == "slice":
            return _side_label(ctx, self.before or self.now)
        return _SIDES.get(kind) or msg("{days}", days=days((self.before or self.now).period))

    @property
    def line(self) -> str:
        """The period and filters as words of a command, the same days tomorrow too."""
        filters = [filter_words(name, words) for name, words in self.now.where.items()]
        cut = self.comparison.cut_by_data
        return " ".join([dated(self.now.period if cut else self.comparison.asked), *filters])


def compared(
    ctx: Ctx, period: Period, versus: Versus | None, where: Filters, table: str = "orders"
) -> Compared:
    """Find the two sides as far as the table goes; MissingTable when it is not loaded."""
    coverage = ctx.shop.coverage(table)
    comparison = compare(
        period,
        versus,
        now=ctx.now,
        occasions=_with_holidays(ctx, period, versus),
        data_until=coverage.until,
        data_from=coverage.first_day,
    )
    return Compared(
        comparison=comparison,
        now=Side(comparison.current, where),
        before=_other_side(ctx, comparison, where, coverage),
        coverage=coverage,
    )


def _with_holidays(ctx: Ctx, period: Period, versus: Versus | None) -> Sequence[Occasion]:
    """The occasions, and those of a holiday asked for by name that are not among them.

    Only then is China's calendar of days off read, which takes a while the first time.
    """
    name = period.occasion
    if name is None or period.phase or earlier_edition(period, ctx.occasions):
        return ctx.occasions
    named = versus.period if versus and versus.period else period
    years = (min(named.start.year, period.start.year) - 1, max(named.last.year, period.last.year))
    return merge(editions(name, *years), ctx.occasions)


def _other_side(
    ctx: Ctx, comparison: Comparison, where: Filters, coverage: Coverage
) -> Side | None:
    other = comparison.other
    if other is None or not coverage.touches(other.start, other.end):
        return None
    versus = comparison.versus
    if versus.kind != "slice":
        return Side(other, where)
    dimension, value = _slice(ctx, versus)
    return Side(other, {**where, dimension: (value,)})


def _slice(ctx: Ctx, versus: Versus) -> tuple[str, str | None]:
    from commands.kit.argument_types import WhereType

    return WhereType().read_pair(versus.dimension, versus.value, ctx)


def no_data_reply(ctx: Ctx, found: Compared, command: str) -> Reply:
    """The period holds no data: until when they go, and the last covered period as a button."""
    asked = found.comparison.asked
    last = found.coverage.last_day
    assert last is not None
    parts = {"days": days(asked), "last": Day(day=last)}
    if is_future(asked, ctx.now):
        message = msg("{days} has not begun; data until {last}.", **parts)
    elif found.coverage.first_day and asked.end <= found.coverage.first_day:
        first = Day(day=found.coverage.first_day)
        message = msg("No data for {days}: they begin on {first}.", days=days(asked), first=first)
    else:
        message = msg("No data for {days}: data until {last}.", **parts)
    covered = last_covered(asked, found.coverage.until or ctx.now)
    offer = (msg("Show {days}", days=days(covered)), f"{command} {dated(covered)}")
    return Reply(blocks=(warning(message), buttons(offer)))


def freshness(ctx: Ctx, found: Compared, metrics: Sequence[str]) -> tuple[Block, ...]:
    """What the answer is about: which GMV, the days, the comparison, how fresh the data are."""
    meanings = [
        msg(
            "{metric}: {means}",
            metric=Msg(text=ctx.catalogue.metrics[name].label),
            means=Msg(text=ctx.catalogue.metrics[name].means),
        )
        for name in dict.fromkeys(metrics)
    ]
    scope = [_against(ctx, found), *_same_hour(found), _until(found)]
    note = Note(message=listed([*scope, *meanings]))
    return (*_cautions(ctx, found), note)


_KINDS = {
    "prev": msg("vs {days}, the previous period"),
    "lastyear": msg("vs {days}, last year"),
    "period": msg("vs {days}"),
}
_WITHOUT_DAYS = {
    "target": msg("against the target"),
    "baseline": msg("against what its own past leads one to expect"),
}


def _against(ctx: Ctx, found: Compared) -> Msg:
    comparison = found.comparison
    if comparison.other is None:
        sentence = _WITHOUT_DAYS.get(comparison.versus.kind)
        return sentence or msg("{days}", days=days(found.now.period))
    if found.before is None:
        return msg("nothing to compare with: no data for {days}", days=days(comparison.other))
    other = days(comparison.other)
    if comparison.occasion is not None:
        promo = Name(text=comparison.occasion.name)
        if comparison.occasion.kind == "holiday":
            return msg("vs {days}, the same days of the last {holiday}", holiday=promo, days=other)
        return msg("vs {days}, the same phase days of the last {promo}", promo=promo, days=other)
    if comparison.versus.kind == "slice":
        return msg("vs {slice}, {days}", slice=_side_label(ctx, found.before), days=other)
    return Msg(text=_KINDS[comparison.versus.kind].text, parts={"days": other})


def _same_hour(found: Compared) -> list[Msg]:
    """That both sides stop at the same hour of their last day, where they do."""
    other = found.comparison.other
    if found.before is None or other is None or other.hours is None:
        return []
    return [msg("both until {hour}", hour=Name(text=f"{other.hours:02d}:00"))]


def _until(found: Compared) -> Msg:
    until, last = found.coverage.until, found.coverage.last_day
    assert until is not None
    assert last is not None
    if until.date() > last:
        return msg("data until {day}", day=Day(day=last))
    return msg("data until {moment}", moment=Moment(at=until))


def _cautions(ctx: Ctx, found: Compared) -> list[Block]:
    notes: list[Block] = []
    if _is_partial(ctx, found):
        sentence = msg(
            "Partial: {asked} is covered until {last} only; the comparison takes the same part.",
            asked=days(found.comparison.asked),
            last=_end_of_data(found),
        )
        notes.append(warning(sentence))
    uneven = found.comparison.one_sided
    if uneven and found.before:
        sentence = msg(
            "{promo} falls on one side only: not a like-for-like comparison.",
            promo=Name(text=uneven.name),
        )
        notes.append(warning(sentence))
    if gaps := _gaps(found):
        named = listed([msg("{days}", days=days(gap)) for gap in gaps[:MOST_GAPS]])
        notes.append(warning(msg("No data for {day}; it is a gap, not zero.", day=named)))
    return notes


def _is_partial(ctx: Ctx, found: Compared) -> bool:
    """Whether the data end inside days that are over: not because the period is still running."""
    asked, current = found.comparison.asked, found.now.period
    yesterday = ctx.now.date() - timedelta(days=1)
    if not found.comparison.cut_by_data:
        return False
    mid_day = current.hours is not None and current.last <= yesterday
    return mid_day or current.last < min(asked.last, yesterday)


def _end_of_data(found: Compared) -> Day | Moment:
    period, until = found.now.period, found.coverage.until
    return Moment(at=until) if period.hours is not None and until else Day(day=period.last)


def _gaps(found: Compared) -> list[Period]:
    """The runs of days that no load covers, of either side, in order of time."""
    sides = [found.now, *([found.before] if found.before else [])]
    spans = {(side.period.start, side.period.end) for side in sides}
    wanted = {start + timedelta(days=n) for start, end in spans for n in range((end - start).days)}
    runs: list[Period] = []
    for day in sorted(day for day in wanted if day not in found.coverage):
        after = day + timedelta(days=1)
        if runs and runs[-1].end == day:
            runs[-1] = Period(runs[-1].start, after)
        else:
            runs.append(Period(day, after))
    return runs


MOST_GAPS = 3
"""Runs of missing days one sentence names."""

_SIDES = {"prev": msg("Previous period"), "lastyear": msg("Last year")}


def _side_label(ctx: Ctx, side: Side) -> Msg:
    """A slice's own words."""
    words = slice_words(side.where, ctx)
    return listed(words) if words else msg("All")


def filter_words(name: str, words: Sequence[str | None]) -> str:
    """A filter as words of a command."""
    shown = ",".join("none" if one is None else one for one in words)
    return f'{name}="{shown}"' if " " in shown else f"{name}={shown}"
