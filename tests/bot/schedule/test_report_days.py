"""The words for days, in both languages, and the one spelling they are kept in."""

import pytest

from commands.kit.report_days import ReportDays

WORDS = {
    "workdays": "workdays",
    "工作日": "workdays",
    "daily": "daily",
    "每天": "daily",
    "weekdays": "weekdays",
    "周一至周五": "weekdays",
    "mon-fri": "weekdays",
    "mon,wed": "mon,wed",
    "wed, mon": "mon,wed",
    "Monday and Friday": "mon,fri",
    "周一,周三": "mon,wed",
    "周一、周三": "mon,wed",
    "周一三五": "mon,wed,fri",
    "monday": "mon",
    "every tuesday": "tue",
    "thurs": "thu",
    "每周一": "mon",
    "星期天": "sun",
    "fri to mon": "mon,fri,sat,sun",
    "1st workday": "workday 1",
    "first workday": "workday 1",
    "第一个工作日": "workday 1",
    "每月第3个工作日": "workday 3",
    "monthly 1": "monthly 1",
    "每月15号": "monthly 15",
}


@pytest.mark.parametrize(("words", "kept"), WORDS.items())
def test_days_are_understood_when_written_in_either_language(words: str, kept: str) -> None:
    assert ReportDays.read(words).text == kept


@pytest.mark.parametrize("kept", sorted(set(WORDS.values())))
def test_the_kept_spelling_means_the_same_when_read_again(kept: str) -> None:
    assert ReportDays.read(kept).text == kept


@pytest.mark.parametrize(
    "words", ["", "yesterday", "09:00", "monthly", "monthly 32", "15th workday", "mon,", "mon-"]
)
def test_words_are_refused_when_they_name_no_days(words: str) -> None:
    with pytest.raises(ValueError, match="no days"):
        ReportDays.read(words)


@pytest.mark.parametrize(
    ("kept", "rhythm"),
    [("daily", "daily"), ("mon,wed", "daily"), ("mon", "weekly"), ("workday 1", "monthly")],
)
def test_the_rhythm_is_known_when_a_rule_asks_for_it(kept: str, rhythm: str) -> None:
    assert ReportDays.read(kept).rhythm == rhythm
