"""When a question cannot be kept, when one person asks too much, when events come twice."""

import pytest

from tests.bot.slack.connected import connected, double
from tests.bot.slack.inside import Bot
from tests.bot.slack.posted import DRILL, post
from tests.doubles.slack import SlackDouble


def test_the_asker_is_told_at_once_when_a_command_cannot_be_kept(
    either: SlackDouble, bot: Bot
) -> None:
    bot.desk.broken = True
    told = either.slash("linyue", "#growth", "/gmv", "yesterday")
    assert told.wait()
    assert "could not be kept" in either.ephemerals("linyue")[0]["text"]


def test_the_asker_is_told_when_the_state_is_out_of_reach_altogether(
    either: SlackDouble, bot: Bot
) -> None:
    bot.desk.broken = bot.deeds.broken = True
    assert either.slash("linyue", "#growth", "/gmv", "yesterday").wait()
    assert either.ephemerals("linyue")[0]["text"]


def test_the_asker_is_told_when_a_press_cannot_be_kept(either: SlackDouble, bot: Bot) -> None:
    answer = post(either, "#growth", "GMV", DRILL)
    bot.desk.broken = True
    assert either.press("linyue", "#growth", answer, action_id="ask:0").wait()
    either.wait_until(lambda: either.ephemerals("linyue"))


def test_a_message_is_kept_at_the_next_delivery_when_it_could_not_be_before(
    either: SlackDouble, bot: Bot
) -> None:
    either.settings.ack_seconds = 1.0
    bot.desk.broken = True
    either.say("linyue", "@tidebell", "/gmv yesterday")
    either.wait_until(lambda: bot.count('tidebell_refusals_total{reason="not kept"}'))
    bot.desk.broken = False
    either.wait_until(lambda: bot.desk.asked)
    assert bot.desk.lines == ["/gmv yesterday"]


def test_the_asker_is_told_when_a_message_could_not_be_kept_at_its_last_delivery(
    either: SlackDouble, bot: Bot
) -> None:
    either.settings.ack_seconds = 1.0
    bot.desk.broken = True
    either.say("linyue", "@tidebell", "/gmv yesterday")
    either.wait_until(lambda: either.answers("@linyue"))
    assert "could not be kept" in either.answers("@linyue")[0]["text"]


def test_a_question_is_one_when_its_envelope_comes_twice(slack: SlackDouble, bot: Bot) -> None:
    slack.faults.next("push", "duplicate", seconds=0.1)
    assert slack.slash("linyue", "#growth", "/gmv", "yesterday").wait()
    slack.wait_until(lambda: bot.desk.deliveries == 2)
    assert len(bot.desk.asked) == 1


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_one_person_is_slowed_down_and_told_once_when_asking_too_much(mode: str) -> None:
    bot = Bot()
    changes = {"requests_per_minute": 3}
    with double(mode) as (slack, port), connected(slack, bot, mode, port=port, **changes):
        for _ in range(6):
            assert slack.slash("linyue", "#growth", "/gmv", "yesterday").wait()
        slack.say("linyue", "@tidebell", "/gmv yesterday")
        assert slack.slash("alice", "#growth", "/gmv", "yesterday").wait()
        slack.wait_until(lambda: all(one.acked for one in slack.deliveries))
        assert len(bot.desk.asked) == 4
        assert [one["text"][:14] for one in slack.ephemerals("linyue")] == ["That was a lot"]
        assert slack.answers("@linyue") == []


def test_the_person_is_told_in_their_language_when_something_is_wrong(
    slack: SlackDouble, bot: Bot
) -> None:
    bot.deeds.languages[slack.user("linyue")] = "zh-CN"
    bot.desk.broken = True
    assert slack.slash("linyue", "#growth", "/gmv", "昨天").wait()
    assert slack.ephemerals("linyue")[0]["text"]


def test_acknowledgements_are_measured_when_questions_come(either: SlackDouble, bot: Bot) -> None:
    told = either.slash("linyue", "#growth", "/gmv", "yesterday")
    assert told.wait()
    assert bot.count('tidebell_acknowledge_seconds_count{platform="slack"}') == 1


def test_the_channel_sees_who_asked_what_when_a_command_is_typed(
    either: SlackDouble, bot: Bot
) -> None:
    told = either.slash("linyue", "#growth", "/gmv", "yesterday")
    assert told.wait()
    assert told.answer == {"response_type": "in_channel", "text": ""}


def test_the_channel_does_not_see_it_when_it_may_be_a_private_matter(
    either: SlackDouble, bot: Bot
) -> None:
    told = either.slash("linyue", "#growth", "/tidebell", "settings")
    assert told.wait()
    assert told.answer in (None, "", {})
