"""The timers of a proposal: one at a time over the next answer, later those of its comparison.

Each asks a command line in the place where the proposal was made. What it asks for is only done
where it is due by then, so that it does no harm that anybody could type the same.
"""

from datetime import datetime, time, timedelta

from bot import approvals
from bot.plan_places import Place
from bot.platforms.base import Inbound
from bot.state import timers
from bot.state.outbox import Transaction
from commands.kit.plan_blocks import thread_of
from commands.kit.plans import Due, Proposed
from commands.kit.rules import DecisionTime

REVIEWED_AFTER = (7, 28)
"""Days after which what a plan predicted is compared with what came of it."""

REVIEWED_AT = time(9, 30)


def watch(
    tx: Transaction, plan: Proposed, times: DecisionTime, place: Place, now: datetime
) -> None:
    """Have an open proposal looked at when its next deadline comes."""
    kind, at = approvals.next_deadline(plan, times)
    timers.set_timer(tx, at, _look(plan, _watch_key(plan, kind), place), now)


def watch_again(
    tx: Transaction, plan: Proposed, times: DecisionTime, place: Place, now: datetime
) -> None:
    """The same where the timer rang too early: the clock was set back since."""
    kind, at = approvals.next_deadline(plan, times)
    key = f"{_watch_key(plan, kind)}:{now.timestamp():.0f}"
    timers.set_timer(tx, at, _look(plan, key, place), now)


def unwatch(tx: Transaction, plan: Proposed, times: DecisionTime) -> None:
    """Forget the next deadline of an open proposal: it moves on."""
    kind, _ = approvals.next_deadline(plan, times)
    timers.cancel_timer(tx, _watch_key(plan, kind))


def compare_later(tx: Transaction, plan: Proposed, place: Place, now: datetime) -> None:
    """Ask for the comparison so many days after the first day on which the plan holds."""
    first = max(plan.proposal.start, now.date())
    for days in REVIEWED_AFTER:
        at = datetime.combine(first + timedelta(days=days), REVIEWED_AT, now.tzinfo)
        line = f"/budget-shift review {plan.number}"
        timers.set_timer(tx, at, _asked(plan, _compare_key(plan, days), line, place), now)


def compare_never(tx: Transaction, plan: Proposed) -> None:
    """Do not ask for it: another plan took its place."""
    for days in REVIEWED_AFTER:
        timers.cancel_timer(tx, _compare_key(plan, days))


def _look(plan: Proposed, key: str, place: Place) -> Inbound:
    return _asked(plan, key, f"/approvals due {plan.number} {plan.token}", place)


def _asked(plan: Proposed, key: str, line: str, place: Place) -> Inbound:
    """A question nobody asks, to be answered in the proposal's own thread."""
    return Inbound(
        key=key,
        platform=place.platform,
        channel=place.channel,
        thread=thread_of(plan.number),
        text=line,
        locale=place.locale,
    )


def _watch_key(plan: Proposed, kind: Due) -> str:
    return f"plan:{plan.number}:{plan.token}:{kind}"


def _compare_key(plan: Proposed, days: int) -> str:
    return f"plan:{plan.number}:compare:{days}"
