"""The server and the command line on one folder, as real processes."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

import httpx
import pytest

from tests.bot.web.waiting import until

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {k: v for k, v in os.environ.items() if not k.startswith("TIDEBELL_")}

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Server:
    """A running server: its process, its folder and its address."""

    process: subprocess.Popen[str]
    data: Path
    address: str


def tidebell(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=ROOT,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture
def data(demo_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(demo_folder, tmp_path / "shop"))


@pytest.fixture
def server(data: Path) -> Iterator[Server]:
    with serving(data) as started:
        yield started


@pytest.fixture(scope="module")
def lasting(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for the tests that change nothing others look at."""
    shop = tmp_path_factory.mktemp("served") / "shop"
    with serving(Path(shutil.copytree(demo_folder, shop))) as started:
        yield started


@contextmanager
def serving(data: Path) -> Iterator[Server]:
    command = [sys.executable, "-u", "-m", "bot", "serve", "--port", "0", "--data", str(data)]
    with subprocess.Popen(
        command, cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        lines = iter(process.stdout.readline, "")
        found = next(match for line in lines if (match := re.search(r"http://\S+", line)))
        yield Server(process, data, found[0])
        process.kill()


def test_the_page_is_served_when_the_server_says_where(lasting: Server) -> None:
    opener = build_opener(ProxyHandler({}))
    with opener.open(lasting.address, timeout=60) as answer:
        assert "<html" in answer.read().decode()


def test_a_question_is_answered_the_same_when_a_server_owns_the_folder(
    lasting: Server, demo_folder: Path
) -> None:
    words = ("ask", "/gmv 7d", "--json", "--now", "2026-11-22T09:00", "--data")
    through, alone = tidebell(*words, str(lasting.data)), tidebell(*words, str(demo_folder))
    assert through.returncode == 0
    assert through.stdout == alone.stdout


def test_the_terminal_speaks_the_language_chosen_when_a_server_remembers_it(
    server: Server,
) -> None:
    data = ("--data", str(server.data))
    assert "English" in tidebell("ask", "/settings language en", *data).stdout
    assert "Ask me with a command" in tidebell("ask", "/help", *data).stdout


def test_a_load_lands_when_a_server_owns_the_folder(lasting: Server, tmp_path: Path) -> None:
    file = tmp_path / "benchmarks.csv"
    file.write_text("metric,period,value,source\ncvr,2031-01,0.05,test\n", "utf-8")
    words = ("load", "canonical", str(file), "--data", str(lasting.data))
    first, second = tidebell(*words), tidebell(*words)
    assert "1 loaded" in first.stdout, first.stderr
    assert "Nothing was new" in second.stdout


def test_a_missing_file_is_the_users_mistake_when_the_server_loads(lasting: Server) -> None:
    result = tidebell("load", "canonical", "nowhere.csv", "--data", str(lasting.data))
    assert result.returncode == 2
    assert "nowhere.csv" in result.stderr


def test_a_second_server_is_refused_when_one_runs(lasting: Server) -> None:
    result = tidebell("serve", "--port", "0", "--data", str(lasting.data))
    assert result.returncode == 1
    assert "a server runs on the data folder" in result.stderr


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_the_folder_is_free_when_the_server_was_asked_to_end(
    server: Server, how: signal.Signals
) -> None:
    server.process.send_signal(how)
    assert server.process.wait(60) == 0
    assert (server.data / "owner.json").read_text() == ""


def test_the_folder_is_free_when_the_server_was_killed(server: Server) -> None:
    server.process.kill()
    server.process.wait(60)
    result = tidebell("ask", "/gmv 7d", "--now", "2026-11-22T09:00", "--data", str(server.data))
    assert result.returncode == 0, result.stderr


def say(server: Server, text: str) -> None:
    headers = {"origin": server.address}
    said = httpx.post(f"{server.address}/c/growth/say", data={"text": text}, headers=headers)
    assert said.status_code == 204


def page(server: Server) -> str:
    return httpx.get(f"{server.address}/c/growth").text


def test_the_answer_comes_once_when_the_server_was_killed_over_the_question(data: Path) -> None:
    with serving(data) as server:
        say(server, "/help")
        until(lambda: "/help gmv" in page(server))
        say(server, "/gmv 7d by channel")
        server.process.kill()
        server.process.wait(60)
    with serving(data) as server:
        until(lambda: "message bot working" not in page(server))
        shown = page(server)
    assert shown.count('class="message bot"') == 2
    assert shown.count('class="message person"') == 2
    assert "/help gmv" in shown


def test_the_server_ends_within_seconds_when_a_load_is_at_work(
    server: Server, tmp_path: Path
) -> None:
    file = tmp_path / "orders.csv"
    rows = (f"N{n},2026-11-20T10:00:00+08:00,{n % 900}" for n in range(400_000))
    file.write_text("order_id,ordered_at,gross_amount\n" + "\n".join(rows), "utf-8")
    command = [sys.executable, "-m", "bot", "load", "canonical", str(file)]
    with subprocess.Popen(
        [*command, "--data", str(server.data)], cwd=ROOT, env=ENVIRONMENT, stderr=subprocess.PIPE
    ) as load:
        until(lambda: any((server.data / "incoming").iterdir()))
        began = time.monotonic()
        server.process.terminate()
        assert server.process.wait(60) == 0
        assert time.monotonic() - began < 20
        _, told = load.communicate(timeout=60)
    assert load.returncode == 1, told
    after = tidebell("ask", "/gmv 2026-11-20", "--json", "--data", str(server.data))
    assert after.returncode == 0
