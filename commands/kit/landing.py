"""The target a period belongs to, as one line of an answer."""

from commands.kit.comparing import Compared
from commands.kit.context import Ctx
from commands.kit.reply import Block


def target_line(ctx: Ctx, metric: str, found: Compared) -> tuple[Block, ...]:
    """Attainment and landing of the nearest target; nothing when there is none."""
    return ()
