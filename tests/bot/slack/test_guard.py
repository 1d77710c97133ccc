"""Who is let in over HTTP: only what Slack signed, lately, once, for this workspace."""

import json
import logging
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.clock import FixedClock
from bot.platforms.slack import guard as guarding
from bot.platforms.slack.guard import Forged, Guard
from tests.bot.slack.door import FORM, JSON, ME, NOW, SECRET, TOKEN, Door, Sent, event, slash
from tests.bot.slack.inside import Bot

STAMP, SIGNATURE = "X-Slack-Request-Timestamp", "X-Slack-Signature"
MARK = "do-not-log-me"
SECRETS = (MARK, SECRET, TOKEN, "v0=", "secretpart")

REFUSED = {
    "another secret": (401, lambda sent: replace(sent, secret="f" * 32)),
    "an empty secret": (401, lambda sent: replace(sent, secret="")),
    "too old": (401, lambda sent: replace(sent, age=301)),
    "too new": (401, lambda sent: replace(sent, age=-301)),
    "no signature": (401, lambda sent: sent.with_headers(**{SIGNATURE: None})),
    "no time": (401, lambda sent: sent.with_headers(**{STAMP: None})),
    "a garbage time": (401, lambda sent: sent.with_headers(**{STAMP: "now"})),
    "an endless time": (401, lambda sent: sent.with_headers(**{STAMP: "9" * 400})),
    "a negative time": (401, lambda sent: sent.with_headers(**{STAMP: "-1"})),
    "an exotic digit": (401, lambda sent: sent.with_headers(**{STAMP: "\u0661".encode()})),
    "another time": (401, lambda s: s.with_headers(**{STAMP: str(int(NOW.timestamp()) - 9)})),
    "a short signature": (401, lambda sent: sent.with_headers(**{SIGNATURE: "v0=00"})),
    "another version": (401, lambda s: s.with_headers(**{SIGNATURE: "v1=" + "0" * 64})),
    "another body": (401, lambda sent: sent.with_headers(**Sent(sent.body + b" ").headers)),
    "too much": (413, lambda sent: replace(sent, body=sent.body + b"&x=" + b"x" * 2**20)),
    "no json": (400, lambda sent: replace(sent, kind=JSON, body=b"{" + sent.body)),
    "a list": (400, lambda sent: replace(sent, kind=JSON, body=b"[1]")),
    "deep nesting": (400, lambda sent: replace(sent, kind=JSON, body=b"[" * 100_000)),
    "no text": (400, lambda sent: replace(sent, kind=JSON, body=b"\xff\xfe" + sent.body)),
    "a broken payload": (400, lambda sent: replace(sent, body=b"payload={")),
    "a team of another shape": (400, lambda s: replace(s, kind=JSON, body=b'{"team": 5}')),
    "another content": (415, lambda sent: replace(sent, kind="text/xml")),
    "another way": (405, lambda sent: replace(sent, method="PUT")),
    "nobody's": (403, lambda sent: replace(sent, kind=FORM, body=b"text=hello")),
}


@pytest.fixture
def logged() -> Iterator[list[str]]:
    """Everything that is logged, however small."""
    lines: list[str] = []

    class Noting(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    handler, root = Noting(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield lines
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def bot() -> Bot:
    return Bot(FixedClock(NOW))


@pytest.fixture
def door(bot: Bot) -> Iterator[Door]:
    opened = Door(bot)
    yield opened
    opened.close()


def test_a_question_is_kept_when_slack_signed_it(door: Door, bot: Bot) -> None:
    assert Sent(slash()).through(door).status_code == 200
    assert bot.desk.lines == ["/gmv yesterday"]


@pytest.mark.parametrize("age", [299, -299, 300, -300])
def test_a_request_is_taken_when_it_is_five_minutes_old(door: Door, age: int) -> None:
    assert Sent(slash(), age=age).through(door).status_code == 200


def test_every_forged_request_is_refused_when_two_hundred_are_made(
    door: Door, bot: Bot, logged: list[str]
) -> None:
    seen: list[str] = []

    @settings(
        max_examples=300,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(
        st.sampled_from(sorted(REFUSED)),
        st.text(max_size=40),
        st.sampled_from(["slash", "event"]),
        st.booleans(),
    )
    def refuse(how: str, text: str, form: str, replayed: bool) -> None:
        marked = f"{MARK} {text}"
        is_form = form == "slash"
        sent = Sent(slash(marked), FORM) if is_form else Sent(event(marked), JSON)
        status, forge = REFUSED[how]
        for _ in range(1 + replayed):
            assert forge(sent).through(door).status_code == status, how
        seen.append(how)

    refuse()
    sys.stdout.write(f"{len(seen)} requests of {len(set(seen))} kinds were refused\n")
    assert len(seen) >= 200
    assert set(seen) == set(REFUSED)
    assert bot.desk.asked == {}
    assert not [line for line in logged for secret in SECRETS if secret in line]


@given(st.text(alphabet=st.characters(codec="latin-1"), max_size=80), st.binary(max_size=200))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_no_header_opens_the_guard_when_it_is_made_up(header: str, body: bytes) -> None:
    guard = Guard(SECRET, FixedClock(NOW))
    stamp = str(int(NOW.timestamp()))
    made_up = {"x-slack-request-timestamp": stamp, "x-slack-signature": header}
    assert guard.refuse(made_up, body) is not None
    assert guard.refuse({**made_up, "x-slack-request-timestamp": header}, body) is not None


@pytest.mark.parametrize("sent", [Sent(slash(team="T0AWAY")), Sent(event(team="T0AWAY"), JSON)])
def test_a_request_is_forbidden_when_it_is_of_another_workspace(
    door: Door, bot: Bot, sent: Sent
) -> None:
    assert sent.through(door).status_code == 403
    assert bot.desk.asked == {}
    assert bot.count('tidebell_refusals_total{reason="another workspace"}') == 1


@pytest.mark.parametrize(
    ("organisation", "wide", "status"),
    [("E0ORG", "true", 200), ("E0ORG", "false", 403), ("E0AWAY", "true", 403)],
)
def test_another_workspace_is_heard_when_the_app_is_installed_for_their_organisation(
    bot: Bot, organisation: str, wide: str, status: int
) -> None:
    door = Door(bot, replace(ME, enterprise="E0ORG"))
    marks = f"&enterprise_id={organisation}&is_enterprise_install={wide}"
    sent = Sent(slash(team="T0AWAY") + marks.encode())
    assert sent.through(door).status_code == status
    assert len(bot.desk.asked) == (status == 200)
    door.close()


def test_a_request_is_refused_when_it_comes_a_second_time(door: Door, bot: Bot) -> None:
    assert [Sent(slash()).through(door).status_code for _ in range(3)] == [200, 401, 401]
    assert bot.count('tidebell_refusals_total{reason="replayed"}') == 2


def test_the_same_request_is_taken_when_it_could_not_be_kept_before(door: Door, bot: Bot) -> None:
    bot.desk.broken = True
    assert Sent(event(), JSON).through(door).status_code == 500
    bot.desk.broken = False
    assert Sent(event(), JSON).through(door).status_code == 200
    assert bot.desk.lines == ["/gmv"]


def test_slack_gets_its_challenge_back_when_it_verifies_the_address(door: Door) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "3eZb"}).encode()
    answer = Sent(body, JSON).through(door)
    assert (answer.status_code, answer.json()["challenge"]) == (200, "3eZb")


def test_a_check_of_the_certificate_is_refused_when_it_is_not_signed(door: Door) -> None:
    sent = Sent(b"ssl_check=1&token=x")
    assert sent.through(door).status_code == 200
    assert sent.with_headers(**{SIGNATURE: None}).through(door).status_code == 401


def test_no_guard_is_made_when_the_secret_is_empty() -> None:
    with pytest.raises(ValueError, match="forged"):
        Guard("", FixedClock(NOW))


def test_only_so_many_signatures_are_remembered_when_many_come(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(guarding, "REMEMBERED", 3)
    guard = Guard(SECRET, FixedClock(NOW))
    for number in range(10):
        sent = Sent(str(number).encode())
        headers = {name.lower(): value for name, value in sent.headers.items()}
        assert guard.refuse(headers, sent.body) is None
        assert guard.refuse(headers, sent.body) is Forged.REPLAYED
    assert len(guard._taken) <= 3


class Moving:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 22, 12, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at


def test_a_replay_is_refused_when_it_comes_at_the_end_of_the_window() -> None:
    clock = Moving()
    guard = Guard(SECRET, clock)
    sent = Sent(slash(), age=-299)  # Slack's clock is five minutes ahead of ours
    headers = {name.lower(): value for name, value in sent.headers.items()}
    assert guard.refuse(headers, sent.body) is None
    clock.at += timedelta(seconds=598)
    assert guard.refuse(headers, sent.body) is Forged.REPLAYED
    clock.at += timedelta(seconds=5)
    assert guard.refuse(headers, sent.body) is Forged.OUTDATED
