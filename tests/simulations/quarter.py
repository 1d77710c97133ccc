"""A quarter of reports on a hand-moved clock: `python -m tests.simulations.quarter`.

Two replicas on one PostgreSQL look at the same moments, each in a thread and with connections of
its own; they are restarted and killed before their commit at random. Nobody runs for three hours
and for nine, the clock is set back, and once it jumps a day ahead. Then every slot is counted and
compared with what plain enumeration expects.
"""

import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from bot.platforms.base import Inbound
from bot.schedule import Calendar
from bot.settling import Rhythm
from bot.state import subscriptions, timers
from bot.state.database import Database, open_state
from bot.state.schema import inbox, slots
from bot.state.subscriptions import Report
from bot.ticking import Ticking
from commands.kit.rules import LateReports
from tests.bot.schedule.reports import Dying, Killed
from tests.bot.state.databases import cluster
from tests.simulations.expected import Asked, Settled, outcomes
from tests.simulations.world import AUTUMN, SECOND, SPRING, Quarter

DAY, HOURS = timedelta(days=1), timedelta(hours=1)
RHYTHM = Rhythm(Calendar("Asia/Shanghai", chinese=True), LateReports())
TIMERS = 300
RESTARTED, KILLED = 0.03, 0.03
"""How likely a replica is started anew, or killed before its commit, at each look."""

SHANGHAI, LONDON = "Asia/Shanghai", "Europe/London"
WORDS = (
    ("workdays", "09:00", SHANGHAI, 6),
    ("daily", "18:00", SHANGHAI, 6),
    ("mon", "09:30", SHANGHAI, 24),
    ("workday 1", "10:00", SHANGHAI, 72),
    ("monthly 31", "08:15", SHANGHAI, 72),
    ("daily", "01:30", LONDON, 6),
    ("mon,thu", "08:45", LONDON, 6),
    ("daily", "02:30", "America/New_York", 6),
    ("weekdays", "09:00", "America/New_York", 6),
    ("daily", "02:30", "Australia/Sydney", 6),
    ("tue,sat", "23:30", "America/Los_Angeles", 6),
)
ENDED = ("daily", "12:15", SHANGHAI, 6)
"""Ended on the 40th day, taken up again on the 50th."""


@dataclass
class HandClock:
    """A clock that shows what it is set to."""

    shown: datetime

    def now(self) -> datetime:
        """What it shows."""
        return self.shown


@dataclass
class Replica:
    """One process of several: its own connections, thread and clock, `ahead` of the true one."""

    place: Path | str
    ahead: timedelta
    dice: random.Random
    starts: int = 0
    deaths: int = 0
    _state: Database | None = field(default=None, repr=False)

    def look(self, shown: datetime) -> bool:
        """Look once at that time; False where it was killed before it committed anything."""
        if self._state is None or self.dice.random() < RESTARTED:
            self._restart()
        assert self._state
        dies = self.dice.random() < KILLED
        state = Dying(self._state) if dies else self._state
        try:
            Ticking(state, HandClock(shown + self.ahead), RHYTHM, lambda: None).tick()
        except Killed:
            self.deaths += 1
            self._restart()
            return False
        return True

    def close(self) -> None:
        """End it."""
        if self._state:
            self._state.close()
        self._state = None

    def _restart(self) -> None:
        self.close()
        self._state = open_state(self.place)
        self.starts += 1


@dataclass(frozen=True)
class Result:
    """What the quarter came to. `wrong` has a line for each slot that is not as expected."""

    looks: int
    starts: int
    deaths: int
    settled: Counter[str]
    questions: int
    rung: int
    notes: Counter[str]
    wrong: list[str]


def simulate(
    quarter: Quarter, place: Path | str, replicas: int, seed: int, idle_hours: int = 1
) -> Result:
    """Run the quarter on an empty state and compare it with what is expected.

    `idle_hours`: where no slot is near, somebody looks once in so many hours.
    """
    dice = random.Random(seed)
    state = open_state(place)
    numbers = {_keep(state, asked, quarter.start): asked for asked in every(quarter)}
    ringing = _set_timers(state, quarter, dice)
    team = [Replica(place, 1.5 * n * SECOND, random.Random(f"{seed}-{n}")) for n in range(replicas)]
    due = [at for asked in numbers.values() for _, at in asked.slots()]
    looks = quarter.looks(due, dice, idle_hours)
    readings = list(_run(state, quarter, team, looks))
    result = _judge(state, numbers, readings, ringing, team)
    state.close()
    return result


def every(quarter: Quarter) -> Iterator[Asked]:
    """The reports of the quarter."""
    for days, at, zone, hours in WORDS:
        whole = ((quarter.start, quarter.end),)
        yield Asked(days, at, zone, hours * HOURS, whole)
    days, at, zone, hours = ENDED
    pause = (quarter.start + 40 * DAY, quarter.start + 50 * DAY)
    yield Asked(days, at, zone, hours * HOURS, ((quarter.start, pause[0]), (pause[1], quarter.end)))


def _run(
    state: Database, quarter: Quarter, team: Sequence[Replica], looks: Sequence[datetime]
) -> Iterator[datetime]:
    """Have everybody look at each moment, at once; what the clock showed."""
    ended = next(each for each in every(quarter) if len(each.runs) > 1)
    pause, again = ended.runs[0][1], ended.runs[1][0]
    with ThreadPoolExecutor(len(team)) as pool:
        before = quarter.start
        for true in looks:
            if before < pause <= true:
                _end(state, ended, pause)
            if before < again <= true:
                _keep(state, ended, again)
            before, shown = true, quarter.shown(true)
            # At least one gets through: whoever is killed looks again once it has started.
            while not any(list(pool.map(lambda one, at=shown: one.look(at), team))):
                shown += SECOND
            yield shown
    for one in team:
        one.close()


def _report(asked: Asked) -> Report:
    zone = None if asked.zone == SHANGHAI else asked.zone
    return Report("web", "standup", "/gmv yesterday", asked.days, asked.at, zone, None)


def _keep(state: Database, asked: Asked, since: datetime) -> int:
    with state.writing() as tx:
        return subscriptions.add(tx, _report(asked), "ann", since)[0].number


def _end(state: Database, asked: Asked, now: datetime) -> None:
    with state.writing() as tx:
        kept = next(k for k in subscriptions.running(tx) if k.report == _report(asked))
        subscriptions.end(tx, kept.number, now)


def _set_timers(state: Database, quarter: Quarter, dice: random.Random) -> set[str]:
    """Timers at random moments, every fifth taken away again; the keys of those that must ring."""
    keys = [f"timer:{number}" for number in range(TIMERS)]
    with state.writing() as tx:
        for key in keys:
            due_at = quarter.start + 90 * DAY * dice.random()
            inbound = Inbound(key=key, platform="web", channel="growth", text="/target")
            timers.set_timer(tx, due_at, inbound, quarter.start)
        for key in keys[::5]:
            timers.cancel_timer(tx, key)
    return set(keys) - set(keys[::5])


def _judge(
    state: Database,
    numbers: dict[int, Asked],
    readings: Sequence[datetime],
    ringing: set[str],
    team: Sequence[Replica],
) -> Result:
    with state.reading() as tx:
        settled = {
            (row.subscription, row.slot): (row.outcome, row.due_at)
            for row in tx.execute(select(slots))
        }
        inbounds = [Inbound.model_validate(row) for row in tx.scalars(select(inbox.c.inbound))]
    questions = {inbound.key: inbound for inbound in inbounds}
    expected = {
        (number, slot): outcome
        for number, asked in numbers.items()
        for slot, outcome in outcomes(asked, readings).items()
    }
    keys = {f"slot:{n}:{slot}" for (n, slot), (how, _) in expected.items() if how != "skipped"}
    wrong = [
        f"{slot}: {settled.get(slot)}, not {expected.get(slot)}"
        for slot in sorted(settled.keys() | expected.keys())
        if settled.get(slot) != expected.get(slot)
    ]
    wrong += [f"question {key}" for key in sorted(questions.keys() ^ (keys | ringing))]
    wrong += [f"{len(inbounds)} questions under {len(questions)} keys"] * (
        len(inbounds) != len(questions)
    )
    wrong += list(_wrong_notes(numbers, expected, questions))
    return Result(
        looks=len(readings),
        starts=sum(one.starts for one in team),
        deaths=sum(one.deaths for one in team),
        settled=Counter(how for how, _ in settled.values()),
        questions=len(inbounds),
        rung=len(questions.keys() & ringing),
        notes=Counter(note.text for inbound in inbounds for note in inbound.opening),
        wrong=wrong,
    )


def _wrong_notes(
    numbers: dict[int, Asked],
    expected: dict[tuple[int, str], Settled],
    questions: dict[str, Inbound],
) -> Iterator[str]:
    """Posts whose opening does not tell of lateness, or of all that was skipped before it."""
    for number, asked in numbers.items():
        for since, until in asked.runs:
            skipped = 0
            for slot, due in asked.slots():
                if not since < due <= until or (number, slot) not in expected:
                    continue
                how, _ = expected[number, slot]
                skipped += how == "skipped"
                if how != "skipped":
                    found = questions.get(f"slot:{number}:{slot}")
                    if found and _told(found) != (how == "late", skipped):
                        yield f"{number} {slot} says {_told(found)}, not {how}, {skipped} skipped"
                    skipped = 0


def _told(inbound: Inbound) -> tuple[bool, int]:
    """Whether it says that it is late, and how many it says were skipped."""
    late, skipped = False, 0
    for note in inbound.opening:
        if "late" in note.text:
            late = True
        else:
            skipped = int(getattr(note.parts.get("n"), "number", 1))
    return late, skipped


def shown(name: str, result: Result) -> Iterator[str]:
    """The counts as lines."""
    settled = ", ".join(f"{count} {how}" for how, count in sorted(result.settled.items()))
    yield f"{name}: {sum(result.settled.values())} slots settled: {settled}"
    yield f"  {result.questions} questions in the inbox, {result.rung} of them timers"
    yield f"  {result.looks} looks, {result.starts} starts, {result.deaths} killed before a commit"
    yield from (f"  {count} × “{text}”" for text, count in result.notes.items())
    yield f"  not as expected: {len(result.wrong)}"
    yield from (f"    {line}" for line in result.wrong[:20])


def main(seed: int = 1) -> int:
    """Both quarters, on two replicas where PostgreSQL is here; the exit status."""
    server, status = cluster(), 0
    for name, quarter in (("autumn", AUTUMN), ("spring", SPRING)):
        with tempfile.TemporaryDirectory() as folder:
            place = server.new_database() if server else Path(folder)
            where = "2 replicas on PostgreSQL" if server else "1 replica on SQLite"
            result = simulate(quarter, place, 2 if server else 1, seed)
        sys.stdout.write("\n".join(shown(f"{name}, {where}", result)) + "\n")
        status |= bool(result.wrong)
    return status


if __name__ == "__main__":
    sys.exit(main(*(int(word) for word in sys.argv[1:2])))
