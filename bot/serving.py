"""What `tidebell serve` runs: the engine, and the platforms its settings name."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from analytics.errors import StoreError
from bot import readiness
from bot.app import App
from bot.delivery import AT_ONCE
from bot.engine import Engine, Platform, Source
from bot.health import Health
from bot.platforms.web import Conversations, Following, Journal, Members, WebPoster
from bot.state import inbox

if TYPE_CHECKING:
    from bot.platforms.slack.connect import Connection
    from bot.workspace import Workspace

SLACK = "slack"


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
    platforms = {"web": Platform(WebPoster(rooms), people, AT_ONCE)}
    workspace = _workspace(app)
    if workspace:
        platforms[SLACK] = workspace.platform
    engine = Engine(app, platforms)
    slack = workspace.source(engine) if workspace else None
    health = _health(app, engine, slack)
    return engine, [Following(rooms), *health, *([slack] if slack else [])]


def _workspace(app: App) -> "Workspace | None":
    if app.config.slack.bot_token is None:
        return None
    # Imported where there is one: a bot without Slack starts without its libraries.
    from bot.workspace import open_workspace

    return open_workspace(app)


def _health(app: App, engine: Engine, slack: "Connection | None") -> list[Source]:
    settings = app.config.health
    if not settings.port:
        return []
    heard = readiness.platform_is_heard(SLACK, lambda: slack.silence) if slack else None
    checks = {
        **({SLACK: heard} if heard else {}),
        "state": readiness.state_takes_writes(app.state),
        "store": lambda: _unreadable(app),
        "disk": readiness.disk_has_space(app.config.data),
        "questions": lambda: _unanswered(app),
        "messages": readiness.messages_move(app.state, app.clock),
        "schedule": engine.ticking.complaint,
    }
    return [Health(checks, app.metrics, settings.host, settings.port)]


def _unreadable(app: App) -> str | None:
    try:
        app.holds_data()
    except StoreError as error:
        return str(error)
    return None


def _unanswered(app: App) -> str | None:
    with app.state.reading() as tx:
        oldest = inbox.oldest(tx)
    late = oldest is not None and app.clock.now() - oldest > readiness.STUCK
    return f"a question of {oldest:%F %T} UTC is not answered yet" if late else None
