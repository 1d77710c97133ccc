"""Why there can be no budget shift, as sentences with the limits and their amounts."""

from collections.abc import Mapping

from analytics.budget import Infeasible
from analytics.response import Fit, Refused
from commands.kit.blocks import money
from commands.kit.context import Ctx
from commands.kit.errors import UserError
from commands.kit.message import Msg, msg
from commands.kit.sentences import listed
from commands.kit.shift_arguments import BudgetShiftArgs
from commands.kit.values import Name, Percent

NAMED = 3
"""Channels that one sentence names."""

_REASONS = {
    "no_spend": msg("nothing was spent there lately"),
    "too_short": msg("its history is too short"),
    "never_varied": msg("its spend never varied"),
    "no_value": msg("no orders are credited to it"),
}


def why_unknown(channel: str, reason: str) -> Msg:
    """Why nobody can say what money brings in a channel: “线下: its spend never varied”."""
    return msg("{channel}: {reason}", channel=Name(text=channel), reason=_REASONS[reason])


def nothing_known(fits: Mapping[str, Fit | Refused]) -> UserError:
    """No channel's response can be told from the data."""
    reasons = [
        why_unknown(one.name, one.reason) for one in fits.values() if isinstance(one, Refused)
    ]
    return UserError(
        msg("What money brings cannot be told of any channel, so nothing can be proposed."),
        listed(reasons) if reasons else None,
    )


def explain_infeasible(ctx: Ctx, error: Infeasible, args: BudgetShiftArgs) -> UserError:
    """Which limits leave no plan, with their amounts and what would leave one."""
    needed, room = money(round(error.needed), ctx), money(round(error.room), ctx)
    names = listed([msg("{channel}", channel=Name(text=name)) for name in error.names[:NAMED]])
    if error.clash == "bounds":
        return UserError(
            msg(
                "{channel} would have to spend at least {floor}, but at most {cap} is allowed.",
                channel=names,
                floor=needed,
                cap=room,
            ),
            _hint(ctx, error.names[0], args),
        )
    return UserError(
        msg(
            "Channels must keep at least {floors}, but only {spendable} may be spent.",
            floors=needed,
            spendable=room,
        ),
        msg(
            "Most of it: {channels}. No channel falls by more than {change}, kept ones not at all.",
            channels=names,
            change=Percent(ratio=ctx.rules.R11.change),
        ),
    )


def _hint(ctx: Ctx, channel: str, args: BudgetShiftArgs) -> Msg:
    if channel in args.keep:
        return msg("It is to be kept: leave out its cap, or do not keep it.")
    if args.only and channel not in args.only:
        return msg("Only other channels are to move: leave out its cap, or name it too.")
    change = ctx.rules.R11.where(channel=channel).change
    return msg("No channel falls by more than {change} (R11).", change=Percent(ratio=change))
