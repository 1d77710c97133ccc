"""Who may talk to the server: hosts, peers, tokens, and where a post comes from."""

import asyncio
from collections.abc import Mapping

import httpx
import pytest
from starlette.applications import Starlette

from bot.platforms.web import create_app, is_loopback
from tests.bot.web.answering import unheard
from tests.bot.web.canned import COMMANDS, PEOPLE, Chosen, Drawing

TOKEN = "tide-and-time"


def make(token: str | None) -> Starlette:
    return create_app(
        accept=unheard, commands=COMMANDS, people=PEOPLE, draw=Drawing(), locale="en",
        languages=Chosen(),
        token=token,
    )  # fmt: skip


def call(
    app: Starlette,
    method: str = "GET",
    path: str = "/c/growth",
    *,
    host: str = "localhost:8787",
    peer: str = "127.0.0.1",
    headers: Mapping[str, str] | None = None,
    body: dict[str, str] | None = None,
) -> httpx.Response:
    """One request as it would arrive from `peer` under the name `host`."""

    async def once() -> httpx.Response:
        transport = httpx.ASGITransport(app, client=(peer, 40000))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            sent = {"host": host, **(headers or {})}
            return await client.request(method, path, headers=sent, data=body)

    return asyncio.run(once())


@pytest.mark.parametrize("host", ["localhost", "localhost:8787", "127.0.0.1:1", "[::1]:8787"])
def test_page_is_given_when_the_name_is_this_machines(host: str) -> None:
    assert call(make(None), host=host).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.nip.io", "", "[::1", "10.0.0.5"]
)
def test_page_is_refused_when_the_name_is_another(host: str) -> None:
    response = call(make(None), host=host)
    assert response.status_code == 403
    assert response.text.startswith("This chat answers only on the machine it runs on")


def test_page_is_refused_when_the_peer_is_another_machine() -> None:
    assert call(make(None), peer="203.0.113.9").status_code == 403


@pytest.mark.parametrize("headers", [
    {},
    {"origin": "http://evil.example"},
    {"origin": "null"},
    {"origin": "http://localhost:9999"},
    {"origin": "http://localhost:8787", "sec-fetch-site": "cross-site"},
    {"origin": "http://localhost:8787", "sec-fetch-site": "same-site"},
])  # fmt: skip
def test_post_is_refused_when_it_comes_from_another_site(headers: dict[str, str]) -> None:
    response = call(make(None), "POST", "/c/growth/say", headers=headers, body={"text": "x"})
    assert (response.status_code, response.text[:8]) == (403, "This was")


@pytest.mark.parametrize(
    "headers", [{"origin": "http://localhost:8787"}, {"sec-fetch-site": "same-origin"}]
)
def test_post_is_taken_when_it_comes_from_the_page(headers: dict[str, str]) -> None:
    response = call(make(None), "POST", "/c/growth/say", headers=headers, body={"text": "x"})
    assert response.status_code == 204


@pytest.mark.parametrize("path", ["/", "/c/growth", "/events", "/static/chat.js", "/charts/a.png"])
def test_nothing_is_given_when_the_token_was_not_shown(path: str) -> None:
    response = call(make(TOKEN), path=path, host="shop.example")
    assert response.status_code == 401
    assert response.text == "Open the chat once with ?token=… at the end of its address."


def test_cookie_is_given_and_the_token_taken_away_when_it_is_shown() -> None:
    app = make(TOKEN)
    path = f"/c/growth?token={TOKEN}&x=1"
    login = call(app, path=path, host="shop.example", peer="203.0.113.9")
    assert (login.status_code, login.headers["location"]) == (303, "/c/growth?x=1")
    cookie = login.headers["set-cookie"]
    assert ("HttpOnly" in cookie, "SameSite=lax" in cookie, TOKEN in cookie) == (True, True, False)
    session = {"cookie": cookie.partition(";")[0]}
    assert call(app, host="shop.example", headers=session).status_code == 200


def test_login_stays_here_when_the_path_looks_like_another_host() -> None:
    login = call(make(TOKEN), path=f"http://localhost//evil.example/?token={TOKEN}")
    assert login.headers["location"].startswith("/evil.example")


@pytest.mark.parametrize("token", ["", "tide", "tide-and-time ", "潮"])
def test_login_is_refused_when_the_token_is_wrong(token: str) -> None:
    response = call(make(TOKEN), path=f"/c/growth?token={token}")
    assert response.status_code == 403
    assert "set-cookie" not in response.headers


def test_session_is_refused_when_it_is_forged() -> None:
    headers = {"cookie": "tidebell_session=" + "0" * 64}
    assert call(make(TOKEN), headers=headers).status_code == 401


def test_scripts_from_elsewhere_are_forbidden_when_anything_is_answered() -> None:
    for response in (call(make(None)), call(make(None), path="/x"), call(make(TOKEN))):
        policy = response.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self';")
        assert "unsafe" not in policy
        assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("localhost", True), ("LOCALHOST.", True), ("127.8.9.1", True), ("::1", True),
     ("[::1]", True), ("0.0.0.0", False), ("192.168.1.2", False), ("x", False)],
)  # fmt: skip
def test_loopback_is_known_when_a_host_is_judged(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback
