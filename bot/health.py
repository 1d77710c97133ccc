"""Health and metrics over HTTP, for whoever watches over the bot.

`/healthz`: the process runs. `/readyz`: every check passes, else 503 and what does not.
`/metrics`: the counts, for Prometheus. Nothing else, nothing that changes anything.
"""

import json
import logging
import socket
import threading
from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from time import monotonic

from bot.failures import OURS, Failure
from bot.metrics import Metrics
from bot.state.errors import StateError

STOP_SECONDS = 3.0
IDLE_SECONDS = 5.0
WAIT_SECONDS = 3.0
REMEMBERED_SECONDS = 1.0

PLAIN = "text/plain; charset=utf-8"
JSON = "application/json"

logger = logging.getLogger(__name__)

Check = Callable[[], str | None]
"""None when all is well, else a sentence for the operator; an error of the state is one too."""


class Health:
    """Tells how the bot is, from `start` to `stop`.

    `checks` by name. Those who ask at the same time share one look, and one who would wait
    longer than three seconds for it is told so.
    """

    def __init__(
        self, checks: Mapping[str, Check], metrics: Metrics, host: str = "127.0.0.1", port: int = 0
    ) -> None:
        self._checks, self._metrics = dict(checks), metrics
        self._host, self._port = host, port
        self._looking = threading.Lock()
        self._seen: tuple[float, dict[str, str]] = (float("-inf"), {})
        self._server: _Server | None = None

    @property
    def address(self) -> tuple[str, int]:
        """Host and port it listens on; port 0 stands for one the system chose, known once it has
        started."""
        if self._server is None:
            return self._host, self._port
        host, port = self._server.server_address[:2]
        return str(host), int(port)

    def start(self) -> None:
        """Listen; Failure with a sentence when the port cannot be had."""
        try:
            self._server = _Server((self._host, self._port), self)
        except OSError as error:
            raise Failure(
                f"cannot tell health on {self._host} port {self._port}: {error.strerror}. "
                "Stop what uses it, or set health.port in config.yaml",
                OURS,
            ) from error
        threading.Thread(target=self._server.serve_forever, args=(0.1,), name="health").start()

    def stop(self) -> None:
        """Stop listening, within seconds; nothing when it never started."""
        if self._server is None:
            return
        server, self._server = self._server, None
        ending = threading.Thread(target=server.shutdown, daemon=True)
        ending.start()
        ending.join(STOP_SECONDS)
        server.server_close()

    def problems(self) -> dict[str, str]:
        """What does not pass, by check; empty when the bot is ready."""
        if not self._looking.acquire(timeout=WAIT_SECONDS):
            return {"checks": f"take longer than {WAIT_SECONDS:g} seconds"}
        try:
            seen_at, found = self._seen
            if monotonic() - seen_at > REMEMBERED_SECONDS:
                found = {name: why for name, check in self._checks.items() if (why := _run(check))}
                self._seen = monotonic(), found
            return found
        finally:
            self._looking.release()

    def page(self, path: str) -> tuple[HTTPStatus, str, bytes]:
        """Status, content type and body of a path."""
        match path.partition("?")[0]:
            case "/healthz":
                return HTTPStatus.OK, PLAIN, b"ok\n"
            case "/readyz":
                found = self.problems()
                status = HTTPStatus.SERVICE_UNAVAILABLE if found else HTTPStatus.OK
                told = {name: found.get(name, "ok") for name in {**self._checks, **found}}
                body = json.dumps({"ready": not found, "checks": told}, ensure_ascii=False)
                return status, JSON, body.encode() + b"\n"
            case "/metrics":
                return HTTPStatus.OK, "text/plain; version=0.0.4", self._metrics.text()
            case _:
                known = b"there are /healthz, /readyz and /metrics\n"
                return HTTPStatus.NOT_FOUND, PLAIN, known


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, address: tuple[str, int], health: Health) -> None:
        self.health = health
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        super().__init__(address, _Handler)

    def server_bind(self) -> None:
        # Not HTTPServer's own, which asks the name server for our name and may wait for long.
        TCPServer.server_bind(self)

    def handle_error(self, request: object, client_address: object) -> None:
        logger.warning("a request for health was not answered", exc_info=True)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    server_version = "tidebell"
    sys_version = ""
    protocol_version = "HTTP/1.0"
    timeout = IDLE_SECONDS

    def do_GET(self) -> None:
        status, kind, body = self.server.health.page(self.path)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_HEAD(self) -> None:
        self.do_GET()

    def log_message(self, *_: object) -> None:
        """Nothing: a probe every few seconds is no news."""


def _run(check: Check) -> str | None:
    try:
        return check()
    except (StateError, OSError) as error:
        return str(error)
