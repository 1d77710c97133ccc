"""Every message we send, judged by programs that others wrote."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from analytics.catalog import catalogue
from analytics.shop import Shop
from analytics.warehouse import DuckDBWarehouse
from bot.platforms.slack.parts import split_reply
from bot.platforms.slack.render import chart_digest, message_of
from commands.kit.registry import discover
from commands.kit.reply import Chart, Reply
from tests.bot.platforms import replies
from tests.bot.slack.hostile import hostile_replies
from tests.commands.asking import Asker
from tests.judges import sdk_models, slack_types, slackblocks
from tests.shop import SHANGHAI

pytestmark = pytest.mark.slow

LOCALES = ("en", "zh-CN")
MORNING = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
REFUSED = ("/gmv 7d channel=douyn", "/gmvv", "/target 抖音", "/gmv yesterday by", "/help nothing")
TOO_LONG, TOO_LARGE, TOO_MANY = 4_000, 13_200, 50

Sent = dict[str, Any]


def messages(reply: Reply, locale: str) -> Iterator[Sent]:
    """Every message of an answer and of what it unfolds, with pictures, without, and native."""
    rest = reply.model_copy(update={"blocks": reply.more, "more": ()})
    for part in (*split_reply(reply, locale), *split_reply(rest, locale)):
        charts = [block for block in part.blocks if isinstance(block, Chart)]
        pictures = {chart_digest(chart, locale): "F0123456789" for chart in charts}
        ways = [({}, False), (pictures, False), ({}, True)] if charts else [({}, False)]
        for uploaded, native in ways:
            message = message_of(part, locale, "slack:1", uploaded, native_charts=native)
            yield {"text": message.text, "blocks": message.blocks}


def complaints(sent: list[Sent]) -> list[str]:
    """What any judge says."""
    found = [said for message in sent for said in sdk_models.complaints(message["blocks"])]
    found += [said for message in sent for said in slack_types.complaints(message["blocks"])]
    return found + [said for said in slackblocks.complaints(sent) if said]


def own_limits(message: Sent) -> Iterator[str]:
    """The limits no judge knows: an edit's text, all blocks together."""
    size = len(json.dumps(message["blocks"], ensure_ascii=False))
    if not 0 < len(message["text"]) <= TOO_LONG:
        yield f"a text of {len(message['text'])} characters"
    if size > TOO_LARGE or len(message["blocks"]) > TOO_MANY:
        yield f"{len(message['blocks'])} blocks of {size} characters"
    if "<!" in message["text"] or "<@" in message["text"]:
        yield "a mention"


@pytest.fixture(scope="module")
def answers(demo_folder: Path) -> Iterator[list[Sent]]:
    """All messages of all examples and refusals, in both languages."""
    warehouse = DuckDBWarehouse(demo_folder)
    asker = Asker(Shop(warehouse, catalogue(), SHANGHAI), MORNING)
    lines = [each.line for command in discover().values() for each in command.examples]
    asked = [(asker.ask(line, locale), locale) for line in (*lines, *REFUSED) for locale in LOCALES]
    asked += [(replies.everything(), locale) for locale in LOCALES]
    yield [message for reply, locale in asked for message in messages(reply, locale)]
    warehouse.close()


def test_our_own_limits_are_kept_when_anything_is_answered(answers: list[Sent]) -> None:
    assert [said for message in answers for said in own_limits(message)] == []


def test_slacks_python_models_agree_when_anything_is_answered(answers: list[Sent]) -> None:
    assert [said for one in answers for said in sdk_models.complaints(one["blocks"])] == []


def test_slacks_types_agree_when_anything_is_answered(answers: list[Sent]) -> None:
    assert [said for one in answers for said in slack_types.complaints(one["blocks"])] == []


def test_slackblocks_builds_the_same_when_anything_is_answered(answers: list[Sent]) -> None:
    assert [said for said in slackblocks.complaints(answers) if said] == []


def test_every_judge_agrees_when_a_reply_is_hostile() -> None:
    beyond: list[str] = []
    judged: list[Sent] = []

    @given(reply=hostile_replies())
    @settings(
        max_examples=40,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def collect(reply: Reply) -> None:
        sent = list(messages(reply, "zh-CN"))
        beyond.extend(said for message in sent for said in own_limits(message))
        judged.extend([*sent[:5], *sent[5:][-3:]])

    collect()
    assert beyond == []
    # All at once: a judge may be a program, which takes longer to start than to judge.
    assert complaints(judged) == []


@pytest.mark.parametrize(
    "block",
    [
        {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
        {"type": "image", "slack_file": {"id": "F1"}},
        {"type": "sectoin", "text": {"type": "plain_text", "text": "x"}},
        {"type": "actions", "elements": [{"type": "button", "action_id": "a"}]},
    ],
)
def test_slacks_types_complain_when_a_block_is_malformed(block: Sent) -> None:
    assert slack_types.complaints([block])


@pytest.mark.parametrize(
    "block",
    [
        {"type": "section", "text": {"type": "plain_text", "text": "x" * 3_001}},
        {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}},
        {"type": "sectoin"},
    ],
)
def test_slacks_python_models_complain_when_a_block_is_too_long(block: Sent) -> None:
    assert sdk_models.complaints([block])


@pytest.mark.parametrize(
    "blocks",
    [
        [{"type": "section", "text": {"type": "plain_text", "text": "x"}}] * 51,
        [{"type": "section", "text": {"type": "plain_text", "text": "x" * 3_001}}],
        [{"type": "alert", "text": {"type": "plain_text", "text": "x"}}],
        [{"type": "table", "rows": [[]] * 101, "column_settings": []}],
    ],
)
def test_slackblocks_complains_when_a_message_breaks_a_limit(blocks: list[Sent]) -> None:
    assert slackblocks.complaints([{"text": "x", "blocks": blocks}]) != [""]


def test_our_own_limits_complain_when_a_message_is_too_large() -> None:
    long = {"type": "section", "text": {"type": "plain_text", "text": "x" * 2_900}}
    assert list(own_limits({"text": "x", "blocks": [long] * 5}))
