"""Settling what is due: reports at their slots, timers at their moment.

Each slot is settled in the transaction that puts its question into the inbox. Two replicas take
turns under the report's row and meet at the slot's key, so that a slot is settled once; what is
cut off before the commit never was, and is done at the next look.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.platforms.base import Inbound
from bot.schedule import DAY, Calendar, Decision, Plan, Slot, decide, slots_between, useful_for
from bot.schedules import plan_of
from bot.state import inbox, slots, subscriptions, timers
from bot.state.database import Database
from bot.state.subscriptions import Kept
from commands.kit.message import Msg, msg
from commands.kit.rules import LateReports
from commands.kit.values import Count, Moment

LOOK_BACK = timedelta(days=14)

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rhythm:
    """What holds for every report: the shop's calendar, and how long a missed one is useful."""

    calendar: Calendar
    late: LateReports

    def useful(self, kept: Kept, plan: Plan) -> timedelta:
        """How long after its time it is still posted; a channel may have its own rule."""
        return useful_for(plan.days, self.late.where(channel=kept.report.channel))


def settle_due(database: Database, rhythm: Rhythm, now: datetime) -> int:
    """Settle every slot and ring every timer due at `now`; how many questions that made."""
    with database.reading() as tx:
        running = subscriptions.running(tx)
        settled = slots.settled(tx, [kept.number for kept in running], _first_day(now))
        ringing = timers.are_due(tx, now)
    waiting = [kept for kept in running if _waits(kept, rhythm, settled[kept.number], now)]
    asked = sum(_settle(database, kept.number, rhythm, now) for kept in waiting)
    return asked + (_ring(database, now) if ringing else 0)


def _first_day(now: datetime) -> date:
    """Where to begin to look for settled slots, in whichever zone."""
    return (now - LOOK_BACK - 2 * DAY).date()


def _waits(kept: Kept, rhythm: Rhythm, settled: set[str], now: datetime) -> bool:
    """Whether anything is to be done about a report; one that cannot be read holds up no other."""
    try:
        return kept.since > now or bool(_due(kept, plan_of(kept, rhythm.calendar), settled, now))
    except ValueError as error:
        logger.error("report %s cannot be asked: %s", kept.number, error)
        return False


def _due(kept: Kept, plan: Plan, settled: set[str], now: datetime) -> list[Slot]:
    found = slots_between(plan, max(kept.since, now - LOOK_BACK), now)
    return [slot for slot in found if slot.name not in settled]


def _settle(database: Database, number: int, rhythm: Rhythm, now: datetime) -> int:
    """Settle the due slots of one report; how many questions that made, one at most."""
    with database.writing() as tx:
        kept = subscriptions.hold(tx, number, now)
        if kept is None:
            return 0
        plan = plan_of(kept, rhythm.calendar)
        # Read again: another replica may have settled them before this one held the report.
        settled = slots.settled(tx, [number], _first_day(now))[number]
        decision = decide(_due(kept, plan, settled, now), now, rhythm.useful(kept, plan))
        for slot, outcome in _outcomes(decision):
            slots.settle(tx, number, slot.name, slot.due_at, outcome, now)
        if decision.asked is None:
            return 0
        notes = (*_late_note(decision, plan), *_skipped_note(slots.take_untold(tx, number), plan))
        return inbox.accept(tx, _question(kept, decision.asked, notes), now)


def _outcomes(decision: Decision) -> list[tuple[Slot, str]]:
    found = [(slot, slots.SKIPPED) for slot in decision.skipped]
    if decision.asked:
        found.append((decision.asked, slots.LATE if decision.late else slots.ASKED))
    return found


def _question(kept: Kept, slot: Slot, notes: tuple[Msg, ...]) -> Inbound:
    return Inbound(
        key=f"slot:{kept.number}:{slot.name}",
        platform=kept.report.platform,
        channel=kept.report.channel,
        text=kept.report.line,
        locale=kept.report.locale,
        opening=notes,
        # A report that is late answers for its own day, not for the one it is posted on.
        as_of=slot.due_at,
    )


def _late_note(decision: Decision, plan: Plan) -> Iterator[Msg]:
    if decision.asked and decision.late:
        due = _local(decision.asked.due_at, plan)
        yield msg("Posted late: this was due on {when}.", when=due)


def _skipped_note(skipped: list[datetime], plan: Plan) -> Iterator[Msg]:
    if len(skipped) == 1:
        yield msg(
            "The report due on {when} was skipped: it could not be posted in time.",
            when=_local(skipped[0], plan),
        )
    elif skipped:
        yield msg(
            "{n} reports were skipped, as they could not be posted in time: "
            "the first was due on {first}, the last on {last}.",
            n=Count(number=len(skipped)),
            first=_local(skipped[0], plan),
            last=_local(skipped[-1], plan),
        )


def _local(at: datetime, plan: Plan) -> Moment:
    return Moment(at=at.astimezone(plan.zone))


def _ring(database: Database, now: datetime) -> int:
    with database.writing() as tx:
        return timers.ring(tx, now)
