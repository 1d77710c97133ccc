"""The owner's side of the local socket: one request a connection, a bounded number at once."""

import logging
import os
import shutil
import socket
import struct
import tempfile
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from bot.owner.claim import SOCKET_FOLDER
from bot.owner.wire import REQUEST_BYTES, BadMessage, Lines, send

Progress = Callable[[str], None]
Handle = Callable[[Mapping[str, Any], Progress], Mapping[str, Any]]
"""Answers a request; may report progress; never raises: what goes wrong is an answer too."""

REQUEST_SECONDS = 10.0
SEND_SECONDS = 30.0
AT_ONCE = 32
_PATH_BYTES = 100  # AF_UNIX holds 108 bytes on Linux and 104 elsewhere, the ending zero included

_log = logging.getLogger(__name__)


class Listener:
    """Takes local requests for an owner until `close`.

    The socket stands in a folder of its own that only this user may enter; on Linux the
    caller's user is asked of the kernel as well. Garbage, silence and callers that hang up
    cost their own connection and nothing else.
    """

    def __init__(self, handle: Handle, *, at_once: int = AT_ONCE) -> None:
        self._handle = handle
        self._room = threading.BoundedSemaphore(at_once)
        self._folder = _private_folder()
        self.path = self._folder / "owner.sock"
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.bind(str(self.path))
        self._socket.listen(at_once)
        self._accepting = threading.Thread(target=self._accept, name="owner", daemon=True)
        self._accepting.start()

    def close(self) -> None:
        """Stop taking requests and remove the socket; those being answered run on."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._accepting.join(timeout=5)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            try:
                self._answer(connection)
            except (OSError, EOFError, BadMessage) as error:
                _log.info("a local request ended early: %s", error or type(error).__name__)

    def _answer(self, connection: socket.socket) -> None:
        if not self._room.acquire(blocking=False):
            send(connection, {"refused": "too many requests at once; try again in a moment"})
            return
        try:
            if not _same_user(connection):
                raise BadMessage("it came from another user")
            send(connection, self._result(connection))
        finally:
            self._room.release()

    def _result(self, connection: socket.socket) -> Mapping[str, Any]:
        try:
            request = Lines(connection, REQUEST_BYTES).read(REQUEST_SECONDS)
        except BadMessage as error:
            return {"refused": f"that is no request: {error}"}
        finally:
            connection.settimeout(SEND_SECONDS)
        return self._handle(request, _teller(connection))


def _teller(connection: socket.socket) -> Progress:
    """Passes progress on; a caller that went away does not stop the work."""

    def tell(text: str) -> None:
        with suppress(OSError):
            send(connection, {"progress": text})

    return tell


def _private_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix=SOCKET_FOLDER))
    if len(os.fsencode(folder)) > _PATH_BYTES - len("/owner.sock"):
        folder.rmdir()
        folder = Path(tempfile.mkdtemp(prefix=SOCKET_FOLDER, dir="/tmp"))
    return folder


def _same_user(connection: socket.socket) -> bool:
    option = getattr(socket, "SO_PEERCRED", None)
    if option is None:
        return True
    found = connection.getsockopt(socket.SOL_SOCKET, option, struct.calcsize("3i"))
    return int(struct.unpack("3i", found)[1]) == os.getuid()
