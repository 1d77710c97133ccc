"""Asking and loading, by whichever process owns the data folder.

`open_desk` holds the folder and opens it here, or talks to the server that holds it already;
whoever asks does not notice the difference.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Protocol

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from analytics.loading import LoadSummary
from bot.app import App, open_app
from bot.clock import Clock, FixedClock, SystemClock
from bot.config import Config
from bot.failures import Failure, explaining
from bot.owner import Claim, Connection, Handle, Progress, claim_or_connect
from bot.platforms.base import Request
from commands.kit.reply import Reply

Mode = Literal["append", "upsert", "replace"]

_summaries: TypeAdapter[LoadSummary] = TypeAdapter(LoadSummary)


class _Order(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class AskOrder(_Order):
    """One question. `now`: answer as at this instant; None is the present."""

    do: Literal["ask"] = "ask"
    request: Request
    now: datetime | None = None


class LoadOrder(_Order):
    """Files to load; paths are absolute, the owner reads them itself."""

    do: Literal["load"] = "load"
    mapping: str
    files: tuple[Path, ...]
    mode: Mode = "append"
    dry_run: bool = False


class Desk(Protocol):
    """Takes questions and files for one data folder."""

    def ask(self, order: AskOrder) -> Reply:
        """The answer; what goes wrong in answering is an answer too."""

    def load(self, order: LoadOrder, progress: Progress) -> LoadSummary:
        """Load files; the refusals of `analytics.loading`, or Refused by the owner."""


@dataclass(frozen=True)
class OwnDesk:
    """Answers in this process, which holds the folder."""

    app: App

    def ask(self, order: AskOrder) -> Reply:
        """The answer of the app, on another clock when the order names an instant."""
        app = self.app if order.now is None else self.app.at(FixedClock(order.now))
        return app.answer(order.request)

    def load(self, order: LoadOrder, progress: Progress) -> LoadSummary:
        """Load the files into the folder."""
        return self.app.load(
            order.mapping, order.files, mode=order.mode, dry_run=order.dry_run, progress=progress
        )


@dataclass(frozen=True)
class OwnersDesk:
    """Asks the process that holds the folder."""

    connection: Connection

    def ask(self, order: AskOrder) -> Reply:
        """The owner's answer."""
        result = self.connection.call(order.model_dump(mode="json"), lambda _: None)
        return Reply.model_validate(result["reply"])

    def load(self, order: LoadOrder, progress: Progress) -> LoadSummary:
        """Have the owner load the files; its progress is passed on."""
        result = self.connection.call(order.model_dump(mode="json"), progress)
        return _summaries.validate_python(result["summary"])


@contextmanager
def open_desk(config: Config, doing: str, clock: Clock | None = None) -> Iterator[Desk]:
    """A desk for `config.data`, held here or by its owner, until the block ends.

    `doing` is the word others are told while this process holds the folder. Raises Held when
    another process holds it and takes no requests.
    """
    found = claim_or_connect(config.data, doing)
    if isinstance(found, Connection):
        yield OwnersDesk(found)
        return
    with found, _opened(config, clock or SystemClock()) as app:
        yield OwnDesk(app)


@contextmanager
def owned(config: Config, doing: str, clock: Clock | None = None) -> Iterator[tuple[Claim, App]]:
    """Hold the folder and open it, or Failure where another process is its owner already."""
    found = claim_or_connect(config.data, doing)
    if isinstance(found, Connection):
        raise Failure(f"a server runs on the data folder {config.data} already", 1)
    with found, _opened(config, clock or SystemClock()) as app:
        yield found, app


@contextmanager
def _opened(config: Config, clock: Clock) -> Iterator[App]:
    app = open_app(config, data=config.data, clock=clock)
    try:
        yield app
    finally:
        app.close()


def answering(app: App) -> Handle:
    """What an owner does with a local request: what may be expected to fail is an answer too.

    A bug passes: it ends that request's thread with a traceback in the server's log, and the
    caller is told to look there.
    """
    desk = OwnDesk(app)

    def handle(request: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
        try:
            with explaining():
                return _carry_out(desk, request, progress)
        except Failure as failure:
            return {"refused": failure.sentence, "exit": failure.exit_code}

    return handle


def _carry_out(desk: Desk, request: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    try:
        match request.get("do"):
            case "ask":
                order: AskOrder | LoadOrder = AskOrder.model_validate(request)
            case "load":
                order = LoadOrder.model_validate(request)
            case other:
                raise Failure(f"there is no request {str(other)[:60]!r}", 1)
    except ValidationError as error:
        raise Failure(f"that is no request: {error.errors()[0]['msg']}", 1) from error
    if isinstance(order, AskOrder):
        return {"reply": desk.ask(order).model_dump(mode="json")}
    return {"summary": _summaries.dump_python(desk.load(order, progress), mode="json")}


def absolute(files: Sequence[str]) -> tuple[Path, ...]:
    """The files as the owner finds them too, globs included, from whichever folder it runs in."""
    return tuple(Path(file).absolute() for file in files)
