"""Brings the messages of the outbox onto their platforms: none lost, none twice."""

from bot.delivery.lanes import AT_ONCE, CHAT, Pace
from bot.delivery.loop import Delivery
from bot.delivery.sender import FateUnknown, OnDead
from bot.delivery.timing import Timing

__all__ = ["AT_ONCE", "CHAT", "Delivery", "FateUnknown", "OnDead", "Pace", "Timing"]
