"""The chat in a browser: channels, threads, live updates; own pages, no outside requests."""

from bot.platforms.web.app import create_app
from bot.platforms.web.asking import ask_again
from bot.platforms.web.conversations import BOT, Conversations, UnknownChannel, UnknownThread
from bot.platforms.web.following import Following
from bot.platforms.web.guards import is_loopback
from bot.platforms.web.journal import Journal
from bot.platforms.web.members import Members
from bot.platforms.web.message import Message
from bot.platforms.web.poster import WebPoster

__all__ = [
    "BOT",
    "Conversations",
    "Following",
    "Journal",
    "Members",
    "Message",
    "UnknownChannel",
    "UnknownThread",
    "WebPoster",
    "ask_again",
    "create_app",
    "is_loopback",
]
