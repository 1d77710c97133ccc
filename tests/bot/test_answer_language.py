"""Which language an answer is in."""

import pytest

from bot.answer_language import answer_language
from bot.platforms.base import Inbound
from tests.bot.questions import LIN, Chosen, question

SCHEDULED = question(person="")


@pytest.mark.parametrize(
    ("asked", "people", "channels", "language"),
    [
        (question(), {}, {}, "zh-CN"),
        (question(), {}, {"C1": "en"}, "en"),
        (question(), {"U1": "zh-CN"}, {"C1": "en"}, "zh-CN"),
        (question(locale="en"), {}, {}, "en"),
        (question(locale="tlh"), {}, {}, "zh-CN"),
        (question(person="U2"), {}, {}, "en"),
        (SCHEDULED, {}, {}, "en"),
        (SCHEDULED, {}, {"C1": "zh-CN"}, "zh-CN"),
        (SCHEDULED.model_copy(update={"locale": "en"}), {}, {"C1": "zh-CN"}, "en"),
    ],
)
def test_the_nearest_wish_decides_when_several_were_made(
    asked: Inbound, people: dict[str, str], channels: dict[str, str], language: str
) -> None:
    person = LIN if asked.person == LIN.id else None
    assert answer_language(asked, person, Chosen(people, channels), "en") == language
