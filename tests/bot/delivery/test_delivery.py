"""Messages reach their platform: in order, revised, in threads, in parts, for one reader."""

from bot.platforms.base import Unsure
from bot.state import outbox, threads
from bot.state.threads import Hanging
from tests.bot.delivery.conftest import Post
from tests.bot.delivery.platform import draft, fail, now


def test_messages_of_a_channel_come_in_order_when_they_are_put_one_after_another(
    post: Post,
) -> None:
    post.start()
    for number in range(20):
        post.put(draft(f"k{number}"), draft(f"d{number}", channel="C2"))
    post.settle()
    assert [text for text in post.platform.texts() if text[0] == "k"] == [
        f"k{number}" for number in range(20)
    ]


def test_only_the_answer_is_posted_when_it_is_there_before_the_note(post: Post) -> None:
    post.put(draft("re:1", "Working …"))
    post.put(draft("re:1", "42"))
    post.start()
    post.settle()
    assert post.platform.texts() == ["42"]
    assert post.platform.actions() == ["post"]


def test_the_note_becomes_the_answer_when_that_comes_later(post: Post) -> None:
    post.start()
    post.put(draft("re:1", "Working …"))
    post.settle()
    post.put(draft("re:1", "42"))
    post.settle()
    assert post.platform.one("42").edits == 1
    assert post.platform.actions() == ["post", "edit"]


def test_it_is_taken_away_when_it_is_withdrawn(post: Post) -> None:
    post.start()
    post.put(draft("a"))
    post.settle()
    post.withdraw("a")
    post.settle()
    assert post.platform.texts() == []
    post.put(draft("a", "again"))
    post.settle()
    assert post.platform.texts() == ["again"]


def test_it_is_never_posted_when_it_is_withdrawn_before(post: Post) -> None:
    post.put(draft("a"))
    post.withdraw("a")
    post.start()
    post.settle()
    assert post.platform.calls == []


def test_a_public_message_is_deleted_and_told_its_reader_when_it_turns_private(post: Post) -> None:
    post.start()
    post.put(draft("re:1", "Working …"))
    post.settle()
    post.put(draft("re:1", "secret", reader="U1"))
    post.settle()
    assert post.platform.actions() == ["post", "delete", "post"]
    assert post.platform.one("secret").reader == "U1"


def test_a_private_message_is_posted_anew_when_it_changes(post: Post) -> None:
    post.start()
    post.put(draft("a", "one", reader="U1"))
    post.settle()
    post.put(draft("a", "two", reader="U1"))
    post.settle()
    assert post.platform.texts() == ["one", "two"]


def test_a_message_opens_the_thread_of_its_key_when_nobody_has(post: Post) -> None:
    post.start()
    post.put(draft("a", thread="incident:42"), draft("b", thread="incident:42"))
    post.settle()
    head = post.platform.one("a")
    assert head.thread is None
    assert post.platform.one("b").thread == head.place
    with post.database.reading() as tx:
        assert threads.find(tx, "chat", "incident:42") == Hanging("C1", head.place)
        assert threads.key_of(tx, "chat", "C1", head.place) == "incident:42"
        assert outbox.find_by_place(tx, "chat", "C1", head.place) == "a"


def test_a_posted_note_opens_the_thread_when_its_answer_names_one(post: Post) -> None:
    post.start()
    post.put(draft("a", "Working …"))
    post.settle()
    post.put(draft("a", "open", thread="incident:42"))
    post.put(draft("b", thread="incident:42"))
    post.settle()
    assert post.platform.one("b").thread == post.platform.one("open").place
    post.put(draft("a", "watching", thread="incident:42"))
    post.settle()
    assert post.platform.one("watching").edits == 2


def test_a_posted_note_moves_into_the_thread_when_its_answer_belongs_there(post: Post) -> None:
    post.start()
    post.put(draft("a", thread="incident:42"), draft("b", "Working …"))
    post.settle()
    post.put(draft("b", "status", thread="incident:42"))
    post.settle()
    assert post.platform.texts() == ["a", "status"]
    assert post.platform.one("status").thread == post.platform.one("a").place


def test_the_thread_is_opened_anew_when_its_first_message_was_taken_away(post: Post) -> None:
    post.start()
    post.put(draft("a", thread="incident:42"))
    post.settle()
    post.withdraw("a")
    post.put(draft("b", thread="incident:42"))
    post.settle()
    assert post.platform.one("b").thread is None


def test_a_message_follows_another_into_its_thread_when_that_was_asked_in_one(post: Post) -> None:
    post.start()
    post.put(draft("a", thread="9.9"), draft("b", thread="msg:a"), draft("c", thread="msg:b"))
    post.settle()
    assert [one.thread for one in post.platform.shown.values()] == ["9.9"] * 3


def test_a_long_reply_continues_in_the_thread_of_its_first_message(post: Post) -> None:
    post.start()
    post.put(draft("a", "one", "two", "three"))
    post.settle()
    head = post.platform.one("one")
    assert head.thread is None
    assert [post.platform.one(text).thread for text in ("two", "three")] == [head.place] * 2


def test_what_is_too_much_goes_when_the_revised_reply_is_shorter(post: Post) -> None:
    post.start()
    post.put(draft("a", "one", "two", "three"))
    post.settle()
    post.put(draft("a", "one", "zwei"))
    post.settle()
    assert post.platform.texts() == ["one", "zwei"]


def test_all_parts_go_when_the_message_is_withdrawn(post: Post) -> None:
    post.start()
    post.put(draft("a", "one", "two"))
    post.settle()
    post.withdraw("a")
    post.settle()
    assert post.platform.texts() == []


def test_all_parts_move_when_the_message_turns_private(post: Post) -> None:
    post.start()
    post.put(draft("a", "one", "two"))
    post.settle()
    post.put(draft("a", "one", "two", reader="U1"))
    post.settle()
    assert post.platform.texts() == ["one", "two"]
    assert {one.reader for one in post.platform.shown.values()} == {"U1"}


def test_what_hangs_from_a_withdrawn_message_dies_quietly(post: Post) -> None:
    told: list[str] = []
    post.start(on_dead=lambda tx, message, error: told.append(message.key))
    post.put(draft("a"))
    post.settle()
    post.withdraw("a")
    post.settle()
    post.put(draft("b", thread="msg:a"), draft("c"))
    post.settle()
    assert post.platform.texts() == ["c"]
    assert (told, post.row("b").dead_at is None) == ([], False)


def test_another_revision_is_not_lost_when_it_comes_during_the_post(post: Post) -> None:
    def revise() -> None:
        with post.database.writing() as tx:
            outbox.put(tx, draft("a", "two"), now())

    post.platform.after["post"].append(revise)
    post.start()
    post.put(draft("a", "one"))
    post.settle()
    assert post.platform.one("two").edits == 1


def test_it_is_found_and_edited_when_it_was_revised_after_a_post_of_unknown_outcome(
    post: Post,
) -> None:
    def revise_and_break() -> None:
        with post.database.writing() as tx:
            outbox.put(tx, draft("a", "two", reader="U1"), now())
        raise Unsure("reset")

    post.platform.after["post"].append(revise_and_break)
    post.start()
    post.put(draft("a", "one"))
    post.settle()
    assert post.platform.actions() == ["post", "find", "delete", "post"]
    assert post.platform.one("two").reader == "U1"


def test_what_was_noted_is_there_when_the_post_is_tried_again(post: Post) -> None:
    seen: list[dict[str, str]] = []
    original = post.platform.post

    def noting(message):  # type: ignore[no-untyped-def]
        seen.append(dict(message.notes))
        message.note("file:1", "F1")
        return original(message)

    post.platform.post = noting  # type: ignore[method-assign]
    post.platform.before["post"].append(fail(ConnectionError("refused")))
    post.start()
    post.put(draft("a"))
    post.settle()
    assert seen == [{}, {"file:1": "F1"}]
