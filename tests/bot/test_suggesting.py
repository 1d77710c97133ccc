"""Words offered while a form is filled in, and what is said of a wrong one."""

import pytest

from bot import suggesting
from bot.i18n import translator
from bot.platforms.base import Person, Request
from commands.kit.context import Ctx
from commands.kit.registry import discover
from tests.commands.asking import Asker
from tests.commands.conftest import tiny

__all__ = ["tiny"]

GMV = discover()["gmv"]


def context(asker: Asker, locale: str = "en") -> Ctx:
    return asker.context(Request("", Person("ann", "Ann"), "growth", locale))


@pytest.mark.parametrize(
    ("field", "typed", "locale", "first"),
    [
        ("period", "last", "en", "last week"),
        ("period", "上", "zh-CN", "上周"),
        ("period", "双", "zh-CN", "双11"),
        ("by", "cam", "en", "campaign"),
        ("versus", "l", "en", "lastyear"),
        ("where", "抖", "zh-CN", "channel=抖音"),
    ],
)
def test_nearest_word_comes_first_when_its_beginning_is_typed(
    tiny: Asker, field: str, typed: str, locale: str, first: str
) -> None:
    assert suggesting.words(GMV, field, typed, context(tiny, locale))[0] == first


def test_time_zones_are_offered_when_one_is_wanted(tiny: Asker) -> None:
    found = suggesting.words(discover()["settings"], "zone", "lond", context(tiny))
    assert found == ["Europe/London"]


def test_nothing_is_offered_when_the_command_takes_no_such_thing(tiny: Asker) -> None:
    assert suggesting.words(GMV, "colour", "re", context(tiny)) == []


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("period", "yestreday", "No period “yestreday”."),
        ("where", "channel=douyn", "No channel “douyn”."),
        ("where", "colour=red", "No dimension “colour”."),
    ],
)
def test_mistake_is_named_when_a_text_is_no_value(
    tiny: Asker, field: str, text: str, said: str
) -> None:
    found = suggesting.mistake(GMV, field, text, context(tiny))
    assert found is not None
    assert translator("en").message(found) == said


@pytest.mark.parametrize(
    ("field", "text"), [("period", "7d"), ("where", "channel=抖音"), ("where", "抖音")]
)
def test_no_mistake_is_found_when_a_text_is_a_value(tiny: Asker, field: str, text: str) -> None:
    assert suggesting.mistake(GMV, field, text, context(tiny)) is None
