"""Targets and expectations as lines of an answer."""

from analytics.attainment import Thresholds
from analytics.forecast import Landing, NoLanding
from analytics.outlook import Outlook, Past, expectation, outlook, read_past, scope_of
from analytics.periods import Period
from analytics.shop import Filters
from analytics.spans import Unit, unit_period, whole
from commands.kit.blocks import days, money, warning
from commands.kit.comparing import Compared
from commands.kit.context import Ctx
from commands.kit.message import Msg, msg
from commands.kit.reply import Block, Text
from commands.kit.values import Change, Count, Percent, Unknown, Value

LONGEST_MONTH = 31

LIGHTS = {"green": msg("green"), "yellow": msg("yellow"), "red": msg("red")}
"""Words: a colour alone says nothing to who cannot see it, or has no font for its sign."""


def thresholds(ctx: Ctx, metric: str, where: Filters) -> Thresholds:
    """The rules' numbers for a metric and, where it is filtered by one, a channel."""
    words = where.get("channel", ())
    scope = (metric, words[0] if len(words) == 1 else None)
    lights = ctx.rules.lights.where(*scope)
    points = ctx.rules.R05.where(*scope).checkpoints
    return Thresholds(
        green=lights.green,
        yellow=lights.yellow,
        band=ctx.rules.R06.where(*scope).band,
        checkpoints=tuple((each.day, each.pace) for each in points),
    )


def target_line(ctx: Ctx, metric: str, found: Compared) -> tuple[Block, ...]:
    """What was asked after `vs` (target, baseline), else the month's target where there is one.

    A period longer than a month is held against its own target.
    """
    period, where = found.now.period, found.now.where
    month = unit_period(Unit.MONTH, period.last)
    longer = whole(found.comparison.asked) if period.days > LONGEST_MONTH else month
    until = max(month.end, period.end, longer.end)
    past = read_past(ctx.shop, metric, until, where, ctx.occasions)
    if found.comparison.versus.kind == "baseline":
        return (Text(message=_expected(ctx, found, expectation(past, period), metric)),)
    asked = found.comparison.versus.kind == "target"
    span = period if asked else longer
    scope = scope_of(where)
    seen = (
        None
        if scope is None
        else outlook(ctx.shop, past, span.start, span.end, scope, thresholds(ctx, metric, where))
    )
    if seen is None:
        return (Text(message=msg("No target for {days}.", days=days(span))),) if asked else ()
    return (Text(message=outlook_line(ctx, past, seen)),)


def outlook_line(ctx: Ctx, past: Past, seen: Outlook) -> Msg:
    """“Nov 1–30 target ¥3.2M: 61 % in, pace 97 % (yellow), landing ¥3.1M (80 %: ¥2.9M–¥3.3M)”."""
    parts: dict[str, Value | Msg] = {
        "days": days(_span(seen)),
        "target": money(seen.attained.target, ctx),
        "ratio": percent(seen.attained.ratio),
    }
    if isinstance(seen.landing, Landing) and past.as_of == seen.plan.target.start:
        landing = landing_range(ctx, seen.landing)
        return msg("Target {days}: {target}, landing {landing}", **parts, landing=landing)
    if seen.attained.light is None or isinstance(seen.landing, NoLanding | None):
        return msg("Target {days}: {target}, {ratio} reached", **parts)
    parts["light"] = LIGHTS[seen.attained.light]
    if seen.plan.target.end <= past.as_of:
        return msg("Target {days}: {target}, {ratio} reached ({light})", **parts)
    return msg(
        "Target {days}: {target}, {ratio} in, pace {pace} ({light}), landing {landing}",
        **parts,
        pace=percent(seen.attained.pace_ratio),
        landing=landing_range(ctx, seen.landing),
    )


def landing_range(ctx: Ctx, landing: Landing) -> Msg:
    """“¥3.1M (80 %: ¥2.9M–¥3.3M)”."""
    return msg(
        "{expected} ({level}: {low}–{high})",
        expected=money(landing.expected, ctx),
        level=Percent(ratio=landing.level),
        low=money(landing.low, ctx),
        high=money(landing.high, ctx),
    )


def landing_doubts(landing: Landing | NoLanding | None) -> list[Block]:
    """Why there is no landing, or why it is less sure than others."""
    if isinstance(landing, NoLanding):
        days_known = _count(landing.known_days)
        return [warning(msg("No landing forecast: only {n} days are known.", n=days_known))]
    told = landing.notes if landing else ()
    return [warning(sentence) for note, sentence in _DOUBTS.items() if note in told]


_DOUBTS = {
    "short_history": msg("Little history: the landing's interval is wide."),
    "unseen_promo": msg("A promo these data have not seen lies ahead: the landing is less sure."),
}


def percent(ratio: float | None) -> Value:
    """A share, or unknown."""
    return Unknown() if ratio is None else Percent(ratio=ratio)


def _span(seen: Outlook) -> Period:
    return Period(seen.plan.target.start, seen.plan.target.end)


def _expected(ctx: Ctx, found: Compared, landing: Landing | NoLanding, metric: str) -> Msg:
    if isinstance(landing, NoLanding):
        return msg("No baseline: only {n} days are known before.", n=_count(landing.known_days))
    actual = ctx.shop.total((metric,), found.now.period, found.now.where)[metric]
    change = float(actual or 0) / landing.expected - 1 if landing.expected > 0 else 0.0
    return msg(
        "Expected from its own past: {range}, actual {change} against it",
        range=landing_range(ctx, landing),
        change=Change(ratio=change),
    )


def _count(number: int) -> Value:
    return Count(number=number)
