"""Answers too long for one message."""

import json

import pytest

from bot.platforms.slack.parts import split_reply
from bot.platforms.slack.render import message_of
from bot.platforms.slack.voice import voice
from commands.kit.message import Msg, msg
from commands.kit.reply import Button, Buttons, Note, Reply, Style, Table, TableColumn, Text
from commands.kit.values import Count, Name
from tests.bot.platforms import replies

WORDS = " ".join(f"word{number}" for number in range(6_000))


def wide(columns: int, rows: int) -> Table:
    names = [f"c{number}" for number in range(columns)]
    return Table(
        name="wide",
        title=msg("Channels"),
        columns=tuple(TableColumn(name=name, label=Msg(text=name)) for name in names),
        rows=((Name(text="x" * 150),) * columns,) * rows,
    )


def sizes(parts: tuple[Reply, ...]) -> list[int]:
    messages = [message_of(part, "en") for part in parts]
    return [len(json.dumps(message.blocks, ensure_ascii=False)) for message in messages]


def test_answer_stays_one_message_when_it_fits() -> None:
    assert split_reply(replies.everything(), "en") == (replies.everything(),)


def test_an_empty_answer_is_one_message_when_split() -> None:
    assert len(split_reply(Reply(blocks=()), "en")) == 1


def test_no_word_is_lost_when_a_text_is_long() -> None:
    parts = split_reply(replies.reply(Text(message=Msg(text=WORDS))), "en")
    said = [voice("en").say(block.message) for part in parts for block in part.blocks]  # type: ignore[union-attr]
    assert " ".join(said) == WORDS
    assert len(parts) > 1


def test_no_row_is_lost_when_a_table_is_long() -> None:
    long = replies.table(500)
    tables = [block for part in split_reply(replies.reply(long), "en") for block in part.blocks]
    assert [row for table in tables for row in table.rows] == list(long.rows)  # type: ignore[union-attr]


def test_table_says_that_it_goes_on_when_it_is_split() -> None:
    parts = split_reply(replies.reply(replies.table(500)), "en")
    titles = [message_of(part, "en").text.splitlines()[0] for part in parts]
    assert titles[0] == "Channels"
    assert set(titles[1:]) == {"Channels (continued)"}


def test_no_column_is_lost_when_a_table_is_wider_than_slack_allows() -> None:
    parts = split_reply(replies.reply(wide(45, 2)), "en")
    tables = [block for part in parts for block in part.blocks if isinstance(block, Table)]
    assert {column.name for table in tables for column in table.columns} == {
        f"c{number}" for number in range(45)
    }
    assert all(table.columns[0].name == "c0" for table in tables)


def test_every_message_has_one_table_when_an_answer_has_three() -> None:
    parts = split_reply(replies.reply(*[replies.table(3)] * 3), "en")
    assert [len(part.blocks) for part in parts] == [1, 1, 1]


@pytest.mark.parametrize(
    "block",
    [
        Text(message=Msg(text=WORDS), style=Style.HEADLINE),
        Note(message=Msg(text="&" * 9_000)),
        replies.table(500),
        wide(20, 40),
        Buttons(items=(Button(label=msg("Go"), command="/gmv " + "x" * 1_900),) * 30),
    ],
    ids=["words", "escapes", "rows", "cells", "buttons"],
)
def test_every_message_is_below_the_size_slack_refuses_when_split(block: Text) -> None:
    assert max(sizes(split_reply(replies.reply(block), "en"))) < 12_000


def test_the_rest_is_offered_once_when_an_answer_has_several_parts() -> None:
    reply = replies.reply(*[replies.table(3)] * 2, more=(replies.HEADLINE,))
    assert [bool(part.more) for part in split_reply(reply, "en")] == [False, True]


def test_parts_are_as_the_answer_was_when_split() -> None:
    reply = replies.reply(*[replies.table(3)] * 2).model_copy(update={"audience": "person"})
    assert {part.audience for part in split_reply(reply, "en")} == {"person"}


def test_buttons_are_all_there_when_there_are_too_many_for_a_message() -> None:
    items = tuple(
        Button(label=msg("{n}", n=Count(number=n)), command=f"/gmv {n} " + "x" * 1_900)
        for n in range(30)
    )
    parts = split_reply(replies.reply(Buttons(items=items)), "en")
    rows = [row for part in parts for row in message_of(part, "en").blocks]
    pressed = [element["value"] for row in rows for element in row["elements"]]
    assert pressed == [item.command for item in items]
