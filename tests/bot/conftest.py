"""What tests of the bot share: an empty state on each database."""

from tests.bot.state.databases import state, state_place

__all__ = ["state", "state_place"]
