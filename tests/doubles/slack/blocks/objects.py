"""Texts, options, confirmations: what elements and blocks are made of."""

from typing import Any

from tests.doubles.slack.blocks.shapes import (
    Check,
    Checking,
    any_of,
    anything,
    boolean,
    both,
    fields,
    kinds,
    many,
    one_of,
    string,
)


def plain(most: int) -> Check:
    text = fields({"text": string(most, 1)}, emoji=boolean)
    return kinds({"plain_text": text})


def mrkdwn(most: int) -> Check:
    return kinds({"mrkdwn": fields({"text": string(most, 1)}, verbatim=boolean)})


def text(most: int) -> Check:
    return kinds(
        {
            "plain_text": fields({"text": string(most, 1)}, emoji=boolean),
            "mrkdwn": fields({"text": string(most, 1)}, verbatim=boolean),
        }
    )


def option(inner: Check) -> Check:
    return fields({"text": inner, "value": string(150, 1)}, description=inner, url=string(3000))


PLAIN_OPTION = option(plain(75))
TEXT_OPTION = option(text(75))
CONFIRM = fields(
    {"title": plain(100), "text": text(300)},
    confirm=plain(30),
    deny=plain(30),
    style=one_of("primary", "danger"),
)
OPTION_GROUP = fields({"label": plain(75), "options": many(PLAIN_OPTION, 100, 1)})
FILTER = fields(
    include=many(one_of("im", "mpim", "private", "public"), 4, 1),
    exclude_external_shared_channels=boolean,
    exclude_bot_users=boolean,
)
DISPATCH = fields(trigger_actions_on=many(one_of("on_enter_pressed", "on_character_entered"), 2, 1))


def _slack_file(value: Any, pointer: str, checking: Checking) -> None:
    named = value.get("id") or value.get("url") if isinstance(value, dict) else None
    if not isinstance(named, str) or not checking.file_ready(named):
        checking.note("invalid slack file", pointer)


IMAGE_FIELDS: dict[str, Check] = {"image_url": string(3000, 1), "slack_file": _slack_file}
IMAGE = both(
    fields({"alt_text": string(2000, 1)}, **IMAGE_FIELDS), any_of("image_url", "slack_file")
)
_RICH = ("section", "list", "quote", "preformatted")
RICH_PART = kinds({f"rich_text_{name}": anything for name in _RICH})
RICH_TEXT = kinds({"rich_text": fields({"elements": many(RICH_PART, 200)}, block_id=string(255))})
