"""What commands know of reports on a schedule: who keeps them, and what they look like."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Protocol

from commands.kit.report_days import ReportDays

if TYPE_CHECKING:
    from commands.kit.context import Ctx


@dataclass(frozen=True)
class Wish:
    """A command line to be asked on certain days at a time, in one channel.

    `channel`: the platform's own id. `zone` and `locale`: None for the channel's, else the shop's.
    """

    line: str
    days: ReportDays
    time: time
    channel: str
    zone: str | None = None
    locale: str | None = None


@dataclass(frozen=True)
class Coming:
    """The next time of a report, in its own zone.

    `make_up`: a weekend day on which people work; `announced`: False where the year's days off
    are not known yet, so that Monday to Friday count as workdays.
    """

    at: datetime
    make_up: bool = False
    announced: bool = True


@dataclass(frozen=True)
class Subscription:
    """A report as it is kept, under its number.

    `channel` is its name for people (`#standup`), `direct` that one person alone reads it there.
    `zone` is the one in force. `coming` is None where there is no next time.
    """

    number: int
    wish: Wish
    channel: str
    zone: str
    direct: bool
    coming: Coming | None


class Schedules(Protocol):
    """Keeps reports for whoever asks, where they ask."""

    def understand(self, line: str, ctx: Ctx) -> str:
        """The command line as it will be asked.

        Raises what asking it now would raise, and UserError where it would change something.
        """

    def find_channel(self, word: str | None) -> str:
        """The id of the channel a word names (`#standup`); None is the one it is asked in.

        UserError or UnknownName where nothing can be posted there.
        """

    def is_direct(self, channel: str) -> bool:
        """Whether the asker alone reads what is posted there."""

    def add(self, wish: Wish) -> tuple[Subscription, bool]:
        """Keep a report; False where the very same one was running already."""

    def find(self, number: int) -> Subscription | None:
        """A report that runs or has ended; None where the asker may see none of that number."""

    def end(self, number: int) -> None:
        """End a report for good; nothing happens where it has ended already."""

    def zone_of_channel(self, channel: str) -> str | None:
        """The time zone chosen for a channel's reports; None where the shop's holds."""

    def set_channel_zone(self, channel: str, zone: str) -> None:
        """From now on a channel's reports that name no zone of their own come by this one."""

    def all(self) -> tuple[Subscription, ...]:
        """The reports that run and that the asker may see, the next one first."""
