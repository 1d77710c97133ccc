"""Reports on a schedule as they are kept: what is asked, when, where to."""

import hashlib
import json
from dataclasses import astuple, dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, Select, func, select, update

from bot.state.inserting import insert_into, insert_new
from bot.state.schema import channels, slots, subscriptions

SETTINGS = "config.yaml"
"""The creator of the reports that stand in the settings."""


@dataclass(frozen=True)
class Report:
    """What is asked on a schedule. `days` and `time` as they are kept (`mon,wed`, `09:00`).

    `zone` and `locale`: None where the channel's or the shop's holds.
    """

    platform: str
    channel: str
    line: str
    days: str
    time: str
    zone: str | None
    locale: str | None

    @property
    def key(self) -> str:
        """Made of what it says: the same report has the same key."""
        said = json.dumps(astuple(self), ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()


@dataclass(frozen=True)
class Kept:
    """A report under its number.

    `channel_zone` and `channel_name`: what is known of its channel. `since`: it was made, or
    taken up again, then; slots before that are none of its own.
    """

    number: int
    report: Report
    creator: str
    since: datetime
    ended_at: datetime | None
    channel_zone: str | None
    channel_name: str | None

    @property
    def zone(self) -> str:
        """The zone that was said, or the channel's; empty for the shop's."""
        return self.report.zone or self.channel_zone or ""


def add(tx: Connection, report: Report, creator: str, now: datetime) -> tuple[Kept, bool]:
    """Keep a report; False where it runs already. One that has ended is taken up again."""
    if _insert(tx, report, creator, now):
        return _by_key(tx, report.key), True
    held = _by_key(tx, report.key)
    if held.ended_at is None:
        return held, False
    again = {"ended_at": None, "created_at": now, "creator": creator}
    tx.execute(update(subscriptions).where(subscriptions.c.id == held.number).values(again))
    # What was skipped before it ended is nobody's concern any more.
    tx.execute(update(slots).where(slots.c.subscription == held.number).values(told=True))
    return _by_key(tx, report.key), True


def end(tx: Connection, number: int, now: datetime) -> bool:
    """End a report; False where there is none of that number that runs."""
    running = (subscriptions.c.id == number) & subscriptions.c.ended_at.is_(None)
    return tx.execute(update(subscriptions).where(running).values(ended_at=now)).rowcount == 1


def seed(tx: Connection, reports: tuple[Report, ...], now: datetime) -> None:
    """Take up the reports of the settings that are new, end those that were taken out there.

    One that people ended stays ended.
    """
    for report in reports:
        _insert(tx, report, SETTINGS, now)
    keys = [report.key for report in reports]
    gone = (
        (subscriptions.c.creator == SETTINGS)
        & subscriptions.c.ended_at.is_(None)
        & subscriptions.c.key.not_in(keys)
    )
    tx.execute(update(subscriptions).where(gone).values(ended_at=now))


def running(tx: Connection) -> list[Kept]:
    """Every report that has not ended, by number."""
    found = _all().where(subscriptions.c.ended_at.is_(None)).order_by(subscriptions.c.id)
    return [_kept(row) for row in tx.execute(found)]


def find(tx: Connection, number: int) -> Kept | None:
    """The report of that number, ended or not; None where there never was one."""
    row = tx.execute(_all().where(subscriptions.c.id == number)).one_or_none()
    return None if row is None else _kept(row)


def hold(tx: Connection, number: int, now: datetime) -> Kept | None:
    """A report that runs, which nobody else changes or settles until the transaction ends.

    Where the clock was set back behind the time it was made, it was made now.
    """
    row = (subscriptions.c.id == number) & subscriptions.c.ended_at.is_(None)
    tx.execute(select(subscriptions.c.id).where(row).with_for_update())
    later = row & (subscriptions.c.created_at > now)
    tx.execute(update(subscriptions).where(later).values(created_at=now))
    held = find(tx, number)
    return held if held and held.ended_at is None else None


def channel_named(tx: Connection, platform: str, name: str) -> str | None:
    """The id of the channel of that name, where the platform has told of it."""
    named = (channels.c.platform == platform) & (func.lower(channels.c.name) == name.lower())
    found: str | None = tx.scalar(select(channels.c.id).where(named).limit(1))
    return found


def channel_name(tx: Connection, channel: str) -> str | None:
    """The name of a channel, where the platform has told it."""
    found: str | None = tx.scalar(select(channels.c.name).where(channels.c.id == channel))
    return found


def channel_zone(tx: Connection, channel: str) -> str | None:
    """The time zone chosen for a channel."""
    found: str | None = tx.scalar(select(channels.c.zone).where(channels.c.id == channel))
    return found


def set_channel_zone(tx: Connection, channel: str, zone: str) -> None:
    """Keep the time zone chosen for a channel."""
    row = insert_into(tx, channels).values(id=channel, zone=zone)
    tx.execute(row.on_conflict_do_update(index_elements=["id"], set_={"zone": zone}))


def _insert(tx: Connection, report: Report, creator: str, now: datetime) -> bool:
    row = {
        "key": report.key,
        "line": report.line,
        "days": report.days,
        "time": report.time,
        "zone": report.zone or "",
        "platform": report.platform,
        "channel": report.channel,
        "locale": report.locale,
        "creator": creator,
        "created_at": now,
    }
    return insert_new(tx, subscriptions, row)


def _by_key(tx: Connection, key: str) -> Kept:
    return _kept(tx.execute(_all().where(subscriptions.c.key == key)).one())


def _all() -> Select[tuple[object, ...]]:
    known = subscriptions.outerjoin(channels, channels.c.id == subscriptions.c.channel)
    of_channel = (channels.c.zone.label("channel_zone"), channels.c.name.label("channel_name"))
    return select(subscriptions, *of_channel).select_from(known)


def _kept(row: Row[tuple[object, ...]]) -> Kept:
    said = Report(
        platform=row.platform,
        channel=row.channel,
        line=row.line,
        days=row.days,
        time=row.time,
        zone=row.zone or None,
        locale=row.locale,
    )
    return Kept(
        number=row.id,
        report=said,
        creator=row.creator,
        since=row.created_at,
        ended_at=row.ended_at,
        channel_zone=row.channel_zone,
        channel_name=row.channel_name,
    )
