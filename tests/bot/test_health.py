"""Health, readiness and metrics, asked over HTTP as a watcher does."""

import http.client
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import readiness
from bot.clock import FixedClock
from bot.failures import Failure
from bot.health import Check, Health
from bot.metrics import Metrics
from bot.state import outbox
from bot.state.database import Database
from bot.state.errors import StateError
from bot.state.outbox import Draft
from commands.kit.message import msg
from commands.kit.reply import Note, Reply

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
Started = Callable[..., Health]


@pytest.fixture
def started() -> Iterator[Started]:
    """Starts a `Health` with these checks; all are stopped at the end."""
    running: list[Health] = []

    def start(metrics: Metrics | None = None, **checks: Check) -> Health:
        health = Health(checks, metrics or Metrics())
        health.start()
        running.append(health)
        return health

    yield start
    for health in running:
        health.stop()


def ask(health: Health, path: str, method: str = "GET") -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(*health.address, timeout=10)
    try:
        connection.request(method, path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def well() -> str | None:
    return None


def unwell() -> str | None:
    return "the disk is full"


def broken() -> str | None:
    raise StateError("the state cannot be written")


def test_process_is_well_when_checks_fail(started: Started) -> None:
    assert ask(started(disk=unwell), "/healthz") == (200, b"ok\n")


def test_bot_is_ready_when_every_check_passes(started: Started) -> None:
    status, body = ask(started(disk=well), "/readyz")
    assert (status, json.loads(body)) == (200, {"ready": True, "checks": {"disk": "ok"}})


@pytest.mark.parametrize(
    ("check", "why"), [(unwell, "the disk is full"), (broken, "the state cannot be written")]
)
def test_reason_is_told_when_the_bot_is_not_ready(started: Started, check: Check, why: str) -> None:
    status, body = ask(started(disk=check, other=well), "/readyz")
    assert status == 503
    assert json.loads(body) == {"ready": False, "checks": {"disk": why, "other": "ok"}}


def test_checks_run_once_when_many_ask_at_once(started: Started) -> None:
    runs: list[int] = []

    def slow() -> str | None:
        runs.append(1)
        time.sleep(0.05)
        return None

    health = started(slow=slow)
    threads = [threading.Thread(target=ask, args=(health, "/readyz")) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(runs) == 1


def test_counts_are_told_when_metrics_are_asked(started: Started) -> None:
    metrics = Metrics()
    metrics.count_refusal("signature")
    status, body = ask(started(metrics), "/metrics")
    assert status == 200
    assert b'tidebell_refusals_total{reason="signature"} 1.0' in body


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/", 404), ("GET", "/metrics/../etc", 404), ("POST", "/readyz", 501)],
)
def test_request_is_refused_when_it_asks_for_anything_else(
    started: Started, method: str, path: str, status: int
) -> None:
    assert ask(started(), path, method)[0] == status


def test_head_is_answered_without_a_body_when_asked(started: Started) -> None:
    assert ask(started(), "/healthz", "HEAD") == (200, b"")


def test_port_is_named_when_it_is_taken() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Failure, match=f"port {port}.*health.port"):
            Health({}, Metrics(), port=port).start()


def test_stop_returns_soon_when_a_client_says_nothing(started: Started) -> None:
    health = started()
    with socket.create_connection(health.address):
        began = time.monotonic()
        health.stop()
        assert time.monotonic() - began < 30


def test_nothing_happens_when_it_is_stopped_before_it_started() -> None:
    Health({}, Metrics()).stop()


def test_state_is_ready_when_it_can_be_written(state: Database) -> None:
    assert readiness.state_takes_writes(state)() is None


def test_disk_is_a_problem_when_little_is_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert readiness.disk_has_space(tmp_path)() is None
    monkeypatch.setattr(readiness, "FREE_BYTES", 1 << 60)
    assert "MiB free" in str(readiness.disk_has_space(tmp_path)())


@pytest.mark.parametrize(
    ("waited", "told"),
    [(4, None), (6, "1 messages wait, the oldest for 6 minutes")],
)
def test_messages_are_a_problem_when_one_waits_long(
    state: Database, waited: int, told: str | None
) -> None:
    reply = Reply(blocks=(Note(message=msg("done")),))
    with state.writing() as tx:
        outbox.put(tx, Draft("k", "slack", "C1", "en", reply), NOON)
    assert readiness.messages_move(state, FixedClock(NOON + timedelta(minutes=waited)))() == told


@pytest.mark.parametrize(
    ("age", "told"),
    [(None, "Slack was never heard"), (3.0, None), (90.0, "Slack was last heard 90 seconds ago")],
)
def test_silence_is_a_problem_when_it_lasts(age: float | None, told: str | None) -> None:
    assert readiness.platform_is_heard("Slack", lambda: age)() == told
