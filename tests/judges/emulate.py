"""emulate as a judge: somebody else's Slack Web API that keeps messages, files and scopes."""

import json
import os
import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from tests.judges.npm import npm_folder

TOKEN = "xoxb-judged-by-emulate"
_STARTS_WITHIN = 60.0


@contextmanager
def emulated_slack(scopes: Sequence[str], folder: Path) -> Iterator[str]:
    """The address of its Web API, where `TOKEN` is a bot's token with exactly these scopes."""
    program = npm_folder("emulate", {"emulate": "0.11.2"}) / "node_modules/emulate/dist/index.js"
    seed = folder / "seed.yaml"
    seed.write_text(json.dumps(_seed(scopes)), "utf-8")
    port = _free_port()
    command = ["node", program, "start", "-s", "slack", "-p", str(port), "--seed", seed]
    with (folder / "emulate.log").open("w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, env=_environment())
        try:
            address = f"http://127.0.0.1:{port}/api/"
            _await(f"{address}auth.test")
            yield address
        finally:
            server.terminate()
            server.wait(60)


def _seed(scopes: Sequence[str]) -> dict[str, object]:
    """JSON is YAML too."""
    slack = {
        "strict_scopes": True,
        "team": {"name": "Shop", "domain": "shop"},
        "users": [{"name": "alice", "real_name": "Alice", "email": "alice@example.com"}],
        "channels": [{"name": "growth"}, {"name": "leads", "is_private": True}],
        "bots": [{"name": "tidebell"}],
        "tokens": [{"token": TOKEN, "type": "bot", "user": "alice", "scopes": list(scopes)}],
    }
    return {"slack": slack}


def _environment() -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "NO_COLOR": "1"}


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def _await(address: str) -> None:
    until = monotonic() + _STARTS_WITHIN
    while monotonic() < until:
        try:
            urllib.request.urlopen(urllib.request.Request(address, b""), timeout=2).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            sleep(0.1)
        else:
            return
    raise AssertionError(f"emulate did not start within {_STARTS_WITHIN:g} s")
