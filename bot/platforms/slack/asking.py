"""Handing questions on: each is kept durably before Slack is told that it arrived."""

from dataclasses import dataclass

from bot.metrics import Metrics
from bot.platforms.base import Accept, Inbound
from bot.platforms.slack.limits import RequestRate, Verdict
from commands.kit.message import Msg, msg

TOO_MANY = msg("That was a lot within one minute, so I left it out. Ask again in a moment.")
NOT_KEPT = msg("Your question could not be kept, so nobody will answer it. Please ask again.")


@dataclass(frozen=True)
class Asking:
    """Keeps questions, at most so many a minute of one person."""

    accept: Accept
    rate: RequestRate
    metrics: Metrics

    def ask(self, question: Inbound) -> Msg | None:
        """Keep a question. A sentence where the asker asks too much, but only once.

        Raises what `accept` raises: then nothing was kept.
        """
        verdict = self.rate.take(question.person, question.key)
        if verdict is Verdict.FREE:
            self.accept(question)
            return None
        self.metrics.count_refusal("too many requests")
        return TOO_MANY if verdict is Verdict.TOLD else None
