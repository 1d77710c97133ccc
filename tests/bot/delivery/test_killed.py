"""A bot killed in the middle of a post: after the next start the message stands once."""

import json
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from bot.state.database import open_state
from bot.state.outbox import get, put
from tests.bot.delivery.killed import POINTS
from tests.bot.delivery.platform import draft, now

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[3]


def run(*arguments: object) -> int:
    command = [sys.executable, "-m", "tests.bot.delivery.killed", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, timeout=60).returncode


@pytest.mark.parametrize("point", POINTS)
def test_a_message_stands_once_when_the_bot_was_killed(
    state_place: Path | str, tmp_path: Path, point: str
) -> None:
    platform = tmp_path / "platform.jsonl"
    state = open_state(state_place)
    with state.writing() as tx:
        put(tx, draft("a"), now())

    assert run(state_place, platform, point) == -signal.SIGKILL
    assert run(state_place, platform) == 0

    with state.reading() as tx:
        held = get(tx, "a")
    state.close()
    did = Counter(json.loads(line)["did"] for line in platform.read_text("utf-8").splitlines())
    assert did == {"upload": 1, "post": 1}
    assert held is not None
    assert held.place
