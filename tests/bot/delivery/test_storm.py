"""Random faults, crashes and revisions at once: at the end everything stands as it shall."""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.platforms.base import TooFast, Unsure
from bot.state import outbox
from bot.state.database import Database
from bot.state.outbox import Draft
from tests.bot.delivery.conftest import Post
from tests.bot.delivery.platform import QUICK, Platform, draft, fail, text_of, wait_until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning"),
]

SEEDS = range(4)
MESSAGES, CHANNELS = 50, 3
FAULTS = 0.2
BREATH = 0.004
TIMING = replace(QUICK, lease=timedelta(seconds=0.4), attempts=10_000)


class Storm(Platform):
    """A platform on which every third call goes wrong in some way, while it `blows`."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self.chance = random.Random(seed)
        self.blows = True
        self.crashed = threading.Event()
        self.counts: dict[str, int] = {}

    def _enter(self, action: str, about: str) -> None:
        super()._enter(action, about)
        self._maybe(
            {
                "refused": fail(ConnectionError("refused")),
                "too fast": fail(TooFast(0.01)),
                "too fast everywhere": fail(TooFast(0.01, everywhere=True)),
                "crash before": self._crash,
            }
            | ({"unsure, not taken": fail(Unsure("reset"))} if action == "post" else {})
        )

    def _leave(self, action: str) -> None:
        super()._leave(action)
        self._maybe({"unsure, taken": fail(Unsure("reset")), "crash after": self._crash})

    def _maybe(self, faults: dict[str, Callable[[], None]]) -> None:
        with self._lock:
            happens = self.blows and self.chance.random() < FAULTS
            name = self.chance.choice(list(faults))
            if happens:
                self.counts[name] = self.counts.get(name, 0) + 1
        if happens:
            faults[name]()

    def _crash(self) -> None:
        """The thread ends on the spot, as it would with its process; nothing is cleaned up."""
        self.crashed.set()
        raise SystemExit


def key_of(number: int) -> str:
    return f"k{number:03}"


def blow(post: Post, storm: Storm, deliveries: int) -> None:
    """Put, revise and withdraw messages in a storm, starting anew after every crash."""
    post.platform = storm
    for _ in range(deliveries):
        post.start(timing=TIMING)
    for step in range(MESSAGES * 3):
        act(post, storm.chance, step)
        start_anew_after_a_crash(post, storm, deliveries)
    storm.blows = False
    start_anew_after_a_crash(post, storm, deliveries)
    post.settle()
    wait_until(lambda: not storm.crashed.is_set())


def act(post: Post, chance: random.Random, step: int) -> None:
    """Put a message, revise an earlier one, take one away, or leave them alone."""
    number = step // 3
    if step % 3 == 0:
        post.put(drawn(number, f"first {number}", *chance.choice([(), ("more",)])))
    elif step % 3 == 1:
        other = chance.randrange(number + 1)
        if other % 7 == 0:
            post.withdraw(key_of(other))
        else:
            post.put(drawn(other, f"revised {other}", *chance.choice([(), ("more", "yet more")])))
    time.sleep(BREATH)


def drawn(number: int, *texts: str) -> Draft:
    """Every fifth message belongs to the thread of a topic, each channel has one."""
    channel = number % CHANNELS
    thread = f"topic:{channel}" if number % 5 == 0 else None
    return draft(key_of(number), *texts, channel=f"C{channel}", thread=thread)


def start_anew_after_a_crash(post: Post, storm: Storm, deliveries: int) -> None:
    if storm.crashed.is_set():
        running, post.running = post.running, []
        for delivery in running:
            delivery.stop(2)
        storm.crashed.clear()
        for _ in range(deliveries):
            post.start(timing=TIMING)


def judge(post: Post, storm: Storm) -> None:
    """Every message stands once, in its last revision, and each channel kept its order."""
    shown = list(storm.shown.values())
    with post.database.reading() as tx:
        rows = [outbox.read(row) for row in tx.execute(select(*outbox.FIELDS))]
    expected = {row.key: text_of(storm.parts(row.reply, "")[0]) for row in rows if row.reply}
    assert [(row.key, row.last_error) for row in rows if row.dead_at] == []
    assert len(expected) > MESSAGES, "no long message"
    assert sorted(one.key for one in shown) == sorted(expected)
    assert {one.key: one.text for one in shown} == expected
    for channel in range(CHANNELS):
        keys = [one.key for one in shown if one.channel == f"C{channel}" and "/" not in one.key]
        again = [key for key in keys if is_withdrawn_once(key)]
        assert [key for key in keys if key not in again] == sorted(set(keys) - set(again))
    assert sum(storm.counts.values()) > 10, "there was no storm"


def is_withdrawn_once(key: str) -> bool:
    """Such a message may have been put again, and then comes later than it was first put."""
    return int(key[1:]) % 7 == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_all_stands_once_and_in_order_when_much_goes_wrong(post: Post, seed: int) -> None:
    storm = Storm(seed)
    blow(post, storm, deliveries=1)
    judge(post, storm)


@pytest.mark.parametrize("seed", SEEDS)
def test_all_stands_once_and_in_order_when_several_processes_deliver(
    post: Post, state: Database, seed: int
) -> None:
    if not state.is_shared:
        pytest.skip("one process holds a SQLite state")
    storm = Storm(seed)
    blow(post, storm, deliveries=3)
    judge(post, storm)
