"""A command line put into the form of its command, and a button that opens it."""

import pytest

from bot.platforms.slack.filling import values_of
from bot.platforms.slack.forms import Where, ask_form, line_of
from bot.platforms.slack.voice import voice
from commands.kit.registry import discover
from tests.bot.slack.inside import Bot
from tests.bot.slack.posted import post
from tests.doubles.slack import SlackDouble

EDIT = {"type": "button", "text": {"type": "plain_text", "text": "Adjust"}, "action_id": "edit:1"}
DATES = "2026-11-23..2026-12-20"


def reads(field: str, text: str) -> bool:
    """What `/budget-shift` and `/gmv` read, as far as these tests go."""
    match field:
        case "change":
            return text[:1] in "+-" and " " not in text
        case "period":
            return text in (DATES, "last week")
    return False


@pytest.mark.parametrize(
    "line",
    [
        f"/budget-shift {DATES}",
        f"/budget-shift +10% {DATES} keep 抖音,小红书 max 搜索=200000 reserve 15% step 100",
        "/gmv last week channel=抖音 region=华东 by channel",
    ],
)
def test_the_form_asks_the_same_line_when_it_is_filled_from_it(line: str) -> None:
    command = discover()[line.split()[0][1:]]
    values = values_of(command, line, reads)
    assert values is not None
    assert sorted(line_of(command, values).split()) == sorted(line.split())


def test_each_box_holds_its_own_words_when_it_is_filled() -> None:
    line = f"/budget-shift +10% {DATES} keep 抖音,小红书 max 搜索=200000"
    assert values_of(discover()["budget-shift"], line, reads) == {
        "change": ["+10%"],
        "period": [DATES],
        "keep": ["抖音,小红书"],
        "most": ["搜索=200000"],
    }


@pytest.mark.parametrize("words", ["nonsense", f"{DATES} keep {'抖音,' * 80}"])
def test_there_is_no_form_when_it_cannot_hold_all_of_the_line(words: str) -> None:
    assert values_of(discover()["budget-shift"], f"/budget-shift {words}", reads) is None


def test_words_stand_in_their_boxes_when_the_form_is_made() -> None:
    values = {"period": ["last week"], "where": ["channel=抖音", "region=华东"]}
    form = ask_form(discover(), "gmv", Where("C1"), voice("en"), values)
    boxes = {one["block_id"]: one["element"] for one in form["blocks"] if one["type"] == "input"}
    assert boxes["field:gmv:period"]["initial_option"]["value"] == "last week"
    assert [one["value"] for one in boxes["field:gmv:where"]["initial_options"]] == values["where"]
    assert "initial_option" not in boxes["field:gmv:by"]


def test_the_filled_form_asks_in_the_thread_when_a_button_opened_it(
    either: SlackDouble, bot: Bot
) -> None:
    answer = post(either, "#growth", "GMV", EDIT | {"value": "/gmv last week by channel"})
    assert either.press("linyue", "#growth", answer, action_id="edit:1").wait()
    view = either.wait_until(lambda: either.views("linyue"))[-1]
    boxes = {one["block_id"]: one["element"] for one in view["blocks"] if one["type"] == "input"}
    assert boxes["field:gmv:period"]["initial_option"]["value"] == "last week"
    assert bot.desk.asked == {}
    changed = {"field:gmv:by": {"field": "region"}}
    assert either.submit_view("linyue", changed).wait()
    assert bot.desk.lines == ["/gmv last week by region"]
    assert bot.desk.last.channel == either.channel("#growth")
    assert bot.desk.last.thread == answer


def test_the_line_is_told_when_no_form_can_hold_it(either: SlackDouble) -> None:
    answer = post(either, "#growth", "GMV", EDIT | {"value": f"/gmv {'long ' * 60}"})
    assert either.press("linyue", "#growth", answer, action_id="edit:1").wait()
    either.wait_until(lambda: either.ephemerals("linyue"))
    assert "Copy this line" in either.ephemerals("linyue")[0]["text"]
