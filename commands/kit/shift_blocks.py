"""A budget shift as blocks: the finding, its figures, from → to, and what limits it."""

from collections.abc import Sequence

from analytics.response import Fit
from analytics.shift import ChannelShift
from commands.kit.blocks import money, ratio_of, table
from commands.kit.context import Ctx
from commands.kit.message import Msg, msg
from commands.kit.reply import Figure, Figures, Table, Text
from commands.kit.sentences import listed
from commands.kit.shift_making import Made
from commands.kit.values import Change, Count, Name, Number, Percent, Value

IN_A_LINE = 2
"""Channels one headline names."""


def shift_headline(ctx: Ctx, made: Made) -> Msg:
    """What to move where and what that is expected to bring."""
    shift = made.shift
    if not made.gains:
        return msg(
            "Nothing to gain: today's split of {amount} is as good as the curves can tell",
            amount=money(shift.now, ctx),
        )
    parts: dict[str, Value] = {
        "n": Count(number=made.period.days),
        "gain": money(round(shift.plan.gain), ctx, signed=True),
        "low": money(round(shift.plan.low), ctx, signed=True),
        "high": money(round(shift.plan.high), ctx, signed=True),
    }
    risen = _named([one for one in shift.channels if one.change > 0])
    fallen = _named([one for one in shift.channels if one.change < 0])
    if shift.to > shift.now and risen:
        return msg(
            "Spend {amount} more, most of it on {channels}:"
            " {gain} paid GMV expected in {n} {n|day|days} (80% interval {low} to {high})",
            amount=money(shift.to - shift.now, ctx), channels=risen, **parts,
        )  # fmt: skip
    if shift.to < shift.now and fallen:
        return msg(
            "Spend {amount} less, most of it on {channels}:"
            " {gain} paid GMV expected in {n} {n|day|days} (80% interval {low} to {high})",
            amount=money(shift.now - shift.to, ctx), channels=fallen, **parts,
        )  # fmt: skip
    return msg(
        "Move {amount} from {losers} to {winners}: {gain} paid GMV expected in {n} {n|day|days}"
        " (80% interval {low} to {high})",
        amount=money(shift.moved, ctx), losers=fallen or msg("none"), winners=risen or msg("none"),
        **parts,
    )  # fmt: skip


def _named(channels: Sequence[ChannelShift]) -> Msg | None:
    """The channels that move most; how many others there are."""
    ranked = sorted(channels, key=lambda one: -abs(one.change))
    if not ranked:
        return None
    first = listed([_channel(one.channel) for one in ranked[:IN_A_LINE]])
    rest = len(ranked) - IN_A_LINE
    return msg("{names} and {n} more", names=first, n=Count(number=rest)) if rest > 0 else first


def _channel(name: str) -> Msg:
    return msg("{channel}", channel=Name(text=name))


def shift_figures(ctx: Ctx, made: Made) -> Figures:
    """Gain, chance of a loss, ROI, what the last unit of money brings, spend, and the reserve.

    Where the total changes, how much better it is than changing every channel alike.
    """
    shift, plan = made.shift, made.shift.plan
    if shift.to == shift.now:
        gain = msg("Expected gain")
        last = Figure(metric="reserve", label=msg("Reserve"), value=money(shift.reserve, ctx))
    else:
        gain = msg("Expected change")
        edge = money(round(plan.edge), ctx, signed=True)
        last = Figure(metric="edge", label=msg("Better than spread evenly by"), value=edge)
    good = plan.gain > 0 if plan.gain else None
    value = money(round(plan.gain), ctx, signed=True)
    return Figures(
        items=(
            Figure(metric="gain", label=gain, value=value, good=good),
            _loss(made),
            _roi(made),
            Figure(metric="marginal_roi", label=_MARGINAL, value=Number(number=plan.price)),
            _spend(ctx, made),
            last,
        )
    )


def _loss(made: Made) -> Figure:
    """The chance of a loss; below which it lies where no draw of the curves shows one.

    Of `n` draws without a loss 3 ÷ n is the chance's upper 95 % limit (the rule of three: Hanley
    and Lippman-Hand 1983).
    """
    chance, same = made.shift.plan.loss_chance, made.shift.to == made.shift.now
    draws = max((len(fit.draws) for fit in made.fits.values() if isinstance(fit, Fit)), default=0)
    unseen = made.gains and not chance and draws > 0
    if unseen:
        chance = min(3 / draws, 1.0)
        label = msg("Chance of a loss, below") if same else msg("Worse than spread evenly, below")
    else:
        label = msg("Chance of a loss") if same else msg("Chance to be worse than spread evenly")
    return Figure(metric="loss_chance", label=label, value=Percent(ratio=chance))


_MARGINAL = msg("Marginal ROI")


def _spend(ctx: Ctx, made: Made) -> Figure:
    shift = made.shift
    return Figure(
        metric="spend",
        label=msg("Spend"),
        value=money(shift.to, ctx),
        baseline=money(shift.now, ctx) if shift.to != shift.now else None,
        change=_changed(shift.to, shift.now),
    )


def _roi(made: Made) -> Figure:
    """Paid GMV by spend of the channels whose response is known, as proposed and today."""
    known = [one for one in made.shift.channels if one.refused is None]
    spend_now, spend = sum(one.now for one in known), sum(one.to for one in known)
    before = sum(one.place.response_now for one in known) / spend_now if spend_now else None
    after = sum(one.place.response for one in known) / spend if spend else None
    change = ratio_of(after, before)
    return Figure(
        metric="roi",
        label=msg("ROI"),
        value=Number(number=after or 0.0),
        baseline=Number(number=before) if before is not None and change else None,
        change=Change(ratio=change) if change else None,
        good=None if not change else change > 0,
    )


def _changed(now: int, before: int) -> Value | None:
    ratio = ratio_of(now, before)
    return Change(ratio=ratio) if ratio else None


def shift_table(ctx: Ctx, made: Made) -> Table:
    """Each channel's spend now and as proposed, what its last unit brings, what holds it."""
    ranked = sorted(made.shift.channels, key=lambda one: (-abs(one.change), -one.now))
    columns = (
        ("channel", msg("Channel")),
        ("now", msg("Spent now")),
        ("proposed", msg("Proposed")),
        ("change", msg("Change")),
        ("marginal_now", msg("Marginal ROI now")),
        ("marginal", msg("proposed")),
        ("limit", msg("Limit")),
    )
    return table("shift", columns, [_row(ctx, made, one) for one in ranked])


def _row(ctx: Ctx, made: Made, one: ChannelShift) -> list[Value | Msg | None]:
    known = one.refused is None
    return [
        Name(text=one.channel),
        money(one.now, ctx),
        money(one.to, ctx),
        _changed(one.to, one.now),
        Number(number=one.place.marginal_now) if known else None,
        Number(number=one.place.marginal) if known else None,
        limit_of(ctx, made, one),
    ]


def limit_of(ctx: Ctx, made: Made, one: ChannelShift) -> Msg | None:
    """What keeps a channel where it is, in two words; None where nothing does."""
    change = Change(ratio=ctx.rules.R11.where(channel=one.channel).change)
    if one.refused is not None:
        return msg("response unknown")
    if one.locked:
        return msg("kept")
    if one.place.bound == "cap":
        asked = dict(made.args.most).get(one.channel)
        at_cap = asked is not None and one.to >= asked - 1
        return msg("at its cap") if at_cap else msg("at {change}", change=change)
    if one.place.bound == "floor":
        if one.trials >= one.to:
            return msg("tests kept")
        return msg("at {change}", change=Change(ratio=-change.ratio))
    return None


def binding_text(ctx: Ctx, made: Made) -> tuple[Text, ...]:
    """The limit that costs most, and what more room there would bring; none if none binds."""
    held = [one for one in made.shift.channels if one.place.worth > 0 and one.refused is None]
    if not held:
        return ()
    one = max(held, key=lambda one: one.place.worth * one.now)
    room = max(round(one.now / 10), 1)
    parts: dict[str, Value] = {
        "channel": Name(text=one.channel),
        "amount": money(one.to, ctx),
        "room": money(room, ctx),
        "worth": money(round(one.place.worth * room), ctx),
    }
    return (Text(message=_binding(one, parts)),)


def _binding(one: ChannelShift, parts: dict[str, Value]) -> Msg:
    if one.locked:
        return msg(
            "Keeping {channel} costs most: {room} moved there or away would bring about {worth}.",
            **parts,
        )
    if one.place.bound == "floor":
        return msg(
            "What binds most: {channel} cannot fall below {amount};"
            " {room} less there would bring about {worth}.",
            **parts,
        )
    return msg(
        "What binds most: {channel} cannot rise above {amount};"
        " {room} more there would bring about {worth}.",
        **parts,
    )
