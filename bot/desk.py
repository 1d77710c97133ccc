"""Asking and loading, by whichever process owns the data folder.

`open_desk` holds the folder and opens it here, or talks to the server that holds it already;
whoever asks does not notice the difference.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Protocol, assert_never

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from analytics.loading import LoadSummary, RefusedRow
from bot.app import App, open_app
from bot.clock import Clock, SystemClock
from bot.config import Config
from bot.failures import Failure, explaining
from bot.owner import Claim, Connection, Handle, Progress, claim_or_connect
from bot.platforms.base import Request
from commands.kit.reply import Reply

Mode = Literal["append", "upsert", "replace"]

_summaries: TypeAdapter[LoadSummary] = TypeAdapter(LoadSummary)
_rows: TypeAdapter[tuple[RefusedRow, ...]] = TypeAdapter(tuple[RefusedRow, ...])

Opening = Callable[[], AbstractContextManager[Progress]]
"""Tells what opening a folder takes, while it takes it: entered before, left once it is open."""


def silently() -> AbstractContextManager[Progress]:
    """An `Opening` that tells nobody."""
    return nullcontext(lambda _: None)


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


class QuarantineOrder(_Order):
    """Refused rows to show: those of one load, or of all when it is None."""

    do: Literal["quarantine"] = "quarantine"
    load_id: int | None = None
    most: int = Field(default=50, ge=1, le=10_000)


Order = AskOrder | LoadOrder | QuarantineOrder


class Desk(Protocol):
    """Takes questions and files for one data folder."""

    def ask(self, order: AskOrder) -> Reply:
        """The answer; what goes wrong in answering is an answer too."""

    def load(self, order: LoadOrder, progress: Progress) -> LoadSummary:
        """Load files; the refusals of `analytics.loading`, or Refused by the owner."""

    def refused_rows(self, order: QuarantineOrder) -> tuple[RefusedRow, ...]:
        """Rows in quarantine, the newest load's first."""


@dataclass(frozen=True)
class OwnDesk:
    """Answers in this process, which holds the folder."""

    app: App

    def ask(self, order: AskOrder) -> Reply:
        """The answer of the app, as at another instant when the order names one."""
        request = replace(order.request, as_of=order.now) if order.now else order.request
        return self.app.ask(request)

    def load(self, order: LoadOrder, progress: Progress) -> LoadSummary:
        """Load the files into the folder."""
        return self.app.load(
            order.mapping, order.files, mode=order.mode, dry_run=order.dry_run, progress=progress
        )

    def refused_rows(self, order: QuarantineOrder) -> tuple[RefusedRow, ...]:
        """The rows in this folder's quarantine."""
        return self.app.refused_rows(order.load_id, order.most)


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

    def refused_rows(self, order: QuarantineOrder) -> tuple[RefusedRow, ...]:
        """The rows as the owner finds them."""
        result = self.connection.call(order.model_dump(mode="json"), lambda _: None)
        return _rows.validate_python(result["rows"])


@contextmanager
def open_desk(
    config: Config, doing: str, clock: Clock | None = None, opening: Opening = silently
) -> Iterator[Desk]:
    """A desk for `config.data`, held here or by its owner, until the block ends.

    `doing` is the word others are told while this process holds the folder. Raises Held when
    another process holds it and takes no requests.
    """
    found = claim_or_connect(config.data, doing)
    if isinstance(found, Connection):
        yield OwnersDesk(found)
        return
    with found, _opened(config, clock or SystemClock(), opening) as app:
        yield OwnDesk(app)


@contextmanager
def owned(
    config: Config, doing: str, clock: Clock | None = None, opening: Opening = silently
) -> Iterator[tuple[Claim, App]]:
    """Hold the folder and open it, or Failure where another process is its owner already."""
    found = claim_or_connect(config.data, doing)
    if isinstance(found, Connection):
        raise Failure(f"a server runs on the data folder {config.data} already", 1)
    with found, _opened(config, clock or SystemClock(), opening) as app:
        yield found, app


@contextmanager
def _opened(config: Config, clock: Clock, opening: Opening) -> Iterator[App]:
    with opening() as progress:
        app = open_app(config, data=config.data, clock=clock, progress=progress)
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
    match _order(request):
        case AskOrder() as order:
            return {"reply": desk.ask(order).model_dump(mode="json")}
        case LoadOrder() as order:
            return {"summary": _summaries.dump_python(desk.load(order, progress), mode="json")}
        case QuarantineOrder() as order:
            return {"rows": _rows.dump_python(desk.refused_rows(order), mode="json")}
        case unexpected:
            assert_never(unexpected)


def _order(request: Mapping[str, Any]) -> Order:
    kind = _KINDS.get(str(request.get("do")))
    if kind is None:
        raise Failure(f"there is no request {str(request.get('do'))[:60]!r}", 1)
    try:
        return kind.model_validate(request)
    except ValidationError as error:
        raise Failure(f"that is no request: {error.errors()[0]['msg']}", 1) from error


_KINDS: dict[str, type[Order]] = {
    "ask": AskOrder,
    "load": LoadOrder,
    "quarantine": QuarantineOrder,
}


def absolute(files: Sequence[str]) -> tuple[Path, ...]:
    """The files as the owner finds them too, globs included, from whichever folder it runs in."""
    return tuple(Path(file).absolute() for file in files)
