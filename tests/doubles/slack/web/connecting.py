"""apps.connections.open: a one-time ticket for a socket."""

import secrets
import time

from tests.doubles.slack.model import Json
from tests.doubles.slack.web.calls import Call, method


@method("apps.connections.open", "connections:write", tier=1, kinds=("app",))
def open_connection(call: Call) -> Json:
    ticket = secrets.token_urlsafe(24)
    call.world.tickets[ticket] = time.monotonic() + call.world.settings.ticket_seconds
    address = call.world.address.replace("http://", "ws://")
    return {"url": f"{address}/link/?ticket={ticket}&app_id={call.world.app_id}"}
