"""The judge of a fault run sees each way in which a promise can be broken."""

from dataclasses import replace

import pytest

from tests.chaos.judge import judge
from tests.chaos.record import Kept, Message, Question, Record, Shown, Slot, Words
from tests.chaos.run import died_over

WORDS = Words(working=("Working on it",), apologies=("Something broke", "I could not post"))


def question(name: str = "1.1", asked: float = 1.0, channel: str = "C1") -> Question:
    held = f"answer to {name}"
    return Question(name, f"/gmv {name}", "U1", channel, (held,), asked, asked + 0.1)


def answer(name: str = "1.1", at: float = 2.0, text: str = "", channel: str = "C1") -> Message:
    shown = Shown(at, text or f"the answer to {name} is 42")
    return Message(channel, f"p{at}", (shown,), key=f"re:slack:{name}")


def whisper(name: str = "1.1", at: float = 2.0, text: str = "", told: bool = True) -> Message:
    private = answer(name, at, text)
    return replace(private, key=None, reader="U1", told=told)


def record(
    *things: Question | Message | Slot, audited: int = 1, kept: Kept | None = None
) -> Record:
    questions = tuple(thing for thing in things if isinstance(thing, Question))
    messages = tuple(thing for thing in things if isinstance(thing, Message))
    slots = tuple(thing for thing in things if isinstance(thing, Slot))
    kept = kept or Kept(audited={f"gmv {each.name}": audited for each in questions})
    return Record(questions, messages, slots, WORDS, kept)


def violations(*things: Question | Message | Slot, kept: Kept | None = None) -> list[str]:
    return list(judge(record(*things, kept=kept)).violations)


def test_nothing_is_broken_when_each_question_has_its_answer() -> None:
    verdict = judge(record(question("1.1"), answer("1.1"), question("2.2", 3), answer("2.2", 4)))
    assert verdict.violations == ()
    assert verdict.counts["answered once"] == 2
    assert verdict.counts["pairs whose order was judged"] == 1


def test_a_question_is_lost_when_it_was_accepted_and_nothing_came() -> None:
    assert violations(question())[0].startswith("LOST")


def test_a_question_is_lost_when_its_answer_was_taken_away() -> None:
    assert violations(question(), replace(answer(), gone=3.0))[0].startswith("LOST")


def test_it_is_told_apart_when_a_question_was_never_accepted() -> None:
    unheard = replace(question(), accepted=None)
    verdict = judge(record(unheard, replace(unheard, name="2.2", refused=True)))
    assert verdict.violations == ()
    assert verdict.counts["never accepted, all retries failed"] == 1
    assert verdict.counts["never accepted; Slack told the person"] == 1


def test_two_answers_are_seen_when_their_keys_are_the_same() -> None:
    found = violations(question(), answer(at=2), answer(at=3))
    assert found[0].startswith("ANSWERED TWICE")
    assert any("carry the key" in one for one in found)


def test_a_second_post_is_seen_when_the_first_was_taken_away() -> None:
    found = violations(question(), replace(answer(at=2), gone=2.5), answer(at=3))
    assert found == ["twice: 2 messages carry the key re:slack:1.1"]


def test_two_answers_are_seen_when_only_their_words_are_the_same() -> None:
    same = "the answer to 1.1 is the answer to 2.2"
    found = violations(
        question("1.1"), answer("1.1", text=same), question("2.2", 3), answer("2.2", 4, same)
    )
    assert any("have the same answer" in one for one in found)


def test_an_apology_counts_when_it_is_the_only_message() -> None:
    verdict = judge(record(question(), answer(text="Something broke; logged as 7F3A")))
    assert verdict.violations == ()
    assert verdict.counts["one visible apology"] == 1


def test_a_private_apology_counts_when_its_reader_waits_for_an_answer() -> None:
    verdict = judge(record(question(), whisper(text="Something broke; logged as 7F3A")))
    assert verdict.violations == ()
    assert verdict.counts["one visible apology"] == 1


def test_a_private_apology_is_for_who_was_accepted_when_several_have_no_answer() -> None:
    unheard = replace(question("1.1", 0.5), accepted=None)
    verdict = judge(record(unheard, question("2.2"), whisper(text="Something broke; logged as 7")))
    assert verdict.counts["one visible apology"] == 1
    assert verdict.counts["never accepted, all retries failed"] == 1


def test_a_message_is_unfinished_when_it_still_says_that_it_is_worked_on() -> None:
    found = violations(question(), answer(text="Working on it …"))
    assert found[0].startswith("LEFT AT WORKING")


def test_the_answer_counts_when_it_was_edited_into_the_note() -> None:
    note = Shown(1.5, "Working on it …")
    edited = replace(answer(), shown=(note, *answer().shown))
    assert violations(question(), edited) == []


def test_an_answer_is_wrong_when_it_is_another_questions() -> None:
    found = violations(question(), answer(text="the answer to 9.9 is 42"))
    assert found[0].startswith("ANSWERED WITH SOMETHING ELSE")


def test_an_answer_for_one_reader_counts_when_it_holds_what_was_asked() -> None:
    assert violations(question(), whisper()) == []


def test_the_exception_is_counted_when_a_private_post_had_an_unknown_fate() -> None:
    verdict = judge(record(question(), whisper(at=2, told=False), whisper(at=3)))
    assert verdict.violations == ()
    assert verdict.counts["shown twice to its reader (the written exception)"] == 1


def test_the_exception_is_none_when_the_first_private_post_was_confirmed() -> None:
    assert violations(question(), whisper(at=2), whisper(at=3))[0].startswith("ANSWERED TWICE")


def test_the_exception_is_counted_when_an_apology_follows_a_private_post_of_unknown_fate() -> None:
    sorry = replace(answer(at=9, text="I could not post the answer to 1.1"), channel="D1")
    kept = Kept(dead={"re:slack:1.1": "FateUnknown"}, audited={"gmv 1.1": 1})
    verdict = judge(record(question(), whisper(told=False), sorry, kept=kept))
    assert verdict.violations == ()
    assert judge(record(question(), whisper(), sorry, kept=kept)).violations != ()


def test_order_is_free_when_an_apology_comes_in_a_direct_message() -> None:
    sorry = replace(answer("1.1", 9, "I could not post the answer to 1.1"), channel="D1")
    assert violations(question("1.1", 1), sorry, question("2.2", 3), answer("2.2", 4)) == []


def test_disorder_is_seen_when_a_later_question_is_answered_first() -> None:
    found = violations(question("1.1", 1), question("2.2", 3), answer("1.1", 5), answer("2.2", 4))
    assert [one.partition(":")[0] for one in found] == ["order"]


def test_order_is_free_when_two_were_asked_at_the_same_time() -> None:
    one, other = question("1.1", 1.0), question("2.2", 1.05)
    assert violations(one, other, answer("1.1", 5), answer("2.2", 4)) == []


def test_order_is_free_when_the_channels_differ() -> None:
    one, other = question("1.1", 1), question("2.2", 3, "C2")
    assert violations(one, other, answer("1.1", 5), answer("2.2", 4, channel="C2")) == []


def test_the_note_keeps_the_place_when_the_answer_itself_turns_private() -> None:
    note = replace(answer("1.1", 2, "Working on it …"), gone=6.0)
    later = (question("2.2", 3), answer("2.2", 4))
    assert violations(question("1.1", 1), note, whisper("1.1", 7), *later) == []


def test_a_continuation_is_no_second_answer_when_an_answer_is_long() -> None:
    continued = replace(answer(at=3, text="and so on"), key="re:slack:1.1/2")
    assert violations(question(), answer(), continued) == []


def test_a_message_is_a_stray_when_nothing_asked_for_it() -> None:
    assert violations(answer("9.9"))[0].startswith("stray")


def test_slots_are_judged_when_they_fell_due() -> None:
    asked, skipped = Slot("slot:1:09:00", "09:00", "asked"), Slot("slot:1:09:05", "", "skipped")
    post = replace(answer(), key="slot:1:09:00")
    assert violations(asked, skipped, post) == []
    assert "has 0 posts" in violations(asked)[0]
    assert "has 1 posts" in violations(replace(asked, outcome="skipped"), post)[0]
    assert "never settled" in violations(replace(asked, outcome=None))[0]


def test_the_database_is_judged_when_all_is_quiet() -> None:
    kept = Kept(unanswered=1, undelivered=2, dead={"re:slack:1.1": "gone"})
    found = violations(question(), answer(), kept=kept)
    assert [one.partition(":")[0] for one in found] == ["state", "state", "dead letter", "audit"]


def test_a_second_entry_in_the_audit_log_is_seen_when_an_answer_was_recorded_twice() -> None:
    kept = Kept(audited={"gmv 1.1": 2})
    assert "has 2 entries" in violations(question(), answer(), kept=kept)[0]


@pytest.mark.parametrize(
    ("came", "unsure"), [(6.9, False), (7.1, True), (10.0, True), (10.4, True), (10.6, False)]
)
def test_only_a_message_near_its_end_is_excused_when_the_bot_was_killed(
    came: float, unsure: bool
) -> None:
    assert died_over(came, [10.0]) is unsure
