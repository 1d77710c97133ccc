"""Where the messages about a proposal go, and the messages that its changes make."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.masking import masked_reply
from bot.state import outbox, plans, threads
from bot.state.outbox import Draft, Message, Transaction
from commands.kit.plan_blocks import announcement, gave_way, refreshed, thread_of
from commands.kit.plans import Proposed
from commands.kit.reply import Reply

PLATFORMS = ("web", "slack")


@dataclass(frozen=True)
class Place:
    """Where messages go, and in which language."""

    platform: str
    channel: str
    locale: str


def home(tx: Transaction, number: int) -> Place:
    """Where a proposal was made, which there must be."""
    kept = plans.find(tx, number)
    assert kept is not None
    return Place(kept.platform, kept.channel, kept.locale)


def refresh_head(tx: Transaction, plan: Proposed, now: datetime) -> None:
    """Have the message that heads a proposal's thread show how it stands, where it was posted."""
    for platform in PLATFORMS:
        hanging = threads.find(tx, platform, thread_of(plan.number))
        if hanging is None:
            continue
        key = outbox.find_by_place(tx, platform, hanging.channel, hanging.place)
        head = outbox.get(tx, key) if key else None
        if head and head.reply:
            outbox.put(tx, _again(head, refreshed(head.reply, plan)), now)


def announce(
    tx: Transaction, plan: Proposed, places: Sequence[Place], currency: str, now: datetime
) -> None:
    """Say that a plan is in force, in each of the places."""
    reply = announcement(plan, currency)
    for place in places:
        _say(tx, f"plan:{plan.number}:applied:{place.platform}", place, reply, now)


def say_gave_way(tx: Transaction, plan: Proposed, other: int, now: datetime) -> None:
    """Say in a proposal's own thread which plan took its place."""
    place = home(tx, plan.number)
    _say(tx, f"plan:{plan.number}:superseded", place, gave_way(plan, other), now)


def _say(tx: Transaction, key: str, place: Place, reply: Reply, now: datetime) -> None:
    draft = Draft(
        key=key,
        platform=place.platform,
        channel=place.channel,
        locale=place.locale,
        reply=masked_reply(reply),
        thread=reply.thread,
    )
    outbox.put(tx, draft, now)


def _again(head: Message, reply: Reply) -> Draft:
    return Draft(
        key=head.key,
        platform=head.platform,
        channel=head.channel,
        locale=head.locale,
        reply=masked_reply(reply),
        thread=head.thread,
        reader=head.reader,
        hints=head.hints,
    )
