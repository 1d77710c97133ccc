"""What people do in a workspace, and what becomes of it, over both transports."""

from tests.bot.slack.inside import Bot
from tests.doubles.slack import SlackDouble


def test_a_slash_command_is_a_question_when_it_is_typed(either: SlackDouble, bot: Bot) -> None:
    told = either.slash("linyue", "#growth", "/gmv", "昨天 by channel")
    assert told.wait()
    asked = bot.desk.last
    assert (asked.text, asked.channel) == ("/gmv 昨天 by channel", either.channel("#growth"))
    assert asked.person == either.user("linyue")
    assert asked.hints["response_url"].startswith(either.url)


def test_tidebell_takes_anything_when_it_is_typed_before_it(either: SlackDouble, bot: Bot) -> None:
    for text in ("calendar 双11", "/gmv yesterday", "", "payload"):
        assert either.slash("linyue", "#growth", "/tidebell", text).wait()
    assert bot.desk.lines == ["calendar 双11", "/gmv yesterday", "/help", "payload"]


def test_a_mention_is_one_question_when_slack_sends_two_events(
    either: SlackDouble, bot: Bot
) -> None:
    stamp = either.say("alice", "#growth", "@tidebell /gmv yesterday")
    either.wait_until(lambda: bot.desk.deliveries == 2)
    assert [one.name for one in either.deliveries] == ["app_mention", "message"] or [
        one.name for one in either.deliveries
    ] == ["message", "app_mention"]
    assert bot.desk.lines == ["/gmv yesterday"]
    assert bot.desk.last.key == f"slack:{either.channel('#growth')}:{stamp}"
    assert bot.desk.last.thread is None


def test_a_direct_message_needs_no_mention_when_it_asks(either: SlackDouble, bot: Bot) -> None:
    either.say("linyue", "@tidebell", "gmv 昨天")
    either.wait_until(lambda: bot.desk.asked)
    assert bot.desk.last.direct
    assert bot.desk.lines == ["gmv 昨天"]
