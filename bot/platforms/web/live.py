"""Changes as they happen, as server-sent events.

Each event's id is `<run>-<seq>`: a browser that lost the connection says the last one it saw
and gets what changed since, each message once in its present form. An id of another run means
the server was restarted and forgot; the page is then told to load itself again, as it is when
it missed very much.

A page whose reader has chosen another language meanwhile, wherever that was, is told so before
anything else arrives in the old one.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable

from bot.platforms.web.conversations import Conversations
from bot.platforms.web.lines import message_html
from bot.platforms.web.message import Message
from bot.platforms.web.reader import Reader

# Often enough that a proxy does not take the silence for death.
PULSE_SECONDS = 15.0
# Who missed more than this gets the page anew, which holds only the latest; it costs less.
MOST_TO_CATCH_UP = 300
FORGOTTEN = "event: forgotten\ndata: {}\n\n"
LANGUAGE = "event: language\ndata: {}\n\n"


async def changes(
    store: Conversations,
    seen: str,
    reader: Reader,
    is_current: Callable[[], bool] = lambda: True,
    pulse: float = PULSE_SECONDS,
) -> AsyncIterator[str]:
    """The event stream for `reader` from the event id `seen` on, until the store is closed.

    `is_current` says whether this is still the reader's language; the stream ends when not.
    """
    run, _, number = seen.partition("-")
    if run != store.run or not number.isdecimal():
        yield FORGOTTEN
        return
    loop, changed = asyncio.get_running_loop(), asyncio.Event()

    def wake() -> None:
        # The one who posts must not suffer from a server that is being stopped.
        if not loop.is_closed():
            loop.call_soon_threadsafe(changed.set)

    leave = store.subscribe(wake)
    try:
        yield "retry: 1000\n\n"
        async for text in _follow(store, int(number), reader, is_current, changed, pulse):
            yield text
    finally:
        leave()


async def _follow(
    store: Conversations,
    seq: int,
    reader: Reader,
    is_current: Callable[[], bool],
    changed: asyncio.Event,
    pulse: float,
) -> AsyncIterator[str]:
    while not store.closed:
        changed.clear()
        if not is_current():
            yield LANGUAGE
            return
        missed = store.since(seq)
        if len(missed) > MOST_TO_CATCH_UP:
            yield FORGOTTEN
            return
        for message in missed:
            seq = message.seq
            yield _event(store, message, reader)
            await asyncio.sleep(0)  # others get their turn between two renderings
        try:
            await asyncio.wait_for(changed.wait(), pulse)
        except TimeoutError:
            yield ": still here\n\n"


def _event(store: Conversations, message: Message, reader: Reader) -> str:
    # A message that is no longer for this reader (an answer meant for the asker only) goes.
    shown = message.visible_to(reader.person.id)
    said = {
        "id": message.id,
        "seq": message.seq,
        "channel": message.channel,
        "root": message.root,
        "mine": message.author.id == reader.person.id,
        "html": message_html(message, store, reader) if shown else None,
    }
    return f"id: {store.run}-{message.seq}\ndata: {json.dumps(said, ensure_ascii=False)}\n\n"
