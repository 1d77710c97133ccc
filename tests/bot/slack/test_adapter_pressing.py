"""Buttons, menus, the shortcut, reactions."""

from bot.platforms.slack.listeners_said import AGAIN_AFTER, rests_after
from tests.bot.slack.inside import Bot
from tests.bot.slack.posted import CHOICES, DRILL, MORE, hide, post
from tests.doubles.slack import SlackDouble


def test_a_button_asks_its_line_in_the_thread_when_pressed(either: SlackDouble, bot: Bot) -> None:
    answer = post(either, "#growth", "GMV", DRILL)
    assert either.press("linyue", "#growth", answer, action_id="ask:0").wait()
    assert bot.desk.lines == ["/gmv yesterday by channel"]
    assert bot.desk.last.thread == answer
    assert bot.desk.last.channel == either.channel("#growth")
    assert not bot.desk.last.direct


def test_a_button_within_a_thread_asks_in_that_thread_when_pressed(
    slack: SlackDouble, bot: Bot
) -> None:
    root = slack.say("linyue", "#growth", "what happened?")
    answer = post(slack, "#growth", "GMV", DRILL, thread_ts=root)
    assert slack.press("linyue", "#growth", answer, action_id="ask:0").wait()
    assert bot.desk.last.thread == root


def test_a_button_asks_in_the_channel_when_its_message_is_for_one_persons_eyes(
    slack: SlackDouble, bot: Bot
) -> None:
    hidden = hide(slack, "#growth", "linyue", DRILL)
    assert slack.press("linyue", "#growth", hidden, action_id="ask:0").wait()
    assert (bot.desk.last.channel, bot.desk.last.thread) == (slack.channel("#growth"), None)


def test_a_menu_asks_the_chosen_line_when_used(either: SlackDouble, bot: Bot) -> None:
    answer = post(either, "#growth", "GMV", CHOICES)
    assert either.press("linyue", "#growth", answer, action_id="ask:1", choose="/target").wait()
    assert bot.desk.lines == ["/target"]


def test_the_rest_is_unfolded_when_more_is_pressed(either: SlackDouble, bot: Bot) -> None:
    answer = post(either, "#growth", "GMV", MORE)
    assert either.press("linyue", "#growth", answer, action_id="more").wait()
    person, channel = either.user("linyue"), either.channel("#growth")
    assert bot.deeds.done == [("unfold", person, channel, "re:slack:C1:1")]


def test_every_press_is_a_question_of_its_own_when_repeated(slack: SlackDouble, bot: Bot) -> None:
    answer = post(slack, "#growth", "GMV", DRILL)
    for _ in range(2):
        assert slack.press("linyue", "#growth", answer, action_id="ask:0").wait()
    assert len(bot.desk.asked) == 2


def test_an_old_button_is_acknowledged_and_explained_when_pressed(
    either: SlackDouble, bot: Bot
) -> None:
    answer = post(either, "#growth", "GMV", DRILL)
    old = {"action_id": "drill_down_v1", "value": "gmv"}
    assert either.press_old("linyue", "#growth", answer, old).wait()
    either.wait_until(lambda: either.ephemerals("linyue"))
    assert "older version" in either.ephemerals("linyue")[0]["text"]
    assert bot.desk.asked == {}


def test_an_unknown_shortcut_is_acknowledged_and_explained_when_used(
    either: SlackDouble, bot: Bot
) -> None:
    said = either.say("linyue", "#growth", "hello")
    assert either.shortcut("linyue", "#growth", said, "gone_long_ago").wait()
    assert either.shortcut_anywhere("linyue", "gone_long_ago").wait()
    either.wait_until(lambda: either.ephemerals("linyue") and either.answers("@linyue"))


def test_the_question_of_our_answer_is_asked_in_its_thread_when_it_is_to_be_explained(
    either: SlackDouble, bot: Bot
) -> None:
    answer = post(either, "#growth", "GMV")
    bot.deeds.answers[answer] = "/gmv yesterday"
    assert either.shortcut("linyue", "#growth", answer, "explain").wait()
    assert bot.desk.lines == ["/gmv yesterday"]
    assert bot.desk.last.thread == answer


def test_the_command_in_a_colleagues_words_is_asked_when_they_are_to_be_explained(
    slack: SlackDouble, bot: Bot
) -> None:
    said = slack.say("alice", "#growth", "look at `/gmv last week` please")
    assert slack.shortcut("linyue", "#growth", said, "explain").wait()
    assert bot.desk.lines[0].startswith("/gmv last week")
    said = slack.say("alice", "#growth", "why did sales drop?")
    assert slack.shortcut("linyue", "#growth", said, "explain").wait()
    assert bot.desk.lines[1] == "why did sales drop?"


def test_an_answer_is_withdrawn_when_a_cross_is_put_on_it(either: SlackDouble, bot: Bot) -> None:
    answer = post(either, "#growth", "GMV")
    either.react("linyue", "#growth", answer, "x")
    either.wait_until(lambda: bot.deeds.done)
    person, channel = either.user("linyue"), either.channel("#growth")
    assert bot.deeds.done == [("withdraw", person, channel, answer)]


def test_it_is_tried_once_when_the_answer_crossed_out_is_old() -> None:
    crossed = {"event_ts": "1795000100.000100", "item": {"ts": "1795000030.000200"}}
    assert rests_after(crossed) == (0.0,)
    assert rests_after({**crossed, "item": {"ts": "1795000099.000200"}}) == AGAIN_AFTER


def test_nothing_is_withdrawn_when_a_cross_is_put_on_anothers_message(
    slack: SlackDouble, bot: Bot
) -> None:
    said = slack.say("alice", "#growth", "hello")
    slack.react("linyue", "#growth", said, "x")
    slack.react("linyue", "#growth", said, "eyes")
    slack.wait_until(lambda: [one.acked for one in slack.deliveries] == [True] * 3)
    assert bot.deeds.done == []


def test_a_message_is_pinned_when_a_pin_is_put_on_it(slack: SlackDouble, bot: Bot) -> None:
    said = slack.say("alice", "#growth", "hello")
    slack.react("linyue", "#growth", said, "pushpin")
    slack.wait_until(lambda: bot.deeds.done)
    assert bot.deeds.done[0][0] == "pin"
