"""From what Slack sends to the line a person typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.slack.reading import LONGEST, begins_as_command, mentions, read_line
from commands.kit.words import LONGEST_LINE, split_words

ME = "U0BELL"

LINES = [
    ("/gmv yesterday", "/gmv yesterday"),
    ("<@U0BELL> /gmv 昨天", "/gmv 昨天"),
    ("<@U0BELL|tidebell> gmv 昨天", "gmv 昨天"),
    ("hey <@U0BELL>, gmv please", "hey , gmv please"),
    ("<@U0BELL>", "/help"),
    ("", "/help"),
    ("   ", "/help"),
    ("／gmv　昨天", "/gmv 昨天"),
    ("\u200b/gmv\u200b \u2060yesterday\ufeff", "/gmv yesterday"),
    ("/gmv\u00a0yesterday\n\n", "/gmv yesterday"),
    ("`/gmv yesterday`", "/gmv yesterday"),
    ("```/gmv yesterday```", "/gmv yesterday"),
    ("*/gmv yesterday*", "/gmv yesterday"),
    ("/gmv campaign=autumn_", "/gmv campaign=autumn_"),
    ("/tidebell /gmv yesterday", "/gmv yesterday"),
    ("/tidebell gmv", "gmv"),
    ("／Tidebell 帮助", "帮助"),
    ("/tidebell", "/help"),
    ("/tidebells", "/tidebells"),
    ("<@U0BELL> /tidebell calendar", "calendar"),
    ("/gmv <@U0LIN|lin>", "/gmv @lin"),
    ("/gmv <@U0LIN>", "/gmv @U0LIN"),
    ('/subscribe "/gmv" 09:00 <#C0STAND|standup>', '/subscribe "/gmv" 09:00 #C0STAND'),
    ("/gmv <#C0STAND>", "/gmv #C0STAND"),
    ("/gmv <https://shop.example/a?b=1&amp;c=2|shop.example>", "/gmv shop.example"),
    ("/gmv <https://shop.example/a?b=1&amp;c=2>", "/gmv https://shop.example/a?b=1&c=2"),
    ("/gmv <mailto:lin@shop.example|lin@shop.example>", "/gmv lin@shop.example"),
    ("/gmv <mailto:lin@shop.example>", "/gmv lin@shop.example"),
    ("<!here> /gmv", "@here /gmv"),
    ("<!subteam^S1|@growth> /gmv", "@growth /gmv"),
    ("<!date^1795348800^{date}|Nov 22> /gmv", "Nov 22 /gmv"),
    ("/gmv campaign=a&amp;b &lt;3 &gt;", "/gmv campaign=a&b <3 >"),
    ("/gmv &amp;lt;b&amp;gt;", "/gmv &lt;b&gt;"),
    ("/gmv “last week” ‘x’ „y“", '/gmv "last week" \'x\' "y"'),
]


@pytest.mark.parametrize(("text", "line"), LINES)
def test_a_message_becomes_the_line_that_was_typed_when_read(text: str, line: str) -> None:
    assert read_line(text, ME) == line


def test_smart_quotes_hold_words_together_when_a_line_is_read() -> None:
    assert split_words(read_line("/gmv campaign=“double 11”", ME)) == [
        "/gmv",
        'campaign="double 11"',
    ]


def test_a_message_is_read_no_further_when_it_is_endless() -> None:
    line = read_line("/gmv " + "x" * 1_000_000, ME)
    assert LONGEST_LINE < len(line) <= LONGEST + 1


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("/gmv yesterday", True),
        ("／gmv 昨天", True),
        (" `/GMV x`", True),
        ("/tidebell x", True),
        ("/成交 昨天", True),
        ("/giphy x", False),
        ("gmv", False),
        ("/", False),
        ("//gmv", False),
        ("look at /gmv", False),
        ("/gmvs", False),
    ],
)
def test_a_command_is_known_by_its_name_when_nobody_is_mentioned(text: str, is_one: bool) -> None:
    assert begins_as_command(text, {"gmv", "成交"}) is is_one


def test_any_word_is_a_command_when_no_names_are_given() -> None:
    assert begins_as_command("/giphy", None)
    assert not begins_as_command("nice / good", None)


def test_a_mention_is_seen_when_it_has_a_label() -> None:
    assert mentions("hi <@U0BELL|tidebell>", ME)
    assert mentions("hi <@U0BELL>", ME)
    assert not mentions("hi <@U0BELLS> U0BELL", ME)


@given(st.text(alphabet="<>@#!|&;ampltg/ ab`*\u200bU0BEL", max_size=200))
def test_reading_ends_with_a_line_when_the_message_is_garbage(text: str) -> None:
    line = read_line(text, ME)
    assert line
    assert line == " ".join(line.split())
    assert "\u200b" not in line
