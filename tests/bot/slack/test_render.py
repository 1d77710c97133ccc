"""A reply as Slack shows it."""

import json
from datetime import UTC, datetime

import pytest

from bot.platforms.slack.render import Message, chart_digest, message_of
from commands.kit.blocks import table
from commands.kit.message import Msg, msg
from commands.kit.reply import Block, Button, Buttons, Figure, Figures, Note, Reply, Style, Text
from commands.kit.values import Change, Count, Name
from tests.bot.platforms import replies
from tests.commands.asking import Asker
from tests.conftest import Golden
from tests.shop import tiny_shop

HOSTILE = "<!channel> <@U1|x> & *bold* _it_ `code` :smile: <https://x.example|y>"


def shown(*blocks: Block, locale: str = "en", native: bool = False) -> Message:
    return message_of(replies.reply(*blocks), locale, "k", native_charts=native)


def numbered(number: int) -> Msg:
    return msg("{n}", n=Count(number=number))


def page(message: Message) -> str:
    """The text, then every block on a line of its own."""
    blocks = [json.dumps(block, ensure_ascii=False) for block in message.blocks]
    return "\n".join([message.text, "", *blocks, ""])


def written(message: Message) -> str:
    return json.dumps(message.blocks, ensure_ascii=False)


@pytest.mark.parametrize("locale", ["en", "zh-CN"])
def test_every_block_is_shown_when_there_is_one_of_each(golden: Golden, locale: str) -> None:
    pictures = {chart_digest(replies.LINES, locale): "F1"}
    message = message_of(replies.everything(), locale, "web:7", pictures)
    golden(f"everything-{locale}.txt", page(message))


@pytest.mark.parametrize("locale", ["en", "zh-CN"])
@pytest.mark.parametrize("line", ["/gmv 2026-11", "/target", "/calendar", "/help gmv", "/gmv 抖"])
def test_answer_reads_well_when_it_is_of_the_tiny_shop(
    golden: Golden, line: str, locale: str
) -> None:
    asker = Asker(tiny_shop(), datetime(2026, 11, 5, 2, 0, tzinfo=UTC))
    message = message_of(asker.ask(line, locale), locale, "web:7")
    name = line.strip("/").replace(" ", "-").replace("抖", "wrong")
    golden(f"{name}-{locale}.txt", page(message))


def test_headline_comes_first_when_read_out() -> None:
    text = shown(*replies.everything().blocks).text
    assert text.splitlines()[0] == "Paid GMV ¥1.23M, Nov 1–11, 2026"


def test_headline_is_bold_words_when_too_long_for_a_header() -> None:
    long = Text(message=msg("{name}", name=Name(text="word " * 60)), style=Style.HEADLINE)
    (block,) = shown(long).blocks
    assert block["type"] == "rich_text"


def test_change_says_whether_it_is_welcome_when_that_is_known() -> None:
    fields = shown(replies.FIGURES).blocks[0]["fields"]
    assert "▼ −12.0% 🟥" in fields[0]["text"]
    assert "🟢" in fields[2]["text"]
    assert not set("🟢🟥") & set(fields[1]["text"])


def test_change_says_in_words_whether_it_is_welcome_when_read_out() -> None:
    assert "−12.0% · worse · was" in shown(replies.FIGURES).text


def test_formatting_is_shown_as_it_stands_when_data_hold_it() -> None:
    name = msg("{name}", name=Name(text=HOSTILE))
    figure = Figure(metric="x", label=name, value=Name(text=HOSTILE), change=Change(ratio=0.1))
    button = Button(label=name, command="/gmv", confirm=name)
    message = shown(
        Text(message=name),
        Text(message=name, style=Style.HEADLINE),
        Note(message=name),
        Figures(items=(figure,)),
        Buttons(items=(button,)),
    )
    assert "<!channel>" not in message.text
    assert "<!channel>" not in written(message)
    assert '"mrkdwn"' not in written(message)


def test_number_stands_out_when_nothing_in_it_formats() -> None:
    figure = Figure(metric="x", label=msg("Visitors"), value=Count(number=48213))
    (section,) = shown(Figures(items=(figure,))).blocks
    assert section["fields"] == [{"type": "mrkdwn", "text": "Visitors\n*48,213*", "verbatim": True}]


def test_commands_are_those_one_can_type_when_they_stand_in_words() -> None:
    said = msg("Try {one} or {two}.", one=Name(text="/calendar 双11"), two=Name(text="/gmv 7d"))
    assert shown(Text(message=said)).text == "Try /tidebell calendar 双11 or /gmv 7d."


def test_button_asks_its_line_as_it_is_when_pressed() -> None:
    (row,) = shown(Buttons(items=(Button(label=msg("Go"), command="/calendar"),))).blocks
    assert row["elements"][0]["value"] == "/calendar"
    assert row["elements"][0]["action_id"] == "ask:1"


def test_a_number_is_masked_in_words_when_a_button_asks_for_it() -> None:
    button = Button(label=msg("Drill down"), command="/gmv campaign=王13812345678")
    message = shown(Buttons(items=(button,)))
    assert message.text == "Drill down: /gmv campaign=王138****5678"
    assert button.command in written(message)


def test_buttons_become_a_menu_when_there_are_many() -> None:
    many = tuple(Button(label=numbered(n), command=f"/gmv {n}") for n in range(60))
    (row,) = shown(Buttons(items=many)).blocks
    assert [element["type"] for element in row["elements"]] == ["static_select"]
    assert len(row["elements"][0]["options"]) == 60


def test_buttons_stay_buttons_when_one_of_many_asks_first() -> None:
    many = tuple(
        Button(label=numbered(n), command=f"/gmv {n}", confirm=msg("Sure?")) for n in range(30)
    )
    rows = shown(Buttons(items=many)).blocks
    assert [len(row["elements"]) for row in rows] == [25, 5]
    ids = [element["action_id"] for row in rows for element in row["elements"]]
    assert len(set(ids)) == 30


def test_the_rest_is_behind_a_button_when_there_is_more() -> None:
    reply = replies.reply(replies.HEADLINE, replies.BUTTONS, more=(replies.table(2),))
    row = message_of(reply, "en", "slack:9").blocks[-1]
    assert (row["elements"][-1]["action_id"], row["elements"][-1]["value"]) == ("more", "slack:9")
    assert "Channels" not in written(message_of(reply, "en", "slack:9"))


def test_second_table_is_drawn_in_letters_when_a_message_has_two() -> None:
    blocks = shown(replies.table(2), replies.table(3)).blocks
    assert [block["type"] for block in blocks].count("table") == 1
    assert blocks[-1]["elements"][0]["type"] == "rich_text_preformatted"


def test_columns_line_up_when_drawn_in_letters_with_chinese() -> None:
    drawn = shown(replies.table(1), replies.table(2)).blocks[-1]["elements"][0]
    lines = drawn["elements"][0]["text"].splitlines()
    wide = [len(line) + sum(letter > "\u2e7f" for letter in line) for line in lines]
    assert len(set(wide)) == 1


def test_picture_is_shown_when_the_chart_is_uploaded() -> None:
    pictures = {chart_digest(replies.LINES, "en"): "F1"}
    (block,) = message_of(replies.reply(replies.LINES), "en", "k", pictures).blocks
    assert block["slack_file"] == {"id": "F1"}
    assert block["alt_text"] == "A line that falls"


def test_finding_is_told_in_words_when_there_is_no_picture() -> None:
    (block,) = shown(replies.LINES).blocks
    assert block["text"]["text"] == "📈 A line that falls"


def test_error_is_in_full_size_when_a_question_failed() -> None:
    error = Note(message=msg("No channel {name}", name=Name(text="x")), tone="error")
    (block,) = shown(error).blocks
    assert (block["type"], block["text"]["text"]) == ("section", "⛔ No channel x")


def test_something_is_said_when_the_reply_is_empty() -> None:
    assert message_of(Reply(blocks=()), "en").text


def test_invisible_marks_are_gone_when_data_hold_them() -> None:
    name = msg("{name}", name=Name(text="a\u202eb\x00c"))
    assert shown(Text(message=name)).text == "a b c"


CHANNEL = msg("Posted in {channel}", channel=Name(text="#C02ABCDEFGH"))


@pytest.mark.parametrize(
    "block",
    [
        Text(message=CHANNEL),
        Text(message=CHANNEL, style=Style.HEADLINE),
        Note(message=CHANNEL),
        table("reports", (("channel", msg("Posted in")),), [[CHANNEL]]),
    ],
)
def test_channel_is_shown_by_its_name_when_we_know_its_id(block: Block) -> None:
    message = shown(block)
    assert '{"type": "channel", "channel_id": "C02ABCDEFGH"}' in written(message)
    assert "#C02" not in written(message)
    assert "<#C02ABCDEFGH>" in message.text


def test_word_is_no_channel_when_it_only_looks_like_one() -> None:
    assert "<#" not in shown(Text(message=msg("#CAMPAIGNS and #C1"))).text
