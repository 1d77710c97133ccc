"""Where a message belongs: its `thread` as the platform knows it."""

from dataclasses import dataclass

from sqlalchemy import select

from bot.state import threads
from bot.state.outbox import WAITING, Message, Transaction, get
from bot.state.schema import outbox
from bot.state.threads import Hanging

BESIDE = "msg:"
"""Before the key of another message of ours, in whose thread a message belongs."""


@dataclass(frozen=True)
class Destination:
    """The platform's ids of the channel and of the thread, None for the channel itself."""

    channel: str
    thread: str | None = None


class NotYet(Exception):
    """The message that heads the thread is not posted yet."""


class ThreadLost(Exception):
    """The message that heads the thread will not be posted, or was taken away."""


def destination(tx: Transaction, message: Message) -> Destination:
    """Where it is to stand now; raises NotYet or ThreadLost.

    A neutral key no message has opened leads into the channel itself: this one will open it.
    """
    thread = message.thread
    if thread is None or not threads.is_neutral(thread):
        return Destination(message.channel, thread)
    if thread.startswith(BESIDE):
        return _beside(tx, message, thread.removeprefix(BESIDE))
    hanging = threads.find(tx, message.platform, thread)
    _refuse_while_changing(tx, message, hanging)
    if hanging is None or hanging.place == message.place:
        return Destination(message.channel)
    return Destination(hanging.channel, hanging.place)


def _refuse_while_changing(tx: Transaction, message: Message, hanging: Hanging | None) -> None:
    """NotYet while an earlier message is about to open the thread, or its head to be taken away."""
    if hanging is None:
        opening = (outbox.c.thread == message.thread) & (outbox.c.id < message.id)
        changing = opening & outbox.c.reply.is_not(None)
    else:
        at_head = (outbox.c.sent_channel == hanging.channel) & (outbox.c.place == hanging.place)
        changing = at_head & outbox.c.reply.is_(None)
    same = outbox.c.platform == message.platform
    found = tx.execute(select(outbox.c.key).where(WAITING, same, changing).limit(1)).scalar()
    if found is not None:
        raise NotYet(f"the thread waits for the message {found}")


def _beside(tx: Transaction, message: Message, key: str) -> Destination:
    head = get(tx, key)
    # A later head could wait behind this very message.
    if head is None or head.reply is None or head.dead_at or head.id >= message.id:
        raise ThreadLost(f"the message {key} is not there")
    if head.place is None:
        raise NotYet(f"the message {key} is not posted yet")
    if not head.place:
        return Destination(message.channel, head.sent_thread)
    return Destination(head.sent_channel or head.channel, head.sent_thread or head.place)
