"""slackblocks as a judge: it builds the same messages itself, within the limits it knows."""

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.judges.pip import pip_python

BUILDER = Path(__file__).with_name("slackblocks_builder.py")


def complaints(messages: list[dict[str, Any]]) -> list[str]:
    """One string a message ({text, blocks}): empty where slackblocks builds the same."""
    python = pip_python("slackblocks", ["slackblocks==3.0.0"])
    done = subprocess.run(
        [python, "-P", "-W", "ignore", BUILDER],
        input=json.dumps(messages),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: list[str] = json.loads(done.stdout)
    return found
