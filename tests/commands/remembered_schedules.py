"""Reports on a schedule kept for the length of a test."""

from dataclasses import dataclass, field, replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from analytics.errors import UnknownName
from bot.schedules import understood
from commands.kit.context import Ctx
from commands.kit.registry import discover
from commands.kit.report_days import ReportDays
from commands.kit.schedules import Coming, Subscription, Wish

ROOMS = ("growth", "standup", "me")
NEXT = Coming(datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai")))
STANDUP = Wish("/gmv yesterday", ReportDays("workdays"), time(9), "growth")


@dataclass
class RememberedSchedules:
    """Keeps reports by number; the one of the demo is there. `me` is a conversation of two."""

    kept: dict[int, Subscription] = field(default_factory=lambda: {1: shown(1, STANDUP)})
    coming: Coming = NEXT
    zones: dict[str, str] = field(default_factory=dict)

    def understand(self, line: str, ctx: Ctx) -> str:
        """The line, read as if it were asked."""
        return understood(line, ctx, discover())

    def find_channel(self, word: str | None) -> str:
        """A room; `growth` is where it is asked."""
        name = (word or "growth").removeprefix("#")
        if name not in ROOMS:
            raise UnknownName("channel", name, (), ROOMS)
        return name

    def is_direct(self, channel: str) -> bool:
        """Whether one person alone reads it."""
        return channel == "me"

    def add(self, wish: Wish) -> tuple[Subscription, bool]:
        """Keep a report; False where it runs already."""
        same = [one for one in self.kept.values() if one.wish == wish]
        found = same[0] if same else shown(len(self.kept) + 1, wish)
        new = not same or found.coming is None
        self.kept[found.number] = replace(found, coming=self.coming)
        return self.kept[found.number], new

    def find(self, number: int) -> Subscription | None:
        """The report of that number."""
        return self.kept.get(number)

    def end(self, number: int) -> None:
        """End it."""
        self.kept[number] = replace(self.kept[number], coming=None)

    def zone_of_channel(self, channel: str) -> str | None:
        """What was chosen."""
        return self.zones.get(channel)

    def set_channel_zone(self, channel: str, zone: str) -> None:
        """Choose."""
        self.zones[channel] = zone

    def all(self) -> tuple[Subscription, ...]:
        """Those that run."""
        return tuple(one for one in self.kept.values() if one.coming)


def shown(number: int, wish: Wish) -> Subscription:
    """A report as commands see it."""
    return Subscription(
        number, wish, f"#{wish.channel}", wish.zone or "Asia/Shanghai", wish.channel == "me", NEXT
    )
