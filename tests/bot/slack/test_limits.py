"""How much one person may ask within a minute."""

from bot.platforms.slack import limits
from bot.platforms.slack.limits import RequestRate, Verdict


class Seconds:
    """A clock moved by hand."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def test_requests_are_free_when_there_are_few_in_a_minute() -> None:
    seconds = Seconds()
    rate = RequestRate(2, seconds)
    for minute in range(5):
        seconds.at = minute * 60.0
        assert [rate.take("U1", key) for key in "ab"] == [Verdict.FREE, Verdict.FREE]


def test_a_person_is_told_once_when_requests_are_too_many() -> None:
    seconds = Seconds()
    rate = RequestRate(1, seconds)
    verdicts = [rate.take("U1", key) for key in "abc"]
    assert verdicts == [Verdict.FREE, Verdict.TOLD, Verdict.SILENT]
    assert rate.take("U2", "d") is Verdict.FREE
    seconds.at = 60
    assert [rate.take("U1", key) for key in "ef"] == [Verdict.FREE, Verdict.TOLD]


def test_only_so_many_people_are_remembered_when_many_ask() -> None:
    rate = RequestRate(1)
    for number in range(limits._PEOPLE + 10):
        rate.take(f"U{number}", "a")
    assert len(rate._people) == limits._PEOPLE


def test_a_request_counts_once_when_it_is_told_of_twice() -> None:
    rate = RequestRate(2)
    verdicts = [rate.take("U1", key) for key in "aabbc"]
    assert verdicts == [Verdict.FREE] * 4 + [Verdict.TOLD]
