"""The bot is killed between two steps that belong together: one answer all the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos.deaths import killed_after
from tests.chaos.judge import Fate, fate_of, judge, pair
from tests.chaos.playing import Player
from tests.chaos.process import wait_for
from tests.chaos.run import STARTS_WITHIN, await_quiet, is_up, record_of, words
from tests.chaos.script import SHOP_BEGINS, Ask, Kind, Span
from tests.chaos.stage import Stage, staged

pytestmark = pytest.mark.slow

SPAN = Span(SHOP_BEGINS, SHOP_BEGINS.replace(day=30))


@pytest.fixture
def stage(tmp_path: Path, demo_folder: Path) -> Iterator[Stage]:
    retries = (0.5, 10.0, 30.0)
    with staged(
        tmp_path, people=1, places=1, shop=demo_folder, limits=0, retry_delays=retries
    ) as made:
        yield made


def ask_for_chart(how: Kind) -> Ask:
    return Ask(0, how, "chart", person=0, place=0, root=0, line=f"gmv {SPAN.words}", span=SPAN)


def start(player: Player, die_after: str = "") -> None:
    player.stage.use("socket")
    player.stage.bot.start(die_after=die_after)
    wait_for("a connection", lambda: is_up(player.stage), STARTS_WITHIN)


def assert_answered_once(player: Player, *, accepted: bool = True) -> None:
    """One message about the one question stands, it is the answer, and nothing else was said."""
    assert await_quiet(player.stage, quiet_for=2.0), player.stage.bot.said()[-3000:]
    record = record_of(player)
    assert judge(record).violations == ()
    fate = Fate.ANSWERED if accepted else Fate.ANSWERED_ANYWAY
    assert [fate_of(each, words()) for each in pair(record)] == [fate]


@pytest.mark.parametrize("how", ["slash", "direct"])
def test_a_chart_is_posted_once_when_the_bot_dies_between_upload_and_post(
    stage: Stage, how: Kind
) -> None:
    player = Player(stage, seed=1)
    start(player)
    with killed_after(stage.bot, "files.completeUploadExternal") as dead:
        player.carry_out(ask_for_chart(how))
        assert dead.wait(STARTS_WITHIN)
    start(player)
    assert_answered_once(player)
    assert len(stage.slack.calls("chat.postMessage")) >= 1


@pytest.mark.parametrize("how", ["slash", "reply"])
def test_an_answer_stands_once_when_the_bot_dies_between_post_and_recording(
    stage: Stage, how: Kind
) -> None:
    player = Player(stage, seed=1)
    start(player)
    with killed_after(stage.bot, "chat.postMessage") as dead:
        player.carry_out(ask_for_chart(how))
        assert dead.wait(STARTS_WITHIN)
    start(player)
    assert_answered_once(player)
    assert len(stage.slack.calls("chat.postMessage")) == 1


@pytest.mark.parametrize("how", ["slash", "mention"])
def test_a_question_is_answered_once_when_the_bot_dies_between_recording_and_acknowledgement(
    stage: Stage, how: Kind
) -> None:
    player = Player(stage, seed=1)
    start(player, die_after="bot.intake:Intake.accept")
    player.carry_out(ask_for_chart(how))
    assert stage.bot.await_end() < 0
    start(player)
    # Slack sends an event again; a command it gives up and tells the person so.
    assert_answered_once(player, accepted=how != "slash")
