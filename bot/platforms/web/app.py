"""The browser chat as a Starlette application: routes, and nothing a route does not need."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.fonts import font_file
from bot.i18n import Translator
from bot.platforms.base import Accept, CommandHint, Person
from bot.platforms.web.asking import say
from bot.platforms.web.composer import LONGEST, TOO_LONG
from bot.platforms.web.conversations import Conversations, UnknownThread
from bot.platforms.web.guards import BODY_BYTES, TOO_LARGE, Guard
from bot.platforms.web.live import changes
from bot.platforms.web.message import Message
from bot.platforms.web.page import Chat, messages_html, page
from bot.platforms.web.pictures import Pictures, wanted
from bot.platforms.web.reader import LANGUAGES, Reader, reader_of, speaker_of
from bot.platforms.web.refusals import refusal, wants_page
from bot.state.errors import StateError
from commands.kit.context import Languages
from commands.kit.message import Msg, msg
from commands.kit.reply import Chart

logger = logging.getLogger(__name__)

STATIC = Path(__file__).parent / "static"
PERSON = "tidebell_person"
WEIGHTS = {"regular": False, "bold": True}
A_YEAR = 365 * 24 * 3600

NOT_FOUND = msg("There is nothing at this address.")
NO_CHANNEL = msg("There is no channel of that name here.")
NO_PERSON = msg("There is nobody of that name here to speak as.")
NO_LANGUAGE = msg("That language is not spoken here.")
NO_THREAD = msg("The message this thread hangs from is no longer here.")
NOTHING_SAID = msg("There is nothing in that message.")
NOT_KEPT = msg("That could not be kept, so it is not said; try again in a moment.")
BROKE = msg("Something broke here; it is in the server's log.")


class Refused(Exception):
    """A request that is answered by a sentence and an HTTP status."""

    def __init__(self, sentence: Msg, status: int) -> None:
        super().__init__(sentence.text)
        self.sentence, self.status = sentence, status


def create_app(
    *,
    accept: Accept,
    commands: Sequence[CommandHint],
    people: Sequence[Person],
    languages: Languages,
    channels: Sequence[str] = ("growth", "standup", "incidents"),
    locale: str = "zh-CN",
    token: str | None = None,
    draw: Callable[[Chart, Translator], bytes],
    store: Conversations | None = None,
    suggest: Mapping[str, Sequence[str]] | None = None,
    holds_data: Callable[[], bool] = lambda: True,
) -> Starlette:
    """The chat as an ASGI application. `accept` takes the questions put to the bot.

    `languages` knows which language a person chose, here or by a command; who has not chosen
    reads their own (`Person.locale`), else `locale`.

    `store` holds what is said (a new one for `channels` if None; its own channels count) and
    is where other parts of the bot post. `suggest`: command lines an empty first channel
    offers, by language; while `holds_data` says no, it tells how to load instead. Without
    `token` only loopback names and peers are served, wherever it is bound.
    """
    store = store or Conversations(channels)
    handlers = _Handlers(
        chat=Chat(store, tuple(commands), tuple(people), dict(suggest or {})),
        accept=accept,
        languages=languages,
        locale=locale,
        pictures=Pictures(draw),
        holds_data=holds_data,
    )
    app = Starlette(
        routes=handlers.routes(),
        middleware=[
            Middleware(Guard, token=token, locale=locale),
            Middleware(RequestBodyLimitMiddleware, max_body_size=BODY_BYTES),
        ],
        exception_handlers={
            Refused: handlers.refused,
            HTTPException: handlers.failed,
            StateError: handlers.not_kept,
            Exception: handlers.broke,
        },
    )
    app.state.conversations = store
    return app


@dataclass(frozen=True)
class _Handlers:
    chat: Chat
    accept: Accept
    languages: Languages
    locale: str
    pictures: Pictures
    holds_data: Callable[[], bool]

    def routes(self) -> list[Route | Mount]:
        return [
            Route("/", self.home),
            Route("/c/{channel}", self.channel),
            Route("/c/{channel}/t/{root:int}", self.channel),
            Route("/c/{channel}/before/{before:int}", self.earlier),
            Route("/c/{channel}/say", self.say, methods=["POST"]),
            Route("/reader", self.choose, methods=["POST"]),
            Route("/events", self.events),
            Route("/charts/{name}.png", self.chart),
            Route("/fonts/{weight}.otf", self.font),
            Mount("/static", StaticFiles(directory=STATIC)),
        ]

    async def home(self, request: Request) -> Response:
        return RedirectResponse(f"/c/{self.chat.store.channels[0]}", 303)

    async def channel(self, request: Request) -> Response:
        reader, channel = self._reader(request), self._channel(request)
        root = self._root(request, channel, reader)
        # Asked only where it decides what is shown: a busy store keeps no page waiting.
        spoken = self.chat.store.latest(channel, person=reader.person.id) > 0
        holds_data = spoken or await run_in_threadpool(self.holds_data)
        whole = page(self.chat, reader, channel, root, holds_data=holds_data)
        return _fresh(HTMLResponse(whole))

    async def earlier(self, request: Request) -> Response:
        reader, channel = self._reader(request), self._channel(request)
        before = request.path_params["before"]
        return _fresh(HTMLResponse(messages_html(self.chat, reader, channel, before)))

    async def say(self, request: Request) -> Response:
        fields = await _fields(request)
        reader, channel = self._speaker(request, fields), self._channel(request)
        text, thread = fields.get("text", "").strip(), fields.get("thread") or None
        if not text:
            raise Refused(NOTHING_SAID, 400)
        if len(text) > LONGEST:
            raise Refused(TOO_LONG, 413)
        try:
            await run_in_threadpool(
                say, self.chat.store, self.accept, reader, channel, text, thread
            )
        except UnknownThread:
            raise Refused(NO_THREAD, 404) from None
        if wants_page(request):
            return RedirectResponse(_back(request), 303)
        return Response(status_code=204)

    async def choose(self, request: Request) -> Response:
        fields = await _fields(request)
        reader = self._speaker(request, fields)
        response = RedirectResponse(_back(request), 303)
        if "person" in fields:
            if fields["person"] not in {person.id for person in self.chat.people}:
                raise Refused(NO_PERSON, 404)
            _remember(response, PERSON, fields["person"])
        if "locale" in fields:
            if fields["locale"] not in LANGUAGES:
                raise Refused(NO_LANGUAGE, 404)
            await run_in_threadpool(self.languages.set_language, reader.person.id, fields["locale"])
            self.chat.store.wake()  # the person's other pages follow
        return response

    async def events(self, request: Request) -> Response:
        query = request.query_params
        reader = self._reader(request, query.get("as"))
        locale = query.get("locale", reader.locale)  # that of the page as it stands
        seen = request.headers.get("last-event-id") or query.get("after", "")

        def is_current() -> bool:
            return self._reader(request, query.get("as")).locale == locale

        stream = changes(self.chat.store, seen, reader, is_current)
        headers = {"x-accel-buffering": "no"}
        return _fresh(StreamingResponse(stream, headers=headers, media_type="text/event-stream"))

    async def chart(self, request: Request) -> Response:
        name = request.path_params["name"]
        asked = wanted(name, self.chat.store)
        if asked is None:
            raise Refused(NOT_FOUND, 404)
        png = await run_in_threadpool(self.pictures.png, name, asked)
        kept = {"cache-control": "private, max-age=31536000, immutable"}
        return Response(png, headers=kept, media_type="image/png")

    async def font(self, request: Request) -> Response:
        weight = request.path_params["weight"]
        if weight not in WEIGHTS:
            raise Refused(NOT_FOUND, 404)
        try:
            file = font_file(WEIGHTS[weight])
        except FileNotFoundError:
            raise Refused(NOT_FOUND, 404) from None
        return FileResponse(file, headers={"cache-control": f"public, max-age={A_YEAR}, immutable"})

    async def refused(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, Refused)
        return refusal(request, self._reader(request), error.sentence, error.status)

    async def failed(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        sentence = TOO_LARGE if error.status_code == 413 else NOT_FOUND
        return refusal(request, self._reader(request), sentence, error.status_code)

    async def not_kept(self, request: Request, error: Exception) -> Response:
        logger.error("something said in the browser was not kept: %s", error)
        return refusal(request, self._reader(request), NOT_KEPT, 503)

    async def broke(self, request: Request, error: Exception) -> Response:
        # Starlette logs the traceback after this; the person gets a sentence.
        return refusal(request, self._reader(request), BROKE, 500)

    def _reader(self, request: Request, person: str | None = None) -> Reader:
        speaker = speaker_of(person or request.cookies.get(PERSON), self.chat.people)
        return reader_of(speaker, self.languages.language_of(speaker.id), self.locale)

    def _speaker(self, request: Request, fields: dict[str, str]) -> Reader:
        speaker = fields.get("as")
        if speaker and speaker not in {person.id for person in self.chat.people}:
            raise Refused(NO_PERSON, 404)
        return self._reader(request, speaker)

    def _channel(self, request: Request) -> str:
        channel: str = request.path_params["channel"]
        if channel not in self.chat.store.channels:
            raise Refused(NO_CHANNEL, 404)
        return channel

    def _root(self, request: Request, channel: str, reader: Reader) -> Message | None:
        number = request.path_params.get("root")
        if number is None:
            return None
        root = self.chat.store.get(number)
        here = root is not None and root.channel == channel and root.root is None
        if root is None or not here or not root.visible_to(reader.person.id):
            raise Refused(NO_THREAD, 404)
        return root


async def _fields(request: Request) -> dict[str, str]:
    try:
        body = (await request.body()).decode("utf-8", "replace")
    except ClientDisconnect:  # gone before all was said
        raise Refused(NOTHING_SAID, 400) from None
    # Two fields more than any form here has; a body of a million fields is not even split.
    try:
        return {name: values[-1] for name, values in parse_qs(body, max_num_fields=8).items()}
    except ValueError:
        raise Refused(TOO_LARGE, 400) from None


def _back(request: Request) -> str:
    """The page the form was on, if it was one of ours; a foreign address is not followed."""
    path = request.headers.get("referer", "").partition(request.headers.get("host", "\0"))[2]
    return path if path.startswith("/c/") else "/"


def _fresh(response: Response) -> Response:
    response.headers["cache-control"] = "no-store"
    return response


def _remember(response: Response, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=A_YEAR, httponly=True, samesite="lax")
