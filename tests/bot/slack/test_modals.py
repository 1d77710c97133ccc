"""The form: opened, changed to another command, filled with words, read."""

from typing import Any

import pytest
from slack_sdk.models.views import View

from bot.platforms.slack.forms import Where, ask_form, choices, fields_of, kept_where, line_of
from bot.platforms.slack.voice import voice
from commands.kit.registry import discover
from tests.bot.slack.connected import connected, double
from tests.bot.slack.inside import Bot
from tests.doubles.slack import SlackDouble


def opened(slack: SlackDouble, words: str = "ask") -> dict[str, Any]:
    assert slack.slash("linyue", "#growth", "/tidebell", words).wait()
    return slack.wait_until(lambda: slack.views("linyue"))[-1]  # type: ignore[no-any-return]


def boxes(view: dict[str, Any]) -> list[str]:
    return [block["block_id"] for block in view["blocks"] if block["type"] == "input"]


def filled(command: str, **values: Any) -> dict[str, Any]:
    given = {f"field:{command}:{name}": {"field": value} for name, value in values.items()}
    return {"command": {"command": command}, **given}


def test_the_form_asks_for_what_a_command_takes_when_it_is_opened(either: SlackDouble) -> None:
    view = opened(either, "ask target")
    assert boxes(view) == [
        "command",
        "field:target:metric",
        "field:target:period",
        "field:target:where",
    ]


def test_the_form_shows_what_another_command_takes_when_that_is_chosen(
    either: SlackDouble,
) -> None:
    opened(either, "ask gmv")
    either.press_in_view("linyue", action_id="command", choose="target").wait()
    either.wait_until(lambda: "field:target:metric" in boxes(either.views("linyue")[-1]))


def test_words_of_the_shop_are_offered_when_somebody_types(either: SlackDouble, bot: Bot) -> None:
    opened(either, "ask gmv")
    told = either.suggest("linyue", "field", "la")
    assert told.wait()
    assert [option["value"] for option in told.answer["options"]] == ["la", "last week"]


def test_the_form_is_a_question_where_it_was_opened_when_it_is_sent(
    either: SlackDouble, bot: Bot
) -> None:
    opened(either, "ask gmv")
    values = filled("gmv", period="last week", by="channel")
    assert either.submit_view("linyue", values).wait()
    assert bot.desk.lines == ["/gmv last week by channel"]
    assert bot.desk.last.channel == either.channel("#growth")
    either.wait_until(lambda: not either.views("linyue"))


def test_the_mistake_stands_at_its_box_when_a_value_cannot_be_read(
    either: SlackDouble, bot: Bot
) -> None:
    opened(either, "ask gmv")
    told = either.submit_view("linyue", filled("gmv", period="yesterdy"))
    assert told.wait()
    assert told.answer["errors"] == {"field:gmv:period": "That is no period."}
    assert bot.desk.asked == {}


def test_the_form_says_so_when_its_question_cannot_be_kept(either: SlackDouble, bot: Bot) -> None:
    opened(either, "ask gmv")
    bot.desk.broken = True
    told = either.submit_view("linyue", filled("gmv", period="yesterday"))
    assert told.wait()
    assert "could not be kept" in next(iter(told.answer["errors"].values()))


def test_the_person_is_told_when_slack_was_too_slow_to_open_the_form() -> None:
    bot = Bot()
    with double(trigger_seconds=0) as (slack, _), connected(slack, bot):
        assert slack.slash("linyue", "#growth", "/tidebell", "ask").wait()
        slack.wait_until(lambda: slack.ephemerals("linyue"))
        assert "too slow" in slack.ephemerals("linyue")[0]["text"]


@pytest.mark.parametrize(
    ("fault", "told"), [("reset_before", "too slow"), ("internal_error", "type the command")]
)
def test_the_person_is_told_when_slack_does_not_open_the_form(
    slack: SlackDouble, bot: Bot, fault: str, told: str
) -> None:
    slack.faults.next("views.open", fault)
    assert slack.slash("linyue", "#growth", "/tidebell", "ask").wait()
    slack.wait_until(lambda: slack.ephemerals("linyue"))
    assert told in slack.ephemerals("linyue")[0]["text"]


def test_the_form_opens_from_a_shortcut_when_there_is_no_channel(
    slack: SlackDouble, bot: Bot
) -> None:
    assert slack.shortcut_anywhere("linyue", "ask").wait()
    slack.wait_until(lambda: slack.views("linyue"))
    assert slack.submit_view("linyue", filled("gmv", period="yesterday")).wait()
    assert bot.desk.last.channel == slack.user("linyue")
    assert bot.desk.last.direct


def test_every_command_has_a_form_within_slacks_limits_when_chosen() -> None:
    for name in discover():
        for language in ("en", "zh-CN"):
            form = ask_form(discover(), name, Where("C1", "1.2"), voice(language))
            View(**form).validate_json()


def test_what_is_typed_comes_first_when_words_are_offered() -> None:
    offered = choices(["yesterday"] * 3 + [f"word {n}" for n in range(200)], " yest ")
    assert [one["value"] for one in offered][:2] == ["yest", "yesterday"]
    assert len(offered) == 100


@pytest.mark.parametrize("channel", ["D0OTHERS", "U0SOMEBODY", "W0SOMEBODY"])
def test_the_answer_comes_to_the_asker_when_the_form_was_opened_among_two(channel: str) -> None:
    assert kept_where(Where(channel).kept(), "U0LIN") == Where("U0LIN")
    assert kept_where(Where("C0GROWTH", "1.2").kept(), "U0LIN") == Where("C0GROWTH", "1.2")
    assert kept_where("", "U0LIN") == Where("U0LIN")


def test_keywords_come_after_everything_else_when_a_form_becomes_a_line() -> None:
    gmv = discover()["gmv"]
    named = {field.name: ["x"] for field in fields_of(gmv)}
    line = line_of(gmv, named)
    assert line.startswith("/gmv x")
    assert line.index(" by x") > line.index(" x")


def test_a_command_within_a_command_is_one_word_when_a_form_becomes_a_line() -> None:
    line = line_of(discover()["help"], {"topic": ["/gmv yesterday"]})
    assert line == '/help "/gmv yesterday"'


def test_nothing_needed_is_left_out_when_a_report_is_set_up(either: SlackDouble, bot: Bot) -> None:
    view = opened(either, "ask subscribe")
    needed = [block["block_id"] for block in view["blocks"] if block.get("optional") is False]
    assert needed == [f"field:subscribe:{name}" for name in ("line", "days", "at")]


def test_the_channel_is_chosen_from_slacks_own_list_when_a_report_is_set_up(
    either: SlackDouble, bot: Bot
) -> None:
    opened(either, "ask subscribe")
    growth = either.channel("#growth")
    values = filled("subscribe", line="/target", days="daily", at="09:00", channel=growth)
    assert either.submit_view("linyue", values).wait()
    assert bot.desk.lines == [f'/subscribe "/target" daily 09:00 #{growth}']


@pytest.mark.parametrize("name", discover())
def test_boxes_have_names_for_people_when_a_form_is_shown(name: str) -> None:
    form = ask_form(discover(), name, Where("C1"), voice("en"))
    labels = [block["label"]["text"] for block in form["blocks"] if "label" in block]
    assert all(label[0].isupper() and not set("<>[]&|") & set(label) for label in labels)
