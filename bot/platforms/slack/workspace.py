"""What every listener is given: who we are in the workspace, and where things are handed on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient

from bot.clock import Clock
from bot.metrics import Metrics
from bot.platforms.base import Inbound
from bot.platforms.slack.actions import Actions
from bot.platforms.slack.asking import Asking
from bot.platforms.slack.identity import Identity
from bot.platforms.slack.later import Later
from bot.platforms.slack.questions import Questions
from bot.platforms.slack.telling import Telling
from commands.kit.message import Msg
from commands.kit.registry import Command

Warn = Callable[[str, Msg], None]
"""Tells the operator; the first is a key, unique for ever, under which it is told once."""


@dataclass(frozen=True)
class Workspace:
    """The workspace as the listeners know it."""

    me: Identity
    client: WebClient
    commands: Mapping[str, Command[Any]]
    questions: Questions
    asking: Asking
    actions: Actions
    telling: Telling
    later: Later
    clock: Clock
    metrics: Metrics
    warn: Warn

    def ask(self, question: Inbound) -> None:
        """Keep a question; the asker is told where that is too much."""
        if sentence := self.asking.ask(question):
            self.telling.tell(question.person, question.channel, question.thread, sentence)
