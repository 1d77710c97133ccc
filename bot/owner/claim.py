"""The right to open a data folder: a locked `owner.json` that says who holds it.

The kernel drops the lock when its process ends in any way, so a claim never outlives its
process; what a killed one left behind is cleared by the next. The file is emptied rather than
removed: removing a locked file would let two processes lock two files of the same name.
"""

import fcntl
import json
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

FILE_NAME = "owner.json"
SOCKET_FOLDER = "tidebell-"


@dataclass(frozen=True)
class Holder:
    """Who holds a data folder. `socket`: where it takes requests, None when it takes none."""

    pid: int
    doing: str
    socket: Path | None = None


class Claim:
    """A data folder held by this process until `release`; a context manager."""

    def __init__(self, descriptor: int, doing: str) -> None:
        self._descriptor: int | None = descriptor
        self._doing = doing
        self.announce(None)

    def announce(self, socket: Path | None) -> None:
        """Say where requests are taken, for those who find the folder held."""
        holder = {"pid": os.getpid(), "doing": self._doing, "socket": str(socket or "") or None}
        self._write(json.dumps(holder).encode())

    def release(self) -> None:
        """Give the folder back; a second time does nothing."""
        if self._descriptor is not None:
            self._write(b"")
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()

    def _write(self, content: bytes) -> None:
        if self._descriptor is not None:
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, content, 0)


def claim(data: Path, doing: str) -> Claim | None:
    """Hold `data` (made when absent) for what is being done; None when another holds it.

    OSError when the folder cannot be made or written to.
    """
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(data / FILE_NAME, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    _clear_leftovers(read_holder(data))
    return Claim(descriptor, doing)


def read_holder(data: Path) -> Holder | None:
    """Who says to hold `data`; None when nobody does or the file is being written."""
    try:
        found = json.loads((data / FILE_NAME).read_bytes()[:4096])
        socket = found["socket"]
        return Holder(int(found["pid"]), str(found["doing"]), Path(socket) if socket else None)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _clear_leftovers(dead: Holder | None) -> None:
    """Remove the socket folder of an owner that was killed, if it is one we made."""
    folder = dead.socket.parent if dead and dead.socket else None
    if folder is None or not folder.name.startswith(SOCKET_FOLDER):
        return
    with suppress(OSError):
        if folder.lstat().st_uid == os.getuid() and not folder.is_symlink():
            shutil.rmtree(folder)
