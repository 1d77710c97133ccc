import json
import os
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.owner import (
    Claim,
    Connection,
    Held,
    Listener,
    OwnerLost,
    Refused,
    claim,
    claim_or_connect,
    listener,
    read_holder,
)
from bot.owner.wire import REQUEST_BYTES


def echo(request, progress):
    progress("working")
    return {"result": request}


def quiet(_: str) -> None:
    pass


@pytest.fixture
def owner(tmp_path: Path) -> Iterator[Listener]:
    """A listener that owns `tmp_path` and answers with what it was asked."""
    held = claim(tmp_path, "serve")
    assert held
    with held:
        listening = Listener(echo)
        held.announce(listening.path)
        yield listening
        listening.close()


def raw(owner: Listener) -> socket.socket:
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.connect(str(owner.path))
    line.settimeout(5)
    return line


def answer(line: socket.socket) -> dict:
    return json.loads(line.makefile().readline())


def test_the_owner_answers_when_it_takes_requests(owner: Listener, tmp_path: Path) -> None:
    line = claim_or_connect(tmp_path, "ask")
    told: list[str] = []
    assert isinstance(line, Connection)
    assert line.call({"do": "ask", "text": "昨天"}, told.append) == {
        "result": {"do": "ask", "text": "昨天"}
    }
    assert told == ["working"]


def test_the_folder_is_held_when_nobody_else_has_it(tmp_path: Path) -> None:
    held = claim_or_connect(tmp_path / "new", "ask")
    assert isinstance(held, Claim)
    held.release()


def test_a_second_process_is_told_who_holds_the_folder_when_it_waited_in_vain(
    tmp_path: Path,
) -> None:
    held = claim(tmp_path, "load")
    assert held
    with held, pytest.raises(Held, match=rf"process {os.getpid()} \(tidebell load\) holds"):
        claim_or_connect(tmp_path, "ask", patience=0.1)


def test_the_folder_is_got_when_it_is_given_back_within_patience(tmp_path: Path) -> None:
    held = claim(tmp_path, "load")
    assert held
    threading.Timer(0.2, held.release).start()
    second = claim_or_connect(tmp_path, "ask", patience=5)
    assert isinstance(second, Claim)
    second.release()


def test_nobody_holds_the_folder_when_it_was_released(tmp_path: Path) -> None:
    held = claim(tmp_path, "ask")
    assert held
    held.release()
    held.release()
    assert read_holder(tmp_path) is None


_KILLED = """
import sys, time
from pathlib import Path
from bot.owner import Listener, claim
held = claim(Path(sys.argv[1]), "serve")
listening = Listener(lambda request, progress: {})
held.announce(listening.path)
print(listening.path, flush=True)
time.sleep(60)
"""


def test_leftovers_are_cleared_when_the_owner_was_killed(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _KILLED, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        left = Path(process.stdout.readline().strip())
        process.send_signal(signal.SIGKILL)
    assert left.exists()
    held = claim_or_connect(tmp_path, "ask")
    assert isinstance(held, Claim)
    assert not left.parent.exists()
    held.release()


def test_only_this_user_may_reach_the_socket_when_it_listens(
    owner: Listener, tmp_path: Path
) -> None:
    assert stat.S_IMODE(owner.path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "owner.json").stat().st_mode) == 0o600


def test_the_socket_is_reachable_when_the_data_folders_path_is_long(tmp_path: Path) -> None:
    data = tmp_path / ("x" * 120) / ("y" * 120)
    held = claim(data, "serve")
    assert held
    with held:
        listening = Listener(echo)
        held.announce(listening.path)
        line = claim_or_connect(data, "ask")
        assert isinstance(line, Connection)
        assert line.call({}, quiet) == {"result": {}}
        listening.close()


@pytest.mark.parametrize(
    "garbage",
    [b"\n", b"GET / HTTP/1.1\r\n\r\n", b"[]\n", b"\xff\xfe\x00\n", b"[" * 200_000 + b"\n"],
    ids=["empty", "http", "list", "bytes", "deep"],
)
def test_garbage_is_refused_and_the_next_answered_when_a_caller_talks_nonsense(
    owner: Listener, tmp_path: Path, garbage: bytes
) -> None:
    with raw(owner) as line:
        line.sendall(garbage)
        assert "that is no request" in answer(line)["refused"]
    next_line = claim_or_connect(tmp_path, "ask")
    assert isinstance(next_line, Connection)
    assert next_line.call({}, quiet) == {"result": {}}


def test_a_request_is_refused_when_it_is_longer_than_allowed(owner: Listener) -> None:
    with raw(owner) as line:
        threading.Thread(target=_pour, args=(line,), daemon=True).start()
        assert "bytes" in answer(line)["refused"]


def _pour(line: socket.socket) -> None:
    try:
        line.sendall(b"x" * (REQUEST_BYTES + (1 << 17)))
    except OSError:
        return


def test_the_next_is_answered_when_a_caller_hangs_up(owner: Listener, tmp_path: Path) -> None:
    with raw(owner) as line:
        line.sendall(b'{"do": ')
    with raw(owner):
        pass
    next_line = claim_or_connect(tmp_path, "ask")
    assert isinstance(next_line, Connection)
    assert next_line.call({}, quiet) == {"result": {}}


def test_a_silent_caller_is_dropped_when_its_time_is_up(
    owner: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listener, "REQUEST_SECONDS", 0.2)
    with raw(owner) as line:
        line.sendall(b'{"do"')
        assert line.recv(10) == b""


def test_a_caller_is_turned_away_when_too_many_ask_at_once() -> None:
    begun, let_go = threading.Event(), threading.Event()

    def slow(request, progress):
        begun.set()
        let_go.wait(60)
        return {}

    busy = Listener(slow, at_once=1)
    with raw(busy) as first:
        first.sendall(b"{}\n")
        assert begun.wait(60)
        with raw(busy) as second:
            assert "too many" in answer(second)["refused"]
        let_go.set()
    busy.close()


def test_the_refusal_carries_its_exit_code_when_the_owner_refuses() -> None:
    refusing = Listener(lambda request, progress: {"refused": "no such file", "exit": 2})
    with pytest.raises(Refused) as refusal:
        Connection(raw(refusing)).call({}, quiet)
    refusing.close()
    assert (refusal.value.sentence, refusal.value.exit_code) == ("no such file", 2)


def test_the_caller_is_told_when_the_owner_breaks_while_answering(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    logged = threading.Event()
    monkeypatch.setattr(threading, "excepthook", lambda _: logged.set())

    def broken(request, progress):
        raise RuntimeError("a bug")

    breaking = Listener(broken)
    with pytest.raises(OwnerLost, match="gave no answer"):
        Connection(raw(breaking)).call({}, quiet)
    breaking.close()
    assert logged.wait(60)


def test_the_work_goes_on_when_the_caller_went_away() -> None:
    done = threading.Event()

    def long(request, progress):
        for _ in range(5):
            time.sleep(0.05)
            progress("still at it")
        done.set()
        return {}

    listening = Listener(long)
    with raw(listening) as line:
        line.sendall(b"{}\n")
    assert done.wait(60)
    listening.close()


def test_nothing_is_left_behind_when_the_listener_closes() -> None:
    listening = Listener(echo)
    listening.close()
    assert not listening.path.parent.exists()
