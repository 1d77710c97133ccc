"""Where the thread of a neutral key (`incident:42`) hangs on each platform."""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from bot.state.inserting import insert_into
from bot.state.schema import threads


@dataclass(frozen=True)
class Hanging:
    """The message a thread hangs from, in the platform's own ids."""

    channel: str
    place: str


def is_neutral(thread: str) -> bool:
    """Whether it is a key of ours; no platform has a colon in its ids."""
    return ":" in thread


def find(tx: Connection, platform: str, key: str) -> Hanging | None:
    """Where the thread hangs; None until a message has opened it."""
    row = tx.execute(
        select(threads.c.channel, threads.c.place).where(
            threads.c.platform == platform, threads.c.key == key
        )
    ).one_or_none()
    return row and Hanging(row.channel, row.place)


def key_of(tx: Connection, platform: str, channel: str, place: str) -> str | None:
    """The neutral key of the thread under a message; None where it has none."""
    return tx.execute(
        select(threads.c.key)
        .where(
            threads.c.platform == platform,
            threads.c.channel == channel,
            threads.c.place == place,
        )
        .order_by(threads.c.key)
        .limit(1)
    ).scalar()


def remember(tx: Connection, platform: str, key: str, hanging: Hanging) -> None:
    """The thread hangs there from now on, unless it hangs somewhere already."""
    values = {
        "platform": platform,
        "key": key,
        "channel": hanging.channel,
        "place": hanging.place,
    }
    tx.execute(insert_into(tx, threads).values(values).on_conflict_do_nothing())


def forget(tx: Connection, platform: str, hanging: Hanging) -> None:
    """The message is gone: what names its thread next opens it anew."""
    tx.execute(
        delete(threads).where(
            threads.c.platform == platform,
            threads.c.channel == hanging.channel,
            threads.c.place == hanging.place,
        )
    )
