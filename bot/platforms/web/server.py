"""The server for the chat: uvicorn, which when stopped lets the open event streams end."""

import socket

import uvicorn

from bot.platforms.web.conversations import Conversations


class ChatServer(uvicorn.Server):
    """Stops at once though browsers are listening.

    uvicorn waits for responses under way, and an event stream is always under way; so the
    streams are told to end first. Browsers come back by themselves when a server does.
    """

    def __init__(self, config: uvicorn.Config, conversations: Conversations) -> None:
        super().__init__(config)
        self._conversations = conversations

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, then stop as uvicorn does."""
        self._conversations.close()
        await super().shutdown(sockets)
