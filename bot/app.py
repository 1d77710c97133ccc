"""The one composition root: a shop's data folder opened, ready to answer and to load."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from analytics import marts
from analytics.catalog import catalogue
from analytics.festivals import holidays, long_holidays
from analytics.loading import LoadSummary, RefusedRow, load, read_mapping, refused_rows
from analytics.occasions import Occasion, merge, promo_occasions
from analytics.shop import Shop
from analytics.statement import Statement
from analytics.warehouse import DuckDBWarehouse, Limits
from bot import dispatch
from bot.auditing import asked
from bot.clock import Clock
from bot.config import Config
from bot.metrics import Metrics
from bot.permissions import Permissions
from bot.plan_people import Team
from bot.plan_places import Place
from bot.plans import StoredPlans, place_of
from bot.platforms.base import CommandHint, Request
from bot.schedules import StoredSchedules, calendar_of
from bot.state import audit
from bot.state.database import Database, open_state
from bot.state.people import StoredLanguages
from commands.kit.context import Ctx
from commands.kit.registry import Command, discover
from commands.kit.reply import Reply

_ANYTHING = "SELECT 1 FROM tidebell.coverage LIMIT 1"

EXPORTS = "exports"
"""The folder within the data folder for the files of plans."""

AT_ONCE = 4
"""Questions worked on at the same time; the others wait their turn."""


@dataclass(frozen=True)
class App:
    """An open shop, and the durable state of the bot that answers for it."""

    config: Config
    data: Path
    warehouse: DuckDBWarehouse
    state: Database
    clock: Clock
    languages: StoredLanguages
    permissions: Permissions
    team: Team
    metrics: Metrics
    commands_by_name: dict[str, Command[Any]]
    turns: threading.Semaphore

    def answer(self, request: Request) -> Reply:
        """Answer one line of chat; never raises."""
        with self.turns:
            return dispatch.answer(
                request, self.commands_by_name, self.context, self.metrics.count_question
            )

    def ask(self, request: Request) -> Reply:
        """Answer a question that no platform brought, and enter it in the audit log."""
        reply = self.answer(request)
        with self.state.writing() as tx:
            audit.append(tx, asked(request, reply, self.clock.now()))
        return reply

    def load(
        self,
        mapping: str,
        files: Sequence[Path],
        *,
        mode: Literal["append", "upsert", "replace"] = "append",
        dry_run: bool = False,
        progress: Callable[[str], None] = lambda _: None,
    ) -> LoadSummary:
        """Load files and bring the marts up to date in the same transaction."""
        zone = self.config.shop.zone
        return load(
            self.warehouse,
            read_mapping(mapping),
            files,
            mode=mode,
            dry_run=dry_run,
            zone=zone,
            currency=self.config.shop.currency,
            now=self.clock.now(),
            progress=progress,
            after=lambda writer, days: marts.refresh(writer, zone, days, progress),
        )

    def holds_data(self) -> bool:
        """Whether anything was ever loaded, so that there is something to ask."""
        return self.warehouse.fetch(Statement(_ANYTHING)).scalar() is not None

    def refused_rows(self, load_id: int | None, most: int) -> tuple[RefusedRow, ...]:
        """Rows that loads put into quarantine, the newest load's first; at most `most`."""
        return refused_rows(self.warehouse, load_id, most, self.config.shop.zone)

    def commands(self) -> list[CommandHint]:
        """Every command as completion shows it."""
        found = self.commands_by_name.values()
        return [CommandHint(f"/{c.name}", c.usage, c.summary) for c in found]

    def interrupt(self) -> None:
        """Break off every question and load at work; a load that is broken off changes nothing."""
        self.warehouse.interrupt()

    def close(self) -> None:
        """Release the data folder and the state."""
        self.warehouse.close()
        self.state.close()

    def context(self, request: Request) -> Ctx:
        """What a command is given besides its arguments."""
        now = self._now(request.as_of)
        shop = Shop(self.warehouse, catalogue(), self.config.shop.zone)
        return Ctx(
            shop=shop,
            now=now,
            currency=self.config.shop.currency,
            rules=self.config.rules,
            person=request.person.id,
            locale=request.locale,
            occasions=self._occasions(shop, now.date()),
            holidays=lambda: self._holidays(now.date()),
            languages=self.languages,
            commands=lambda: self.commands_by_name,
            schedules=self._schedules(request),
            plans=self._plans(request),
            channel=request.channel,
            rights=self.permissions.of(request.person),
        )

    def _schedules(self, request: Request) -> StoredSchedules:
        return StoredSchedules(
            database=self.state,
            calendar=calendar_of(self.config),
            commands=self.commands_by_name,
            rooms=self.config.channels,
            request=request,
            now=self.clock.now(),
        )

    def _plans(self, request: Request) -> StoredPlans:
        return StoredPlans(
            database=self.state,
            rules=self.config.rules,
            place=place_of(request, self.config),
            announced=self._announced(),
            exports=self.data / EXPORTS,
            request=request,
            now=self._now(None),
            currency=self.config.shop.currency,
            team=self.team,
        )

    def _announced(self) -> tuple[Place, ...]:
        config = self.config
        slack = config.announcements.slack if config.slack.bot_token else None
        return tuple(
            Place(platform, channel, self._language_of(channel))
            for platform, channel in (("web", config.announcement_room), ("slack", slack))
            if channel
        )

    def _language_of(self, channel: str) -> str:
        return self.languages.language_of_channel(channel) or self.config.language

    def _now(self, as_of: datetime | None) -> datetime:
        return (as_of or self.clock.now()).astimezone(ZoneInfo(self.config.shop.zone))

    def _occasions(self, shop: Shop, today: date) -> tuple[Occasion, ...]:
        """Promos and long breaks of the years spoken of, the shop's own rows over them."""
        first = today.year - 3
        if covered := shop.coverages.get("orders"):
            first = min(first, (covered.first_day or today).year - 1)
        years = (first, today.year + 1)
        chinese = self.config.shop.keeps_chinas_calendar
        built_in = (*promo_occasions(*years), *long_holidays(*years)) if chinese else ()
        return merge(built_in, shop.occasions())

    def _holidays(self, today: date) -> tuple[Occasion, ...]:
        chinese = self.config.shop.keeps_chinas_calendar
        return holidays(today.year - 1, today.year + 1) if chinese else ()


def open_app(
    config: Config,
    *,
    data: Path,
    clock: Clock,
    progress: Callable[[str], None] = lambda _: None,
) -> App:
    """Open the shop in `data`; StoreError or StateError says why it cannot be opened.

    `progress` is told what a store of an earlier version has rebuilt first, which may take
    minutes.
    """
    limits = Limits(**config.limits.model_dump())
    state = _open_state(config, data)
    try:
        warehouse = DuckDBWarehouse(data, limits)
        marts.ensure(warehouse, config.shop.zone, progress)
    except BaseException:
        state.close()
        raise
    languages = StoredLanguages(state)
    languages.take_over(data / "languages.json")
    return App(
        config=config,
        data=data,
        warehouse=warehouse,
        state=state,
        clock=clock,
        languages=languages,
        permissions=Permissions(config),
        team=Team(config),
        metrics=Metrics(),
        commands_by_name=discover(),
        turns=threading.Semaphore(AT_ONCE),
    )


def _open_state(config: Config, data: Path) -> Database:
    url = config.state.url
    return open_state(url.get_secret_value() if url else data)
