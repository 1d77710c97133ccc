"""An HTTP connection that is closed when whoever opened it takes too long to ask something."""

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

SECONDS = 10.0
"""How long a request may take to arrive: those of Slack and of browsers are there at once."""


class Impatient(H11Protocol):
    """Ends a connection on which no request has begun for so long, or one has only dripped in.

    uvicorn itself waits for ever for the head of a request, so that a few hundred connections
    that send nothing would keep everybody else out.
    """

    def connection_made(self, transport: Any) -> None:
        """Begin to look whether something is asked."""
        super().connection_made(transport)
        self._look_again(None)

    def connection_lost(self, exc: Exception | None) -> None:
        """Look no more."""
        self._looking.cancel()
        super().connection_lost(exc)

    def _look_again(self, last: object) -> None:
        looks = asyncio.get_running_loop().call_later
        self._looking = looks(SECONDS, self._look, last)

    def _look(self, last: object) -> None:
        """Close it where no request began since the last look, and none has arrived whole."""
        is_asked = self.cycle is not None and not self.cycle.response_complete
        is_whole = is_asked and self.conn.their_state is not h11.SEND_BODY
        if self.cycle is last and not is_whole:
            self.transport.close()
        else:
            self._look_again(self.cycle)
