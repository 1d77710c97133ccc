"""backlot as a judge: a Slack Web API whose refusals were measured at Slack's own."""

import json
import os
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.judges.pip import pip_python

# Serves until its standard input is closed; says where and with which token. By itself it gives
# up when its server is not there within seconds.
_SERVE = """
import sys, backlot, backlot.server
backlot.server._LOCAL_HEALTH_ATTEMPTS = 600
with backlot.serve(telemetry=False) as server:
    print(server.base_url, server.token, flush=True)
    sys.stdin.read()
"""
_ENDS_WITHIN = 60.0


@dataclass(frozen=True)
class Backlot:
    """Where its Web API is, the token of somebody of the team and that of an outsider."""

    address: str
    member: str
    outsider: str


@contextmanager
def backlot_slack() -> Iterator[Backlot]:
    """Its Web API with the small corpus it brings; it tells nobody that it is used."""
    python = pip_python("backlot", ["backlot==0.1.0"])
    quiet = {"BACKLOT_TELEMETRY": "0", "DO_NOT_TRACK": "1", "PATH": os.environ["PATH"]}
    command = [python, "-c", _SERVE]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=quiet) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        try:
            address, token = server.stdout.readline().split()
            yield Backlot(f"{address}/slack/api/", _member(address, token), token)
        finally:
            server.stdin.close()
            server.wait(_ENDS_WITHIN)


def _member(address: str, token: str) -> str:
    request = urllib.request.Request(
        f"{address}/_meta/users", headers={"Authorization": f"Bearer {token}"}
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return str(json.load(answer)["users"][0]["token"])
