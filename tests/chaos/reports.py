"""The reports that fall due during a run, and an account of their slots apart from the bot's."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic, sleep
from zoneinfo import ZoneInfo

from tests.chaos.kept import read_numbers, read_slots
from tests.chaos.playing import taken
from tests.chaos.record import Question, Slot
from tests.chaos.stage import STARTS, Stage
from tests.doubles.slack import Delivery

ZONE = ZoneInfo("Asia/Shanghai")
FIRST, EVERY, COUNT = timedelta(minutes=7), timedelta(minutes=10), 14
ANSWERED_WITHIN = 60.0


@dataclass(frozen=True)
class Report:
    """One subscription: due every day at `at`, local time."""

    at: str
    asked: float
    delivery: Delivery


@dataclass(frozen=True)
class Reports:
    """All of a run, each due once in it if its clock gets that far."""

    each: tuple[Report, ...]
    person: str
    channel: str

    @classmethod
    def subscribe(cls, stage: Stage) -> "Reports":
        """Have somebody subscribe to them, while nothing goes wrong yet."""
        times = [(STARTS + FIRST + EVERY * n).astimezone(ZONE) for n in range(COUNT)]
        person, each = stage.people[0], []
        for due in times:
            line, asked = subscription(f"{due:%H:%M}"), monotonic()
            delivery = stage.slack.slash(person, stage.reports, "/tidebell", line)
            each.append(Report(f"{due:%H:%M}", asked, delivery))
        until = monotonic() + ANSWERED_WITHIN
        while len(read_numbers(stage.state)) < COUNT and monotonic() < until:
            sleep(0.1)
        return cls(tuple(each), person, stage.reports)

    def questions(self, stage: Stage) -> tuple[Question, ...]:
        """The subscribing itself, as questions like any other."""
        told = taken(stage.slack.deliveries)
        return tuple(
            Question(
                name=one.delivery.payload["trigger_id"],
                line=subscription(one.at),
                person=self.person,
                channel=self.channel,
                holds=(one.at,),
                asked=one.asked,
                accepted=told.get(one.delivery.payload["trigger_id"]),
            )
            for one in self.each
        )

    def slots(self, stage: Stage, now: datetime) -> tuple[Slot, ...]:
        """Every slot due by `now`, with what the bot wrote down about it.

        Those after it too that the bot settled: its own clock may have been ahead for a while.
        """
        numbers, outcomes = read_numbers(stage.state), read_slots(stage.state)
        day = STARTS.astimezone(ZONE).date()
        found = []
        for one in self.each:
            number, slot = numbers.get(one.at, 0), f"{day}T{one.at}"
            due = datetime.fromisoformat(slot).replace(tzinfo=ZONE)
            outcome = outcomes.get((number, slot))
            if due <= now or outcome is not None:
                found.append(Slot(f"slot:{number}:{slot}", one.at, outcome))
        return tuple(found)


def subscription(at: str) -> str:
    """What is typed to get yesterday's sales every day at a time."""
    return f'subscribe "/gmv yesterday" daily {at}'
