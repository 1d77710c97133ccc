"""When a connection counts as deaf, and how long to wait before another."""

from bot.platforms.slack.watchdog import LONGEST_PAUSE, Backoff, Pulse


class Seconds:
    """A clock moved by hand."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def test_silence_grows_when_nothing_is_heard() -> None:
    seconds = Seconds()
    pulse = Pulse(seconds)
    seconds.at = 7
    assert (pulse.silence, pulse.age) == (7, 7)
    pulse.hear()
    assert (pulse.silence, pulse.age) == (0, 7)


def test_a_ping_counts_once_when_its_answer_is_looked_at_again() -> None:
    seconds = Seconds()
    pulse = Pulse(seconds)
    for seconds.at, pong in ((1, None), (2, 100.0), (9, 100.0)):
        pulse.look(pong)
    assert pulse.silence == 7


def test_pauses_grow_to_a_minute_when_nothing_lasts() -> None:
    backoff = Backoff(chance=lambda: 1.0)
    pauses = []
    for _ in range(10):
        pauses.append(backoff.pause())
        backoff.tried()
    assert pauses[:6] == [0, 0, 1, 2, 4, 8]
    assert pauses[-1] == LONGEST_PAUSE
    for _ in range(100_000):
        backoff.tried()
    assert backoff.pause() == LONGEST_PAUSE


def test_pauses_differ_when_several_wait_at_once() -> None:
    early, late = Backoff(chance=lambda: 0.0), Backoff(chance=lambda: 1.0)
    for backoff in (early, late):
        backoff.tried()
        backoff.tried()
    assert early.pause() < late.pause()


def test_there_is_no_pause_when_the_last_connection_lasted() -> None:
    backoff = Backoff()
    for _ in range(5):
        backoff.tried()
    backoff.lasted()
    assert backoff.pause() == 0
    assert backoff.pause(at_least=30) == 30
