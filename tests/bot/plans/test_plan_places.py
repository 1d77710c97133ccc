"""Where a proposal is talked about, and where a plan is announced."""

from typing import Any

import pytest
from pydantic import ValidationError

from bot.plan_places import Place
from bot.plans import place_of
from bot.platforms.base import Request
from bot.settings import Config
from bot.state import outbox, threads
from bot.state.outbox import Draft
from bot.state.schema import outbox as messages
from bot.state.threads import Hanging
from commands.kit.plan_blocks import chain_blocks, thread_of
from commands.kit.plans import Proposed
from commands.kit.reply import Reply
from tests.bot.plans.team import CHAIN, FINANCE, LEAD, Office
from tests.commands.remembered_plans import proposal

SLACK_CHANNEL = "C04ABCDEFGH"
ANNOUNCED = {"announcements": {"slack": SLACK_CHANNEL}}


@pytest.mark.parametrize(
    ("platform", "channel", "settings", "place"),
    [
        ("web", "standup", {}, ("web", "standup")),
        ("console", "terminal", {}, ("web", "growth")),
        ("console", "terminal", {"channels": ("all",)}, ("web", "all")),
        ("slack", "C1ABCDEF", ANNOUNCED, ("slack", "C1ABCDEF")),
        ("slack", "D1ABCDEF", ANNOUNCED, ("slack", SLACK_CHANNEL)),
        ("slack", "D1ABCDEF", {}, ("slack", "D1ABCDEF")),
    ],
)
def test_its_reviewers_can_see_it_when_a_shift_is_proposed(
    platform: str, channel: str, settings: Any, place: tuple[str, str]
) -> None:
    request = Request("/budget-shift", LEAD, channel, "en", platform=platform)
    found = place_of(request, Config.model_validate(settings))
    assert (found.platform, found.channel) == place


def test_a_room_is_refused_when_there_is_none_of_that_name() -> None:
    with pytest.raises(ValidationError, match="no room 'grwoth'"):
        Config.model_validate({"announcements": {"room": "grwoth"}})


@pytest.mark.parametrize(
    ("announced", "channels"),
    [
        ((), {"web": "standup"}),
        ((Place("web", "growth", "en"),), {"web": "growth"}),
        ((Place("slack", SLACK_CHANNEL, "zh-CN"),), {"slack": SLACK_CHANNEL, "web": "standup"}),
    ],
    ids=["nowhere", "the same platform", "another platform"],
)
def test_a_plan_is_announced_once_on_each_platform_when_it_is_approved(
    office: Office, announced: tuple[Place, ...], channels: dict[str, str]
) -> None:
    office.announced = announced
    office.plans(LEAD, channel="standup").propose(proposal())
    office.approve(1, *CHAIN)
    found = {name: office.message(f"plan:1:applied:{name}") for name in ("web", "slack")}
    assert {name: one.channel for name, one in found.items() if one} == channels


def test_the_first_message_shows_the_button_that_counts_when_a_review_is_given(
    office: Office,
) -> None:
    made = office.plans(LEAD).propose(proposal())
    stand(office, made)
    office.approve(1, LEAD)
    assert buttons(office) == [f"/approve 1 {office.seen(1).token}"]
    office.approve(1, FINANCE)
    assert buttons(office) == [f"/approve 1 {office.seen(1).token}"]
    office.plans(LEAD).reject(1, "no")
    assert buttons(office) == []


def stand(office: Office, made: Proposed) -> None:
    """The message that proposed it stands in the room, as delivery would have noted it."""
    reply = Reply(blocks=chain_blocks(made), thread=thread_of(made.number))
    draft = Draft("re:q", "web", "growth", "en", reply, thread=reply.thread)
    with office.state.writing() as tx:
        outbox.put(tx, draft, office.now)
        threads.remember(tx, "web", thread_of(made.number), Hanging("growth", "17"))
        changes = {"place": "17", "sent_channel": "growth", "sent_revision": 1}
        tx.execute(messages.update().values(changes))


def buttons(office: Office) -> list[str]:
    """What can be approved on the first message."""
    message = office.message("re:q")
    assert message is not None
    assert message.reply is not None
    rows = [block for block in message.reply.blocks if block.block == "buttons"]
    lines = [item.command for row in rows for item in row.items]
    return [line for line in lines if line.startswith("/approve ")]
