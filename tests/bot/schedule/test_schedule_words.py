"""Times of day as people write them."""

from datetime import time

import pytest

from commands.kit.errors import UserError
from commands.kit.schedule_words import TimeType, split_question

TIMES = {
    "09:00": time(9),
    "9:30": time(9, 30),
    "00:00": time(0),
    "6pm": time(18),
    "9:15am": time(9, 15),
    "12am": time(0),
    "12pm": time(12),
    "9点": time(9),
    "9点半": time(9, 30),
    "9点05分": time(9, 5),
    "18时": time(18),
    "凌晨1点": time(1),
    "上午10点": time(10),
    "中午12点": time(12),
    "中午1点": time(13),
    "下午3点": time(15),
    "晚上8点半": time(20, 30),
}


@pytest.mark.parametrize(("text", "at"), TIMES.items())
def test_a_time_is_understood_when_written_as_people_do(text: str, at: time) -> None:
    assert TimeType().read(text, None) == at


@pytest.mark.parametrize("text", ["24:00", "9:60", "9", "13pm", "0am", "晚上12点", "09:00 10:00"])
def test_a_time_is_refused_when_the_day_has_none_such(text: str) -> None:
    with pytest.raises(UserError, match="time of day"):
        TimeType().read(text, None)


@pytest.mark.parametrize(
    ("line", "question", "words"),
    [
        ('"/gmv 7d channel=抖音" daily 09:00', "/gmv 7d channel=抖音", ["daily", "09:00"]),
        ("“/gmv 昨天” 工作日 9点", "/gmv 昨天", ["工作日", "9点"]),
        ("/gmv 7d 1st workday 09:00", "/gmv 7d", ["1st", "workday", "09:00"]),
        ("/gmv yesterday", "/gmv yesterday", []),
        ("", "", []),
    ],
)
def test_the_question_is_told_from_its_schedule_when_quoted_or_not(
    line: str, question: str, words: list[str]
) -> None:
    assert split_question(line) == (question, words)
