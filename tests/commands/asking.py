"""Ask a command of a shop in a test, without a bot around it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from analytics.occasions import holidays, merge, promo_occasions
from analytics.shop import Shop
from bot import dispatch
from bot.i18n import translator
from bot.permissions import Permissions
from bot.platforms.base import Person, Request
from bot.platforms.console.render import render
from bot.settings import Config
from commands.kit.context import Ctx
from commands.kit.registry import discover
from commands.kit.reply import Block, Figure, Figures, Note, Reply, Table, Text
from commands.kit.rules import Rules
from commands.kit.values import Money, Value
from tests.commands.remembered_plans import RememberedPlans
from tests.commands.remembered_schedules import RememberedSchedules

PERMISSIONS = Permissions(Config())
OCCASIONS = merge(promo_occasions(2024, 2027), ())


@dataclass
class RememberedLanguages:
    """Languages kept for the length of a test."""

    chosen: dict[str, str] = field(default_factory=dict)
    chosen_for_channels: dict[str, str] = field(default_factory=dict)

    def language_of(self, person: str) -> str | None:
        """What was chosen."""
        return self.chosen.get(person)

    def set_language(self, person: str, locale: str) -> None:
        """Choose."""
        self.chosen[person] = locale

    def language_of_channel(self, channel: str) -> str | None:
        """What was chosen for a channel."""
        return self.chosen_for_channels.get(channel)

    def set_channel_language(self, channel: str, locale: str) -> None:
        """Choose for a channel."""
        self.chosen_for_channels[channel] = locale


@dataclass
class Asker:
    """Asks one shop at one moment."""

    shop: Shop
    now: datetime
    languages: RememberedLanguages = field(default_factory=RememberedLanguages)
    roles: tuple[str, ...] = ("growth lead",)
    schedules: RememberedSchedules = field(default_factory=RememberedSchedules)
    plans: RememberedPlans = field(default_factory=RememberedPlans)
    person: Person | None = None

    def ask(self, line: str, locale: str = "en") -> Reply:
        """The reply to a line of chat."""
        person = self.person or Person("ann", "Ann", self.roles)
        request = Request(line, person, "growth", locale)
        return dispatch.answer(request, discover(), self.context)

    def say(self, line: str, locale: str = "en", *, more: bool = False) -> str:
        """The reply as the terminal shows it."""
        return render(self.ask(line, locale), translator(locale), more=more)

    def context(self, request: Request) -> Ctx:
        """What a command is given beside its arguments."""
        now = self.now.astimezone(self.shop.zone)
        return Ctx(
            shop=self.shop,
            now=now,
            currency="CNY",
            rules=Rules(),
            person=request.person.id,
            locale=request.locale,
            occasions=OCCASIONS,
            holidays=lambda: holidays(2025, 2027),
            languages=self.languages,
            commands=discover,
            schedules=self.schedules,
            plans=self.plans.asked_by(request.person, now),
            channel=request.channel,
            rights=PERMISSIONS.of(request.person),
        )


def blocks(reply: Reply) -> Iterator[Block]:
    """Every block, the folded ones too."""
    yield from reply.blocks
    yield from reply.more


def figures(reply: Reply) -> dict[str, Figure]:
    """The headline numbers by metric."""
    found = (block for block in blocks(reply) if isinstance(block, Figures))
    return {item.metric: item for block in found for item in block.items}


def table(reply: Reply, name: str) -> Table:
    """The table of that name."""
    return next(b for b in blocks(reply) if isinstance(b, Table) and b.name == name)


def column(found: Table, name: str) -> list[object]:
    """A table's column, values as plain numbers or text."""
    place = [each.name for each in found.columns].index(name)
    return [_plain(row[place]) for row in found.rows]


def said(reply: Reply) -> str:
    """Every sentence of the reply in English, a line each."""
    speaker = translator("en")
    spoken = [b.message for b in blocks(reply) if isinstance(b, Text | Note)]
    return "\n".join(speaker.message(message) for message in spoken)


def amount(value: Value | None) -> Decimal:
    """The money in a value."""
    assert isinstance(value, Money)
    return value.amount


def _plain(cell: object) -> object:
    for field_name in ("amount", "ratio", "number", "text"):
        if hasattr(cell, field_name):
            return getattr(cell, field_name)
    return cell
