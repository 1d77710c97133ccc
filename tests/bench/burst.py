"""A hundred slash commands within one second, half of them asking for charts: who waits how long?

Run as `python -m tests.chaos burst`. Slack's own rate limits hold. Times are seen from Slack: an
acknowledgement counts from the moment the command was sent until its answer arrived.
"""

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import monotonic

from tests.bench.report import write
from tests.chaos.judge import Fate, fate_of, judge, pair
from tests.chaos.playing import Player
from tests.chaos.process import peak_memory, sample, wait_for
from tests.chaos.record import Record
from tests.chaos.run import STARTS_WITHIN, await_quiet, is_up, record_of
from tests.chaos.script import Ask, Size, draw
from tests.chaos.stage import Stage, staged
from tests.chaos.watching import watching

COMMANDS = 100
SIZE = Size(900, 0, 1.0, 0, 0, 0, people=20, places=25)
LOOK_SECONDS = 0.1


def main(seed: int = 7) -> list[str]:
    """Measure both transports; what was broken, which is nothing."""
    broken = []
    for transport in ("socket", "http"):
        folder = Path(tempfile.mkdtemp(prefix="tidebell-burst-"))
        with staged(folder, people=SIZE.people, places=SIZE.places) as stage:
            figures, violations = _measure(stage, transport, seed)
        write(f"burst_{transport}", figures)
        broken += [f"{transport}: {violation}" for violation in violations]
        shutil.rmtree(folder)
    return broken


def commands(seed: int) -> tuple[Ask, ...]:
    """A hundred slash commands spread over a second, every other one asks for a chart."""
    drawn = [act for act in draw(seed, SIZE) if isinstance(act, Ask) and act.how != "press"]
    charts = [ask for ask in drawn if ask.what == "chart"][: COMMANDS // 2]
    others = [ask for ask in drawn if ask.what == "calendar"][: COMMANDS // 2]
    return tuple(_spread(ask for pair in zip(charts, others, strict=True) for ask in pair))


def _spread(asks: Iterable[Ask]) -> Iterator[Ask]:
    for number, ask in enumerate(asks):
        yield replace(
            ask,
            at=number / COMMANDS,
            how="slash",
            person=number % SIZE.people,
            place=number % SIZE.places,
        )


def _measure(stage: Stage, transport: str, seed: int) -> tuple[dict[str, float], list[str]]:
    asks = commands(seed)
    player = Player(stage, seed, (transport,))
    player.start_bot()
    wait_for("the bot", lambda: is_up(stage), STARTS_WITHIN)
    _warm_up(player)
    process = stage.bot.process
    assert process is not None
    before, began = sample(process.pid).memory, monotonic()
    with watching(stage.bot, LOOK_SECONDS) as watch:
        player.play(asks)
        quiet = await_quiet(stage, quiet_for=3.0)
    record = record_of(player)
    verdict = judge(record)
    broken = [*verdict.violations, *_unanswered(record), *([] if quiet else ["never quiet"])]
    return {
        **_waits(player, began),
        "answered": verdict.counts[Fate.ANSWERED] - 1,
        "lost": verdict.counts[Fate.LOST] + verdict.counts[Fate.REFUSED],
        "memory_before_mb": before,
        "memory_during_mb": max(watch.of("memory")),
        "memory_after_mb": sample(process.pid).memory,
        "memory_peak_mb": peak_memory(process.pid),
    }, broken


def _unanswered(record: Record) -> Iterator[str]:
    """Nothing goes wrong here, so that an apology counts as a failure too."""
    for each in pair(record):
        if (fate := fate_of(each, record.words)) is not Fate.ANSWERED:
            yield f"{fate}: {each.question.line}: {[one.text for one in each.standing]}"


def _warm_up(player: Player) -> None:
    """One chart, so that nothing is read or drawn for the first time when it counts."""
    first = next(act for act in draw(0, SIZE) if isinstance(act, Ask) and act.what == "chart")
    player.carry_out(replace(first, how="slash"))
    if not await_quiet(player.stage, quiet_for=2.0):
        raise TimeoutError("the first question was not answered")


def _waits(player: Player, began: float) -> dict[str, float]:
    """How long acknowledgements and answers took, in milliseconds and seconds."""
    deliveries = [one.delivery for one in player.asked[1:] if one.delivery]
    acks = sorted(one.ack_seconds * 1000 for one in deliveries if one.ack_seconds is not None)
    public = player.stage.journal.messages(lambda entry: True)
    answers = [one.shown[-1].at - began for one in public if one.began > began]
    first = [one.began - began for one in public if one.began > began]
    return {
        "commands": len(deliveries),
        "acknowledged": len(acks),
        "ack_p50_ms": median(acks),
        "ack_p99_ms": acks[round(0.99 * (len(acks) - 1))],
        "ack_max_ms": acks[-1],
        "first_posts_s": max(first),
        "all_answered_s": max(answers),
    }
