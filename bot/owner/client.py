"""The command line's side: hold the data folder, or ask the process that does."""

import socket
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.owner.claim import Claim, Holder, claim, read_holder
from bot.owner.listener import Progress
from bot.owner.wire import ANSWER_BYTES, BadMessage, Lines, send

PATIENCE = 10.0
_PAUSE = 0.05


class Held(Exception):
    """Another process holds the data folder and takes no requests."""


class OwnerLost(Exception):
    """The owner ended, or said something that is no answer, while it was being asked."""


class Refused(Exception):
    """The owner refused the request: the sentence to show and the exit code it deserves."""

    def __init__(self, sentence: str, exit_code: int = 1) -> None:
        super().__init__(sentence)
        self.sentence, self.exit_code = sentence, exit_code


class Connection:
    """An open line to the owner of a data folder; good for one request."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def call(self, request: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
        """The owner's result. Refused with its sentence, OwnerLost when it went away."""
        with self._connection:
            try:
                send(self._connection, request)
                return self._result(progress)
            except (OSError, EOFError, BadMessage) as error:
                raise OwnerLost(
                    "the server that holds the data folder gave no answer: "
                    "it stopped, or its log says what broke"
                ) from error

    def _result(self, progress: Progress) -> dict[str, Any]:
        lines = Lines(self._connection, ANSWER_BYTES)
        while "progress" in (message := lines.read()):
            progress(str(message["progress"]))
        if "refused" in message:
            raise Refused(str(message["refused"]), 2 if message.get("exit") == 2 else 1)
        return message


def claim_or_connect(data: Path, doing: str, patience: float = PATIENCE) -> Claim | Connection:
    """Hold `data`, or a line to the process that does and takes requests.

    Waits up to `patience` seconds for a holder that takes none (another command line at work,
    a server still starting), then Held says who it is. OSError when the folder is unusable.
    """
    until = time.monotonic() + patience
    while True:
        if line := _connect(read_holder(data)):
            return line
        if held := claim(data, doing):
            return held
        if time.monotonic() > until:
            raise Held(_sentence(data))
        time.sleep(_PAUSE)


def _connect(holder: Holder | None) -> Connection | None:
    """A line to the holder; None when it takes no requests or its socket is a leftover."""
    if holder is None or holder.socket is None:
        return None
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        line.connect(str(holder.socket))
    except OSError:
        line.close()
        return None
    return Connection(line)


def _sentence(data: Path) -> str:
    holder = read_holder(data)
    if holder is None:
        return f"another process holds the data folder {data}; try again in a moment"
    return (
        f"process {holder.pid} (tidebell {holder.doing}) holds the data folder {data}; "
        "try again when it is done"
    )
