"""Whether the bot does its work: what `/readyz` asks."""

from collections.abc import Mapping
from datetime import timedelta

from bot.app import App
from bot.health import Check
from bot.state import inbox, outbox

LONGEST_WAIT = timedelta(minutes=5)


def readiness(app: App) -> Mapping[str, Check]:
    """The checks by name; each gives None when all is well, else a sentence for the operator."""
    return {
        "store": lambda: _store(app),
        "questions": lambda: _questions(app),
        "messages": lambda: _messages(app),
    }


def _store(app: App) -> str | None:
    app.holds_data()
    return None


def _questions(app: App) -> str | None:
    with app.state.reading() as tx:
        oldest = inbox.oldest(tx)
    late = oldest is not None and app.clock.now() - oldest > LONGEST_WAIT
    return f"a question of {oldest:%F %T} UTC is not answered yet" if late else None


def _messages(app: App) -> str | None:
    with app.state.reading() as tx:
        oldest = outbox.backlog(tx).oldest
    late = oldest is not None and app.clock.now() - oldest > LONGEST_WAIT
    return f"a message of {oldest:%F %T} UTC is not posted yet" if late else None
