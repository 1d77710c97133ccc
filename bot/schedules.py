"""What commands may do with the reports that are kept: the state behind `Schedules`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from analytics.errors import UnknownName
from analytics.spelling import closest
from bot import dispatch
from bot.masking import masked
from bot.platforms.base import Request
from bot.schedule import Calendar, Plan, Slot, coming_slots
from bot.settings import Config
from bot.state import audit, subscriptions
from bot.state.audit import Entry
from bot.state.database import Database
from bot.state.outbox import Transaction
from bot.state.subscriptions import Kept, Report
from commands.kit.context import Ctx
from commands.kit.errors import UserError
from commands.kit.message import msg
from commands.kit.permission import Permission
from commands.kit.registry import Command
from commands.kit.report_days import ReportDays
from commands.kit.schedules import Coming, Subscription, Wish
from commands.kit.values import Count, Name

CHANGING = ("settings", "subscribe", "unsubscribe", "budget-shift", "approve", "reject")
MOST_OWN = 20
"""How many reports a person may have in their own conversation with the bot."""

_LARGEST = 2**31 - 1
_NEVER = datetime.max.replace(tzinfo=UTC)
_SLACK_ID = re.compile(r"[CG][A-Z0-9]{6,}")


def calendar_of(config: Config) -> Calendar:
    """The shop's zone and whose days off it keeps."""
    return Calendar(config.shop.zone, config.shop.keeps_chinas_calendar)


def reports_of(config: Config) -> tuple[Report, ...]:
    """The reports that stand in the settings."""
    return tuple(
        Report(
            platform=each.platform,
            channel=each.channel,
            line=each.line,
            days=each.days.text,
            time=f"{each.time:%H:%M}",
            zone=each.zone,
            locale=each.language,
        )
        for each in config.subscriptions
    )


def understood(line: str, ctx: Ctx, commands: Mapping[str, Command[Any]]) -> str:
    """A line that asks something, read as if it were asked now; UserError where it changes."""
    command, words = dispatch.find(line, dict(commands))
    if command.name in CHANGING or command.permission is not Permission.ASK:
        raise UserError(
            msg("Only questions can be asked by themselves, not {line}.", line=Name(text=line[:60]))
        )
    command.arguments.read(words, ctx)
    return f"/{command.name} {words}".strip()


@dataclass(frozen=True)
class StoredSchedules:
    """The reports of the durable state, as the asker of one request may see and change them.

    `rooms`: the channels of the browser chat.
    """

    database: Database
    calendar: Calendar
    commands: Mapping[str, Command[Any]]
    rooms: Sequence[str]
    request: Request
    now: datetime

    @property
    def _platform(self) -> str:
        """Where reports go: from the terminal to the browser chat."""
        return "web" if self.request.platform == "console" else self.request.platform

    def understand(self, line: str, ctx: Ctx) -> str:
        """The line as it will be asked."""
        return understood(line, ctx, self.commands)

    def find_channel(self, word: str | None) -> str:
        """The id of a channel of the asker's platform; None is the one it is asked in."""
        if self._platform == "web":
            return self._room(word or self.request.channel, named=word is not None)
        return self.request.channel if word is None else self._linked(word)

    def is_direct(self, channel: str) -> bool:
        """Whether it is a conversation of the asker with the bot alone."""
        return is_direct(self._platform, channel) and channel == self.request.channel

    def add(self, wish: Wish) -> tuple[Subscription, bool]:
        """Keep a report; False where it runs already, UserError where one has too many."""
        report = Report(
            platform=self._platform,
            channel=wish.channel,
            line=wish.line,
            days=wish.days.text,
            time=f"{wish.time:%H:%M}",
            zone=wish.zone,
            locale=wish.locale,
        )
        with self.database.writing() as tx:
            kept, new = subscriptions.add(tx, report, self.request.person.id, self.now)
            if new:
                self._refuse_too_many(tx, kept)
                self._note(tx, kept, "subscribed")
        return self._shown(kept), new

    def find(self, number: int) -> Subscription | None:
        """A report the asker may see; None where there is none."""
        if number > _LARGEST:
            return None
        with self.database.reading() as tx:
            kept = subscriptions.find(tx, number)
        return self._shown(kept) if kept and self._may_see(kept) else None

    def end(self, number: int) -> None:
        """End a report."""
        with self.database.writing() as tx:
            kept = subscriptions.find(tx, number)
            if subscriptions.end(tx, number, self.now) and kept:
                self._note(tx, kept, "unsubscribed")

    def zone_of_channel(self, channel: str) -> str | None:
        """The time zone chosen for a channel's reports."""
        with self.database.reading() as tx:
            return subscriptions.channel_zone(tx, channel)

    def set_channel_zone(self, channel: str, zone: str) -> None:
        """Keep the time zone chosen for a channel's reports."""
        with self.database.writing() as tx:
            subscriptions.set_channel_zone(tx, channel, zone)

    def all(self) -> tuple[Subscription, ...]:
        """The running reports the asker may see, the next one first."""
        with self.database.reading() as tx:
            kept = subscriptions.running(tx)
        shown = [self._shown(each) for each in kept if self._may_see(each)]
        return tuple(sorted(shown, key=_comes_at))

    def _refuse_too_many(self, tx: Transaction, added: Kept) -> None:
        """One's own reports need no permission, so that there is an end to them."""
        if not is_direct(added.report.platform, added.report.channel):
            return
        own = [
            kept
            for kept in subscriptions.running(tx)
            if kept.creator == added.creator
            and is_direct(kept.report.platform, kept.report.channel)
        ]
        if len(own) > MOST_OWN:
            most = Count(number=MOST_OWN)
            raise UserError(
                msg("You have {n} reports of your own already: end one of them first.", n=most),
                msg("{command} lists them.", command=Name(text="/subscriptions")),
                instead=("/subscriptions",),
            )

    def _note(self, tx: Transaction, kept: Kept, did: str) -> None:
        body = {did: masked(kept.report.line), "number": kept.number}
        person, channel = self.request.person.id, kept.report.channel
        audit.append(tx, Entry(self.now, "changed", self._platform, channel, person, body))

    def _room(self, word: str, *, named: bool) -> str:
        name = word.removeprefix("#")
        found = {room.casefold(): room for room in self.rooms}.get(name.casefold())
        if found:
            return found
        if named:
            raise UnknownName("channel", name, closest(name, self.rooms), tuple(self.rooms))
        known = " · ".join(f"#{room}" for room in self.rooms)
        raise UserError(
            msg("Say in which channel to post it."),
            msg("Known: {known}", known=Name(text=known)),
        )

    def _linked(self, word: str) -> str:
        name = word.removeprefix("#")
        if _SLACK_ID.fullmatch(name) or name == self.request.channel:
            return name
        with self.database.reading() as tx:
            found = subscriptions.channel_named(tx, self._platform, name)
        if found:
            return found
        raise UserError(
            msg("No channel “{word}” is known to me.", word=Name(text=word[:60])),
            msg("Ask this in the channel itself, or pick it from the list that # opens."),
        )

    def _may_see(self, kept: Kept) -> bool:
        here = kept.report.platform == self._platform
        direct = is_direct(kept.report.platform, kept.report.channel)
        return here and (not direct or kept.creator == self.request.person.id)

    def _shown(self, kept: Kept) -> Subscription:
        coming = coming_of(kept, self.calendar, self.now)
        return Subscription(
            number=kept.number,
            wish=_wish(kept.report),
            channel=f"#{kept.channel_name or kept.report.channel}",
            zone=kept.zone or self.calendar.zone,
            direct=is_direct(kept.report.platform, kept.report.channel),
            coming=coming,
        )


def coming_of(kept: Kept, calendar: Calendar, now: datetime) -> Coming | None:
    """When a report comes next; None where it has ended."""
    if kept.ended_at is not None:
        return None
    plan = plan_of(kept, calendar)
    slot = next(coming_slots(plan, max(now, kept.since)), None)
    return None if slot is None else coming_at(slot, plan)


def plan_of(kept: Kept, calendar: Calendar) -> Plan:
    """When a report is due; ValueError where what is kept cannot be read."""
    return Plan.read(kept.report.days, kept.report.time, kept.zone, calendar)


def coming_at(slot: Slot, plan: Plan) -> Coming:
    """A slot as people see it: in its own zone, with what is special about its day."""
    at = slot.due_at.astimezone(plan.zone)
    if "workday" not in plan.days.kind:
        return Coming(at)
    workday = plan.calendar.workday(at.date())
    return Coming(at, make_up=workday.works and workday.swapped, announced=workday.announced)


def _wish(report: Report) -> Wish:
    return Wish(
        line=report.line,
        days=ReportDays.read(report.days),
        time=time.fromisoformat(report.time),
        channel=report.channel,
        zone=report.zone,
        locale=report.locale,
    )


def _comes_at(found: Subscription) -> tuple[datetime, int]:
    return (found.coming.at if found.coming else _NEVER), found.number


def is_direct(platform: str, channel: str) -> bool:
    """Whether it is a conversation with the bot alone.

    In Slack their ids begin with D; a person's own stands for one too.
    """
    return platform == "slack" and channel[:1] in ("D", "U", "W")
