"""`/help` at its three levels, `/settings`, and lines that name no command."""

from dataclasses import replace

import pytest

from bot import dispatch
from bot.platforms.base import Person, Request
from commands.kit.registry import discover
from commands.kit.reply import Buttons
from tests.commands.asking import Asker, column, said, table


def test_every_command_is_listed_when_help_is_asked(tiny: Asker) -> None:
    listed = column(table(tiny.ask("/help"), "commands"), "command")
    assert set(listed) == {f"/{name}" for name in discover()}


def test_the_whole_line_is_offered_when_only_the_command_is_misspelt(tiny: Asker) -> None:
    (offered,) = [b for b in tiny.ask("/gvm 7d by channel").blocks if isinstance(b, Buttons)]
    assert [item.command for item in offered.items] == ["/gmv 7d by channel"]


def test_questions_stand_before_what_is_about_the_bot_when_help_is_asked(tiny: Asker) -> None:
    listed = column(table(tiny.ask("/help"), "commands"), "command")
    assert listed.index("/target") < listed.index("/subscribe") < listed.index("/help")


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


@pytest.mark.parametrize(
    "line",
    [
        "/settings channel language en",
        "/settings language en for channel",
        "/设置 频道 语言 英文",
        "/设置 频道语言英文",
    ],
)
def test_language_of_the_channel_is_kept_when_chosen(tiny: Asker, line: str) -> None:
    reply = tiny.ask(line)
    assert (reply.failed, reply.audience) == (False, "channel")
    assert tiny.languages.chosen_for_channels == {"growth": "en"}
    assert said(tiny.ask("/settings channel")) == "This channel's language: English"


def test_channel_has_no_language_when_none_was_chosen(tiny: Asker) -> None:
    assert said(tiny.ask("/settings channel")) == "This channel has no language of its own."


def test_channel_keeps_its_language_when_the_asker_may_not_change_it(tiny: Asker) -> None:
    reply = replace(tiny, roles=("executive",)).ask("/settings channel language en")
    assert reply.refused
    assert "Roles that may: growth lead, operator, analyst." in said(reply)
    assert tiny.languages.chosen_for_channels == {}


def test_own_language_is_kept_when_the_asker_has_no_role(tiny: Asker) -> None:
    assert not replace(tiny, roles=()).ask("/settings language en").failed


def test_channel_language_is_anybodys_when_the_channel_is_theirs_alone(tiny: Asker) -> None:
    alone = replace(tiny, roles=())
    request = Request("/settings channel language en", Person("ann", "Ann"), "me", "en")
    assert not dispatch.answer(request, discover(), alone.context).failed


@pytest.mark.parametrize(
    "line", ["/settings channel zone europe/london", "/settings 频道 时区 Europe/London"]
)
def test_time_zone_of_the_channel_is_kept_when_chosen(tiny: Asker, line: str) -> None:
    assert tiny.ask(line).failed is False
    assert tiny.schedules.zones == {"growth": "Europe/London"}
    assert "This channel's time zone: Europe/London" in said(tiny.ask("/settings channel"))


def test_channel_keeps_its_zone_when_the_asker_may_not_change_it(tiny: Asker) -> None:
    reply = replace(tiny, roles=("executive",)).ask("/settings channel zone Europe/London")
    assert reply.failed
    assert tiny.schedules.zones == {}


def test_nearest_zone_is_offered_when_there_is_none_of_that_name(tiny: Asker) -> None:
    assert "Europe/London" in said(tiny.ask("/settings channel zone Europe/Londn"))


def test_a_command_is_explained_when_it_is_asked_for_by_another_name(tiny: Asker) -> None:
    assert tiny.ask("/help 成交").blocks == tiny.ask("/help gmv").blocks
