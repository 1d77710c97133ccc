"""The fault run: play the script, wait until all is quiet, judge, print the counts."""

import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

from rich.console import Console
from rich.table import Table

from bot.i18n import LOCALES, translator
from bot.intake import WORKING
from commands.kit.reply import Text
from tests.chaos.journal import Entry
from tests.chaos.judge import Verdict, judge
from tests.chaos.kept import backlog, read_kept
from tests.chaos.playing import Player
from tests.chaos.process import wait_for
from tests.chaos.record import Question, Record, Slot, Words
from tests.chaos.reports import Reports
from tests.chaos.script import Size, draw
from tests.chaos.stage import Stage, staged

APOLOGIES = (
    "Something broke on our side; it is logged as {reference}.",
    "I could not post the answer to {line}.",
    "I could not see whether the answer to {line} was shown to you.",
)

RATES = {
    "ratelimited": 0.02, "500": 0.01, "503": 0.01, "internal_error": 0.01, "fatal_error": 0.005,
    "reset_before": 0.015, "reset_after": 0.02, "slow": 0.02,
    "duplicate": 0.03, "delay": 0.03, "drop_socket": 0.004, "half_open": 0.001,
}  # fmt: skip
"""With which chance each call and each push goes wrong."""
SECONDS = {"ratelimited": 1.0, "slow": 2.0, "duplicate": 1.5, "delay": 2.0}

LIMITS = 4.0
"""Slack's rate limits, this much more generous: the run is six minutes, not half an hour."""
RETRIES = (0.0, 8.0, 40.0)
"""Slack retries at once, after a minute and after five; here the last two come sooner."""
STARTS_WITHIN = 60.0
ENDS_WITHIN = 5.0
MOST_SHOWN = 60
QUIET_WITHIN = 150.0
QUIET_FOR = 6.0
KILLED_IN_TIME = 3.0
"""A private message posted so shortly before a kill may be one the bot never learned of."""
ON_ITS_WAY = 0.5
"""So is one posted this soon after the bot was gone: the next life needs twice as long to start,
so the request was on its way when its sender died."""


@dataclass(frozen=True)
class Outcome:
    """A run and the verdict on it. `folder` is kept where something was broken."""

    verdict: Verdict
    seconds: float
    folder: Path


def run(seed: int, size: Size, transports: tuple[str, ...], shop: Path | None = None) -> Outcome:
    """A whole run in a folder of its own, which is removed when nothing was broken.

    `shop`: a demo shop to copy rather than to make one.
    """
    folder = Path(tempfile.mkdtemp(prefix="tidebell-chaos-"))
    began = monotonic()
    verdict = play_and_judge(folder, seed, size, transports, shop)
    if not verdict.violations:
        shutil.rmtree(folder)
    return Outcome(verdict, monotonic() - began, folder)


def play_and_judge(
    folder: Path, seed: int, size: Size, transports: tuple[str, ...], shop: Path | None = None
) -> Verdict:
    """Play a script drawn from `seed` in `folder` and judge what came of it."""
    workspace = {"limits": LIMITS, "retry_delays": RETRIES}
    people, places = size.people, size.places
    with staged(folder, people=people, places=places, shop=shop, **workspace) as stage:
        player = Player(stage, seed, transports)
        player.start_bot()
        wait_for("the bot's first connection", lambda: is_up(stage), STARTS_WITHIN)
        reports = Reports.subscribe(stage)
        stage.slack.faults.plan(seed, RATES, seconds=SECONDS)
        player.play(draw(seed, size))
        stage.slack.faults.clear()
        over = stage.clocks.now()
        quiet = await_quiet(stage)
        verdict = judge(record_of(player, reports.slots(stage, over), reports.questions(stage)))
        return _completed(stage, player, verdict, quiet)


def is_up(stage: Stage) -> bool:
    """Whether Slack reaches the bot."""
    if stage.slack.settings.events_url is None:
        return bool(stage.slack.connections)
    return "Tidebell for" in stage.bot.said()


def await_quiet(stage: Stage, quiet_for: float = QUIET_FOR) -> bool:
    """Wait until nothing is left to do and nothing happened for a while; False: it never was."""
    until, since = monotonic() + QUIET_WITHIN, monotonic()
    seen = stage.slack.version
    while monotonic() < until:
        busy = backlog(stage.state) or not all(one.over.is_set() for one in stage.slack.deliveries)
        if busy or stage.slack.version != seen:
            seen, since = stage.slack.version, monotonic()
        elif monotonic() - since > quiet_for:
            return True
        sleep(0.2)
    return False


def record_of(
    player: Player, slots: tuple[Slot, ...] = (), more: tuple[Question, ...] = ()
) -> Record:
    """All that is judged of what a player played, once it is quiet; `more` was asked before."""
    stage = player.stage

    def told(entry: Entry) -> bool:
        return entry.confirmed and not died_over(entry.shown[0].at, player.kills)

    return Record(
        questions=(*more, *player.questions()),
        messages=stage.journal.messages(told),
        slots=slots,
        words=words(),
        kept=read_kept(stage.state),
    )


def died_over(came: float, gone: Sequence[float]) -> bool:
    """Whether the bot may have died before it learned of a message that came at this time.

    `gone`: when each of its lives was seen to be over.
    """
    return any(came - ON_ITS_WAY < end < came + KILLED_IN_TIME for end in gone)


def words() -> Words:
    """The bot's note and its apology in every language."""
    working = next(block.message.text for block in WORKING.blocks if isinstance(block, Text))
    return Words(working=_said(working), apologies=_said(*APOLOGIES))


def _said(*texts: str) -> tuple[str, ...]:
    """The longest piece of each in which nothing is filled in, in each language."""
    said = (translator(locale).plain(text) for text in texts for locale in LOCALES)
    return tuple(max(re.split(r"\{.*?\}", each), key=len) for each in said)


def _completed(stage: Stage, player: Player, verdict: Verdict, quiet: bool) -> Verdict:
    """What only the run knows: that it became quiet, ended in order, and left a whole audit log."""
    violations = list(verdict.violations)
    if not quiet:
        violations.append(f"quiet: something was still going on after {QUIET_WITHIN:g} s")
    if not stage.bot.lives_on():
        violations.append("process: the bot ended by itself")
    code, seconds = stage.bot.stop()
    if code != 0 or seconds > ENDS_WITHIN:
        violations.append(f"process: asked to end, it ended with {code} after {seconds:.1f} s")
    audit = stage.bot.run("audit", "verify", "--data", str(stage.bot.data))
    if audit.returncode != 0:
        violations.append(f"audit: {(audit.stdout + audit.stderr).strip()}")
    counts = {
        **verdict.counts,
        "messages with a picture": stage.journal.pictured(),
        "lives of the bot": stage.bot.lives,
        "kill -9": len(player.kills),
        **dict(sorted(player.done.items())),
        **{f"fault: {kind}": n for kind, n in sorted(stage.slack.faults.done.items())},
        "audit log whole": audit.returncode == 0,
    }
    return Verdict(counts, tuple(violations))


def show(outcome: Outcome, console: Console) -> None:
    """The counts as a table, then whatever was broken."""
    table = Table("what", "count", title="fault run", title_justify="left")
    for name, count in outcome.verdict.counts.items():
        table.add_row(name, f"{count:,}" if not isinstance(count, bool) else str(count))
    console.print(table)
    violations = outcome.verdict.violations
    for violation in violations[:MOST_SHOWN]:
        console.print(f"✗ {violation}", markup=False, soft_wrap=True)
    told = f"{len(violations)} promises broken" if violations else "every promise kept"
    console.print(f"{told}, {outcome.seconds:.0f} s")
    if violations:
        console.print(f"the logs and the state are in {outcome.folder}", soft_wrap=True)
