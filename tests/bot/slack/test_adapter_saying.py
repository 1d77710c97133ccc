"""What is said in channels and threads: what is for us, what is late, what is edited."""

from tests.bot.slack.inside import Bot
from tests.bot.slack.posted import post
from tests.doubles.slack import SlackDouble


def taken(slack: SlackDouble) -> bool:
    """Whether everything that was pushed is acknowledged."""
    return bool(slack.deliveries) and all(one.acked for one in slack.deliveries)


def test_colleagues_are_left_alone_when_they_talk_among_themselves(
    either: SlackDouble, bot: Bot
) -> None:
    either.say("alice", "#growth", "gmv looks odd, /cc @bob")
    either.say("alice", "#growth", "/giphy tide")
    either.wait_until(lambda: taken(either))
    assert bot.desk.asked == {}


def test_a_command_is_answered_in_its_thread_when_it_is_typed_there(
    either: SlackDouble, bot: Bot
) -> None:
    root = either.say("alice", "#growth", "what happened?")
    either.say("linyue", "#growth", "／gmv 昨天", thread=root)
    either.wait_until(lambda: bot.desk.asked)
    assert (bot.desk.last.text, bot.desk.last.thread) == ("/gmv 昨天", root)


def test_a_mention_is_answered_in_its_thread_when_it_is_said_there(
    slack: SlackDouble, bot: Bot
) -> None:
    root = slack.say("alice", "#growth", "what happened?")
    slack.say("linyue", "#growth", "@tidebell gmv 昨天", thread=root)
    slack.wait_until(lambda: bot.desk.asked)
    assert (bot.desk.last.text, bot.desk.last.thread) == ("gmv 昨天", root)


def test_a_wrong_command_is_answered_when_the_thread_is_ours(slack: SlackDouble, bot: Bot) -> None:
    ours = post(slack, "#growth", "GMV")
    theirs = slack.say("alice", "#growth", "what happened?")
    slack.say("linyue", "#growth", "/gmvv", thread=theirs)
    slack.say("linyue", "#growth", "nice one", thread=ours)
    slack.say("linyue", "#growth", "／gmvv", thread=ours)
    slack.wait_until(lambda: bot.desk.asked and taken(slack))
    assert bot.desk.lines == ["/gmvv"]


def test_other_bots_are_ignored_when_they_mention_us(slack: SlackDouble, bot: Bot) -> None:
    slack.say("deploybot", "#growth", "@tidebell /gmv yesterday")
    post(slack, "#growth", f"<@{slack.user('tidebell')}> /gmv")
    slack.wait_until(lambda: taken(slack))
    assert bot.desk.asked == {}


def test_the_answer_is_asked_for_anew_when_the_question_is_reworded(
    either: SlackDouble, bot: Bot
) -> None:
    said = either.say("alice", "#growth", "@tidebell /gmv yesterdy")
    either.wait_until(lambda: bot.desk.asked)
    either.edit("alice", "#growth", said, "@tidebell /gmv yesterday")
    either.wait_until(lambda: len(bot.desk.asked) == 2)
    assert bot.desk.lines == ["/gmv yesterdy", "/gmv yesterday"]
    first = next(iter(bot.desk.asked))
    assert bot.desk.last.revises == first


def test_nothing_is_asked_anew_when_old_words_are_changed(slack: SlackDouble, bot: Bot) -> None:
    with slack.ago(660):
        said = slack.say("alice", "@tidebell", "/gmv yesterdy")
    slack.wait_until(lambda: bot.desk.asked)
    slack.edit("alice", "@tidebell", said, "/gmv yesterday")
    slack.wait_until(lambda: len(slack.deliveries) == 2 and taken(slack))
    assert bot.desk.lines == ["/gmv yesterdy"]


def test_the_answer_stays_when_the_question_is_deleted(slack: SlackDouble, bot: Bot) -> None:
    said = slack.say("alice", "#growth", "@tidebell /gmv yesterday")
    slack.wait_until(lambda: bot.desk.asked)
    slack.delete("alice", "#growth", said)
    slack.wait_until(lambda: len(slack.deliveries) == 3 and taken(slack))
    assert bot.deeds.done == []


def test_a_note_stands_before_the_answer_when_slack_delivers_late(
    either: SlackDouble, bot: Bot
) -> None:
    with either.ago(3600):
        either.say("alice", "@tidebell", "/gmv yesterday")
    either.wait_until(lambda: bot.desk.asked)
    (note,) = bot.desk.last.opening
    assert "minutes late" in note.text


def test_a_question_is_dropped_and_counted_when_it_is_hours_late(
    slack: SlackDouble, bot: Bot
) -> None:
    with slack.ago(7 * 3600):
        slack.say("alice", "@tidebell", "/gmv yesterday")
    slack.wait_until(lambda: taken(slack))
    assert bot.desk.asked == {}
    assert bot.count('tidebell_refusals_total{reason="too late"}') == 1


def test_the_operator_is_told_when_the_token_is_revoked(either: SlackDouble, bot: Bot) -> None:
    either.revoke_tokens()
    either.wait_until(lambda: bot.warnings)
    assert "revoked my token" in next(iter(bot.warnings.values())).text


def test_the_operator_is_told_when_slack_holds_events_back(either: SlackDouble, bot: Bot) -> None:
    assert either.tell_rate_limited().wait()
    assert "holds back events" in next(iter(bot.warnings.values())).text


def test_the_operator_is_told_once_when_slack_says_so_twice(slack: SlackDouble, bot: Bot) -> None:
    for _ in range(2):
        assert slack.tell_rate_limited().wait()
    assert len(bot.warnings) == 1


def test_nothing_is_asked_when_a_picture_comes_without_a_word(slack: SlackDouble, bot: Bot) -> None:
    slack.say("linyue", "@tidebell", "")
    slack.wait_until(lambda: taken(slack))
    assert bot.desk.asked == {}
