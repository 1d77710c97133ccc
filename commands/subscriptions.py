"""`/subscriptions`: which reports are posted by themselves, where, and when the next one comes."""

from commands.kit.arguments import Arguments
from commands.kit.cards import Example
from commands.kit.context import Ctx
from commands.kit.message import msg
from commands.kit.registry import command
from commands.kit.reply import Buttons, Note, Reply
from commands.kit.schedule_blocks import example_button, listing


class SubscriptionsArgs(Arguments):
    """What `/subscriptions` takes: nothing."""


@command(
    "subscriptions",
    msg("Who gets which report where, and when it comes next"),
    arguments=SubscriptionsArgs,
    examples=(Example("/subscriptions", msg("every report of your channels")),),
    aliases=("订阅列表", "我的订阅"),
)
def subscriptions(args: SubscriptionsArgs, ctx: Ctx) -> Reply:
    """Answer `/subscriptions`."""
    if found := ctx.schedules.all():
        return Reply(blocks=listing(found), audience="person")
    nothing = Note(message=msg("No scheduled reports yet."))
    return Reply(blocks=(nothing, Buttons(items=(example_button(),))), audience="person")
