"""`/help` at its three levels, `/settings`, and lines that name no command."""

from commands.kit.registry import discover
from tests.commands.asking import Asker, column, said, table


def test_every_command_is_listed_when_help_is_asked(tiny: Asker) -> None:
    listed = column(table(tiny.ask("/help"), "commands"), "command")
    assert listed == [f"/{name}" for name in discover()]


def test_usage_and_examples_are_shown_when_one_command_is_asked(tiny: Asker) -> None:
    text = tiny.say("/help gmv")
    assert "/gmv [period] [by <dimension>] [dimension=value …] [vs <comparison>]" in text
    assert "/gmv 7d by channel" in text


def test_words_are_explained_when_a_topic_is_asked(tiny: Asker) -> None:
    assert "weeks start on Monday" in tiny.say("/help periods")
    assert "distinct paying customers ÷ visitors" in tiny.say("/help metrics", more=True)


def test_nearest_command_is_offered_when_the_name_is_wrong(tiny: Asker) -> None:
    reply = tiny.ask("/gvm 7d")
    assert "Did you mean /gmv?" in said(reply)


def test_help_answers_when_the_line_is_empty(tiny: Asker) -> None:
    assert not tiny.ask("  ").failed


def test_language_is_kept_for_that_person_when_chosen(tiny: Asker) -> None:
    assert not tiny.ask("/settings language 中文").failed
    assert tiny.languages.chosen == {"ann": "zh-CN"}
    assert "Your language: Chinese" in said(tiny.ask("/settings"))


def test_languages_are_listed_when_the_word_is_none(tiny: Asker) -> None:
    reply = tiny.ask("/settings language klingon")
    assert reply.failed
    assert "zh-CN" in said(reply)
    assert tiny.languages.chosen == {}
