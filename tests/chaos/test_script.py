"""The script of a fault run is drawn before anything starts, so that it can be repeated."""

from collections import Counter
from itertools import pairwise

from tests.chaos.script import FULL, LEAST_BETWEEN_KILLS, QUICK, Ask, Drop, Kill, Step, draw

SCRIPT = draw(7, FULL)
ASKED = [act for act in SCRIPT if isinstance(act, Ask)]


def test_the_same_happens_when_the_seed_is_the_same() -> None:
    assert draw(7, QUICK) == draw(7, QUICK)
    assert draw(7, QUICK) != draw(8, QUICK)


def test_everything_the_size_says_happens_when_drawn() -> None:
    counts = Counter(type(act) for act in SCRIPT)
    assert counts[Ask] == FULL.questions >= 2000
    assert counts[Kill] == FULL.kills >= 20
    assert counts[Step] == 2 * FULL.wrong_clocks + FULL.passing_times
    assert counts[Drop] == FULL.drops


def test_every_question_can_be_told_from_the_others_when_drawn() -> None:
    lines = [ask.line for ask in ASKED if ask.how != "press"]
    assert len(set(lines)) == len(lines)


def test_every_way_of_asking_is_taken_when_drawn() -> None:
    assert {ask.how for ask in ASKED} == {"slash", "mention", "reply", "direct", "press"}
    assert {ask.what for ask in ASKED} == {"calendar", "chart", "refused", "button"}


def test_the_bot_lives_a_while_when_it_is_killed_often() -> None:
    moments = [act.at for act in SCRIPT if isinstance(act, Kill)]
    assert all(later - earlier >= LEAST_BETWEEN_KILLS for earlier, later in pairwise(moments))
    assert 0 < moments[0] < moments[-1] < FULL.seconds


def test_the_bots_clock_is_right_again_when_all_has_happened() -> None:
    wrong = [act.seconds for act in SCRIPT if isinstance(act, Step) and not act.everywhere]
    assert sum(wrong) == 0
    assert any(wrong)
