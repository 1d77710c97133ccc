"""The chat in a browser: channels, threads, live updates; own pages, no outside requests."""

from bot.platforms.web.app import create_app
from bot.platforms.web.conversations import (
    BOT,
    Conversations,
    Message,
    UnknownChannel,
    UnknownThread,
)
from bot.platforms.web.guards import is_loopback

__all__ = [
    "BOT",
    "Conversations",
    "Message",
    "UnknownChannel",
    "UnknownThread",
    "create_app",
    "is_loopback",
]
