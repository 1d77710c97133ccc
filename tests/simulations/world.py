"""A quarter's clock: when it is read, and what it shows while it is wrong or nobody is there."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


def utc(text: str) -> datetime:
    """An instant written in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@dataclass(frozen=True)
class Span:
    """From one true instant to another, `shift` being what the clock shows too much there."""

    start: datetime
    end: datetime
    shift: timedelta = timedelta(0)

    def __contains__(self, true: datetime) -> bool:
        return self.start <= true < self.end


@dataclass(frozen=True)
class Quarter:
    """Ninety-one days with what goes wrong in them. `away`: no replica runs."""

    start: datetime
    away: tuple[Span, ...]
    wrong: tuple[Span, ...]

    @property
    def end(self) -> datetime:
        """Its last instant."""
        return self.start + timedelta(days=91)

    def shown(self, true: datetime) -> datetime:
        """What the clock shows at a true instant."""
        return true + sum((span.shift for span in self.wrong if true in span), timedelta(0))

    def looks(self, due: Iterable[datetime], dice: random.Random, every: int = 1) -> list[datetime]:
        """True instants at which somebody looks: around each slot, and once in so many hours."""
        spread = every * 3600
        moments = {
            self.start + HOUR * n + SECOND * dice.randrange(spread)
            for n in range(0, 91 * 24, every)
        }
        for at in due:
            moments |= {at - 5 * SECOND, at + SECOND * dice.randrange(3, 100)}
        for span in (*self.away, *self.wrong):
            moments |= {span.start - 7 * SECOND, span.start + 7 * SECOND, span.end + 7 * SECOND}
        return sorted(
            moment
            for moment in moments
            if self.start < moment < self.end and not any(moment in span for span in self.away)
        )


AUTUMN = Quarter(
    start=utc("2026-09-14T00:00"),
    away=(
        Span(utc("2026-10-20T00:10"), utc("2026-10-20T03:10")),
        Span(utc("2026-11-09T23:00"), utc("2026-11-10T08:00")),
    ),
    wrong=(
        Span(utc("2026-11-17T01:20"), utc("2026-11-17T04:20"), -2 * HOUR),
        Span(utc("2026-12-01T04:00"), utc("2026-12-01T04:20"), 26 * HOUR),
    ),
)
"""National Day with its make-up days; summer time ends in the north, begins in the south."""

SPRING = Quarter(
    start=utc("2026-02-09T00:00"),
    away=(
        Span(utc("2026-03-28T23:30"), utc("2026-03-29T02:30")),
        Span(utc("2026-04-13T22:00"), utc("2026-04-14T07:00")),
        Span(utc("2026-04-24T10:00"), utc("2026-04-27T10:00")),
    ),
    wrong=(
        Span(utc("2026-03-08T07:20"), utc("2026-03-08T10:20"), -2 * HOUR),
        Span(utc("2026-04-04T16:10"), utc("2026-04-04T20:10"), -3 * HOUR),
    ),
)
"""Spring Festival with its make-up days; summer time begins in the north, ends in the south.
One outage lies over London's change, one lasts three days; the clock is set back within New
York's change and within Sydney's."""
