"""Who may talk to this server at all: checked before any route sees the request.

- Without a token only this machine is served, under a loopback name. A page elsewhere that
  points its own name at 127.0.0.1 (DNS rebinding) is refused by that name.
- With a token the browser shows it once as `?token=` and keeps a cookie made from it.
- A post must come from a page of this server (CSRF): browsers say so in Sec-Fetch-Site, or in
  Origin; a post that says neither is refused.
- Every response forbids scripts, styles, images, fonts and connections from anywhere else.
"""

import hashlib
import hmac
from ipaddress import ip_address
from urllib.parse import urlencode, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.platforms.web.reader import GUEST, reader_of
from bot.platforms.web.refusals import refusal
from commands.kit.message import Msg, msg

SESSION = "tidebell_session"

HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}

# Far above the longest message, so that one too long is refused by its own sentence.
BODY_BYTES = 2 * 1024 * 1024

TOO_LARGE = msg("That is far too much at once, so it was not read.")
ELSEWHERE = msg("This chat answers only on the machine it runs on; reach others with a token.")
CROSS_SITE = msg("This was sent from another site, so it was refused.")
TOKEN_NEEDED = msg("Open the chat once with ?token=… at the end of its address.")
TOKEN_WRONG = msg("This token is not the one the chat was started with.")


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine's own: localhost, 127.0.0.0/8 or ::1."""
    name = host.strip("[]").rstrip(".").lower()
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


class Guard:
    """The ASGI application behind it, reached only by those who may."""

    def __init__(self, app: ASGIApp, *, token: str | None, locale: str) -> None:
        self._app, self._token, self._locale = app, token, locale

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer in place of the application where it must not be reached."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                # Ask again each time: after an upgrade no browser may run the old script.
                headers.setdefault("cache-control", "no-cache")
            await send(message)

        request = Request(scope)
        app: ASGIApp = self._instead(request) or self._app
        await app(scope, receive, guarded)

    def _instead(self, request: Request) -> Response | None:
        if self._token is None and not _is_local(request):
            return self._refuse(request, ELSEWHERE, 403)
        if request.method not in ("GET", "HEAD") and not _from_here(request):
            return self._refuse(request, CROSS_SITE, 403)
        if int(request.headers.get("content-length", "0") or "0") > BODY_BYTES:
            return self._refuse(request, TOO_LARGE, 413)
        return self._login(request, self._token) if self._token is not None else None

    def _login(self, request: Request, token: str) -> Response | None:
        session = session_of(token)
        shown = request.query_params.get("token")
        if shown is not None:
            return self._admit(request, session) if _same(shown, token) else self._wrong(request)
        if _same(request.cookies.get(SESSION, ""), session):
            return None
        return self._refuse(request, TOKEN_NEEDED, 401)

    def _admit(self, request: Request, session: str) -> Response:
        # The token leaves the address bar, and with it the history and the next screenshot.
        rest = [pair for pair in request.query_params.multi_items() if pair[0] != "token"]
        path = "/" + request.url.path.lstrip("/")
        response = RedirectResponse(path + (f"?{urlencode(rest)}" if rest else ""), 303)
        response.set_cookie(
            SESSION, session, httponly=True, samesite="lax", secure=request.url.scheme == "https"
        )
        return response

    def _wrong(self, request: Request) -> Response:
        return self._refuse(request, TOKEN_WRONG, 403)

    def _refuse(self, request: Request, sentence: Msg, status: int) -> Response:
        return refusal(request, reader_of(GUEST, None, self._locale), sentence, status)


def session_of(token: str) -> str:
    """What the cookie holds: it proves the token was known without being the token."""
    return hmac.new(token.encode(), b"tidebell web session", hashlib.sha256).hexdigest()


def _same(left: str, right: str) -> bool:
    return hmac.compare_digest(left.encode(), right.encode())


def _is_local(request: Request) -> bool:
    # No peer address at all is a Unix socket, which only this machine can reach.
    peer = request.client.host if request.client else "localhost"
    return is_loopback(peer) and is_loopback(_host_name(request.headers.get("host", "")))


def _host_name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _from_here(request: Request) -> bool:
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin", "")
    return bool(origin) and urlsplit(origin).netloc == request.headers.get("host")
