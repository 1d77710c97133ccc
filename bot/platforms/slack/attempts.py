"""What to send when Slack refuses a message's blocks: the same later, or something simpler."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.platforms.slack.errors import BAD_BLOCKS, Refused

# The seconds waited for a picture that Slack says it does not know yet.
WAITS = (0.5, 1.0, 2.0)


@dataclass(frozen=True)
class Attempt:
    """How a message is sent.

    `native`: Slack draws the charts it can. `pictures`: file ids by digest, None before they
    are uploaded. `waited`: how often a picture was waited for. `blocks`: False for words alone.
    """

    native: bool
    pictures: Mapping[str, str] | None = None
    waited: int = 0
    blocks: bool = True

    @property
    def wait(self) -> float:
        """The seconds to wait before this attempt."""
        return WAITS[self.waited - 1] if self.waited else 0.0


def simpler(attempt: Attempt, refused: Refused) -> tuple[Attempt, str | None]:
    """What to send next, and what the operator should know of it; raises `refused` at the end."""
    if refused.code not in BAD_BLOCKS or not attempt.blocks:
        raise refused
    if attempt.pictures and "slack file" in " ".join(refused.details):
        if attempt.waited < len(WAITS):
            return replace(attempt, waited=attempt.waited + 1), None
        return replace(attempt, pictures={}, waited=0), f"a picture was told in words: {refused}"
    if attempt.native:
        return replace(attempt, native=False, pictures=None), f"Slack drew no chart: {refused}"
    return replace(attempt, blocks=False), f"a message was sent as words alone: {refused}"
