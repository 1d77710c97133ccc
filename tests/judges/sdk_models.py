"""Slack's own Python models as a judge: lengths and required parts of every block they know."""

from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

# Newer than the models of this version; slackblocks judges it.
UNKNOWN = frozenset({"data_visualization"})


def complaints(blocks: list[dict[str, Any]]) -> list[str]:
    """What the models refuse of a message's blocks, one line each."""
    return [said for place, block in enumerate(blocks) if (said := _complaint(place, block))]


def _complaint(place: int, block: dict[str, Any]) -> str | None:
    if block.get("type") in UNKNOWN:
        return None
    try:
        parsed = Block.parse(block)
        if parsed is None:
            return f"blocks[{place}]: a type the models do not know"
        parsed.validate_json()
    except (SlackObjectFormationError, TypeError) as error:
        return f"blocks[{place}]: {error}"
    return None
