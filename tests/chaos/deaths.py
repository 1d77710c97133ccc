"""Ways for the bot to die at one exact place: right after Slack took a call, seen from Slack."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Event

from tests.chaos.process import Bot
from tests.doubles.slack.model import Json
from tests.doubles.slack.web.calls import METHODS, Call


@contextmanager
def killed_after(bot: Bot, method: str) -> Iterator[Event]:
    """Kill the bot when Slack has carried out its first call of `method`, before it is told so.

    The event is set once it is dead.
    """
    whole, dead = METHODS[method], Event()

    def answer(call: Call) -> Json:
        told = whole.answer(call)
        if not dead.is_set():
            bot.kill()
            dead.set()
        return told

    METHODS[method] = replace(whole, answer=answer)
    try:
        yield dead
    finally:
        METHODS[method] = whole
