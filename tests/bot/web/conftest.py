"""A canned bot behind the real page, on a real server."""

from collections.abc import Iterator

import httpx
import pytest
from starlette.applications import Starlette

from bot.platforms.web import Conversations, create_app
from tests.bot.web.answering import Answering
from tests.bot.web.canned import COMMANDS, PEOPLE, SUGGEST, CannedBot, Chosen, Drawing, Ticking
from tests.bot.web.server import serving


@pytest.fixture
def languages() -> Chosen:
    return Chosen()


@pytest.fixture
def canned(languages: Chosen) -> Iterator[CannedBot]:
    bot = CannedBot(languages)
    yield bot
    bot.released.set()


@pytest.fixture
def drawing() -> Drawing:
    return Drawing()


@pytest.fixture
def store() -> Conversations:
    return Conversations(("growth", "standup", "incidents"), clock=Ticking())


@pytest.fixture
def answering(store: Conversations, canned: CannedBot) -> Iterator[Answering]:
    bot = Answering(store, canned)
    yield bot
    canned.released.set()
    bot.close()


@pytest.fixture
def app(
    answering: Answering, canned: CannedBot, drawing: Drawing, store: Conversations
) -> Starlette:
    return create_app(
        accept=answering, commands=COMMANDS, people=PEOPLE, draw=drawing, store=store,
        suggest=SUGGEST, locale="en", languages=canned.languages,
    )  # fmt: skip


@pytest.fixture
def address(app: Starlette, store: Conversations) -> Iterator[str]:
    with serving(app, store) as url:
        yield url


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    """A browser's headers without a browser: its posts say which page they come from."""
    with httpx.Client(base_url=address, headers={"origin": address}, timeout=60) as client:
        yield client
