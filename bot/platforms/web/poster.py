"""The bot's messages in the browser chat: answers in the place of their wait, reports, edits."""

from datetime import datetime

from bot.platforms.base import Impossible, Outgoing, Posted
from bot.platforms.web.asking import PENDING
from bot.platforms.web.conversations import BOT, Conversations, UnknownChannel, UnknownThread
from bot.platforms.web.message import Message
from commands.kit.message import msg
from commands.kit.reply import Reply, Text

ELSEWHERE = Text(message=msg("Answered in the thread of this matter."))


class WebPoster:
    """Posts into the rooms of `store`; an attempt that raised StateError changed nothing."""

    def __init__(self, store: Conversations) -> None:
        self._store = store

    def parts(self, reply: Reply, locale: str) -> tuple[Reply, ...]:
        """The reply as it is: a page takes any length."""
        return (reply,)

    def post(self, message: Outgoing) -> Posted:
        """Say it, once under its key; an answer goes where the question waits for it."""
        with self._store.changing():
            number = self._standing(message) or self._place(message)
        return self._posted(number, message)

    def edit(self, message: Outgoing, place: str) -> Posted:
        """Put it in the place of what is there; nothing happens where that was dropped."""
        number, reply = int(place), message.reply
        self._store.edit(number, reply, message.reader, thread=reply.thread)
        return self._posted(number, message)

    def delete(self, channel: str, place: str) -> None:
        """Take a message away."""
        self._store.delete(int(place))

    def find(self, message: Outgoing, since: datetime) -> Posted | None:
        """The message as it was written down, by whichever process."""
        self._store.catch_up()
        number = self._standing(message)
        return self._posted(number, message) if number else None

    def _standing(self, message: Outgoing) -> int | None:
        found = self._store.named(message.key)
        return found.id if found else None

    def _place(self, message: Outgoing) -> int:
        reply, reader = message.reply, message.reader
        pending = self._store.get(int(message.hints.get(PENDING, 0)))
        if pending is None or pending.said is not None:
            return self._say(message)
        if self._belongs_elsewhere(reply, pending):
            # The matter has its thread already: everything about it stays together there.
            number = self._say(message)
            self._store.edit(pending.id, Reply(blocks=(ELSEWHERE,), command=reply.command), reader)
            return number
        self._store.edit(pending.id, reply, reader, thread=reply.thread, key=message.key)
        return pending.id

    def _belongs_elsewhere(self, reply: Reply, pending: Message) -> bool:
        root = self._store.root(reply.thread) if reply.thread else None
        return root is not None and root.id not in (pending.id, pending.root)

    def _say(self, message: Outgoing) -> int:
        thread = message.reply.thread or message.thread
        try:
            return self._post(message, thread)
        except UnknownThread:
            return self._post(message, None)  # its root was dropped long ago

    def _post(self, message: Outgoing, thread: str | None) -> int:
        said, reader, key = message.reply, message.reader, message.key
        try:
            return self._store.post(message.channel, BOT, said, thread, reader, key=key)
        except UnknownChannel as error:
            raise Impossible(
                msg("There is no channel of that name here."),
                msg("Name it under channels in config.yaml, or end what is posted there."),
                "channel_not_found",
            ) from error

    def _posted(self, number: int, message: Outgoing) -> Posted:
        stands = self._store.get(number)
        return Posted(str(number), stands.channel if stands else message.channel)
