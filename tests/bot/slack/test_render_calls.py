"""People whom a text calls: Slack notifies those, and nobody whom the words merely name."""

from typing import Any

from bot.platforms.slack.render import message_of
from commands.kit.message import msg
from commands.kit.reply import Called, Reply, Text
from commands.kit.values import Name

LIN, LOU = Called(person="U0LIN", name="Lin"), Called(person="U0LOU", name="Lou")


def elements(names: str, *calls: Called) -> list[Any]:
    """What the paragraph consists of."""
    text = Text(message=msg("Please review it: {people}", people=Name(text=names)), calls=calls)
    (block,) = message_of(Reply(blocks=(text,)), "en").blocks
    return [one.get("user_id") or one["text"] for one in block["elements"][0]["elements"]]


def test_people_are_mentioned_in_place_of_their_names_when_a_text_calls_them() -> None:
    assert elements("Lin, Lou", LIN, LOU) == ["Please review it: ", "U0LIN", ", ", "U0LOU"]


def test_only_those_called_are_mentioned_when_others_are_named_too() -> None:
    assert elements("Lin, Fay", LIN) == ["Please review it: ", "U0LIN", ", Fay"]


def test_the_last_is_mentioned_when_one_name_is_part_of_another() -> None:
    linda = Called(person="U0LINDA", name="Linda")
    assert elements("Lin, Linda", LIN, linda) == ["Please review it: ", "U0LIN", ", ", "U0LINDA"]


def test_nothing_is_mentioned_when_a_name_looks_like_a_mention() -> None:
    text = Text(message=msg("{people}", people=Name(text="<@U0LIN>")))
    (block,) = message_of(Reply(blocks=(text,)), "en").blocks
    assert block["text"]["type"] == "plain_text"
