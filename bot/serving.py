"""What `tidebell serve` runs: the engine, and the platforms its settings name."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.app import App
from bot.delivery import AT_ONCE
from bot.engine import Engine, Platform, Source
from bot.health import Health
from bot.platforms.web import Conversations, Following, Journal, Members, WebPoster
from bot.readiness import readiness


def open_rooms(app: App) -> Conversations:
    """The rooms of the browser chat, as they were left."""
    return Conversations(
        app.config.channels,
        clock=app.clock,
        zone=ZoneInfo(app.config.shop.zone),
        journal=Journal(app.state),
    )


def put_together(app: App, rooms: Conversations) -> tuple[Engine, Sequence[Source]]:
    """The engine, not yet started, and what is to be started with it."""
    people = Members(member.person() for member in app.config.people)
    engine = Engine(app, {"web": Platform(WebPoster(rooms), people, AT_ONCE)})
    return engine, [Following(rooms), *_health(app, engine)]


def _health(app: App, engine: Engine) -> list[Source]:
    settings = app.config.health
    if not settings.port:
        return []
    checks = {**readiness(app), "schedule": engine.ticking.complaint}
    return [Health(checks, app.metrics, settings.host, settings.port)]
