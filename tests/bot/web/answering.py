"""The bot behind the page without its durable state: a question asked is a thread that answers."""

from concurrent.futures import ThreadPoolExecutor

from bot.platforms.base import Answer, Inbound, Outgoing, Request
from bot.platforms.web import Conversations, Members, WebPoster
from tests.bot.web.canned import PEOPLE

AT_ONCE = 4


class Answering:
    """Takes questions and posts what `answer` says to them, four at a time."""

    def __init__(self, store: Conversations, answer: Answer) -> None:
        self._poster, self._answer = WebPoster(store), answer
        self._workers = ThreadPoolExecutor(AT_ONCE)
        self.taken: list[Inbound] = []

    def __call__(self, inbound: Inbound) -> bool:
        """Take a question in."""
        self.taken.append(inbound)
        self._workers.submit(self._settle, inbound)
        return True

    def close(self) -> None:
        """Wait for what is being answered."""
        self._workers.shutdown()

    def _settle(self, inbound: Inbound) -> None:
        person = Members(PEOPLE).person(inbound.person)
        locale = inbound.locale or "en"
        request = Request(inbound.text, person, inbound.channel, locale, inbound.thread)
        reply = self._answer(request)
        message = Outgoing(
            key=f"re:{inbound.key}",
            channel=inbound.channel,
            reply=reply,
            locale=locale,
            thread=inbound.thread,
            reader=inbound.person if reply.audience == "person" else None,
            hints=inbound.hints,
        )
        self._poster.post(message)


def unheard(inbound: Inbound) -> bool:
    """Takes a question and never answers it."""
    return True
