"""The Slack workspace as the engine sees it: where it posts, who is there, what it brings."""

import logging
from dataclasses import dataclass

from bot.app import App
from bot.charts import draw
from bot.engine import Engine, Platform
from bot.i18n import translator
from bot.platforms.slack.calls import Calls, web_client
from bot.platforms.slack.connect import Connection, Inside, connect
from bot.platforms.slack.directory import SlackDirectory
from bot.platforms.slack.poster import SlackPoster
from bot.platforms.slack.user_groups import UserGroups
from bot.slack_actions import SLACK, StoredActions
from bot.state import outbox
from bot.state.database import StateError
from bot.state.outbox import Draft
from commands.kit.message import Msg
from commands.kit.reply import Note, Reply

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Operators:
    """Whoever runs the bot: told in the log, and in Slack where the settings name a place."""

    app: App

    def warn(self, key: str, warning: Msg) -> None:
        """Tell it once under this key."""
        logger.warning("%s: %s", key, translator("en").message(warning))
        place = self.app.config.slack.operators
        if place is None:
            return
        note = Note(message=warning, tone="warning")
        draft = Draft(
            key=f"warning:{key}",
            platform=SLACK,
            channel=place,
            locale=self.app.config.language,
            reply=Reply(blocks=(note,), failed=True),
        )
        try:
            with self.app.state.writing() as tx:
                outbox.put(tx, draft, self.app.clock.now())
        except StateError as error:
            logger.error("the operator could not be told: %s", error)


@dataclass(frozen=True)
class Workspace:
    """The Slack workspace of the settings, which must have a bot token."""

    app: App
    platform: Platform

    def source(self, engine: Engine) -> Connection:
        """What brings the questions asked there to the engine, not yet started."""
        app = self.app
        inside = Inside(
            accept=engine.accept,
            actions=StoredActions(app, self.platform.directory, engine.wake),
            commands=app.commands_by_name,
            clock=app.clock,
            metrics=app.metrics,
            warn=Operators(app).warn,
            language=app.config.language,
        )
        return connect(app.config.slack, inside)


def open_workspace(app: App) -> Workspace:
    """The workspace of an open shop; nothing is connected yet."""
    settings = app.config.slack
    token = settings.bot_token.get_secret_value() if settings.bot_token else None
    client = web_client(token, settings.api)
    poster = SlackPoster(
        client,
        draw,
        app.clock,
        native_charts=settings.native_charts,
        told=app.metrics.count_call,
    )
    calls = Calls(client, app.metrics.count_call)
    groups = UserGroups(calls, settings, app.clock, Operators(app).warn)
    directory = SlackDirectory(calls, settings, groups, app.state, app.clock)
    app.team.meet(SLACK, directory.holders)
    return Workspace(app, Platform(poster, directory))
