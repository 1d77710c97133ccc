"""What ROI may be asked of: campaigns, channels and creators, and the words for them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from analytics.shop import Shop
from analytics.statement import Statement

Kind = Literal["channel", "campaign", "creator"]
KINDS: tuple[Kind, ...] = ("channel", "campaign", "creator")


@dataclass(frozen=True)
class Campaign:
    """A row of `campaigns`, money and ratios as floats; it runs on the days [start, end)."""

    name: str
    channel: str
    creator: str | None = None
    start: date | None = None
    end: date | None = None
    budget: float | None = None
    predicted: float | None = None


@dataclass(frozen=True)
class Subject:
    """One campaign, channel or creator. `campaigns`: those loaded of it, none of a channel."""

    kind: Kind
    name: str
    campaigns: tuple[Campaign, ...] = ()

    def holds(self, channel: str | None, campaign: str | None) -> bool:
        """Whether money or orders of a channel and campaign are its own.

        A campaign's are those of its name, also in a channel that `campaigns` does not name.
        """
        if self.kind == "campaign":
            return campaign == self.name
        return self.budgets(channel, campaign)

    def budgets(self, channel: str | None, campaign: str | None) -> bool:
        """Whether its budget is for that money: a campaign's is for the channel it is loaded of."""
        if self.kind == "channel":
            return channel == self.name
        return any((c.channel, c.name) == (channel, campaign) for c in self.campaigns)

    @property
    def channel(self) -> str | None:
        """Its channel; None where it has several or none is known."""
        if self.kind == "channel":
            return self.name
        channels = {campaign.channel for campaign in self.campaigns}
        return channels.pop() if len(channels) == 1 else None

    @property
    def by_creator(self) -> bool:
        """Whether somebody stands for it who can be replaced."""
        return self.kind != "channel" and any(each.creator for each in self.campaigns)


def read_campaigns(shop: Shop) -> tuple[Campaign, ...]:
    """The loaded campaigns; none where the table is not loaded."""
    rows = shop.fetch(
        Statement(
            "SELECT campaign, channel, creator, starts_on, ends_on, budget, predicted_roi"
            " FROM main.campaigns ORDER BY campaign, channel"
        )
    )
    return tuple(
        Campaign(name, channel, creator, starts, _after(ends), _number(budget), _number(predicted))
        for name, channel, creator, starts, ends, budget, predicted in rows
    )


def subjects(
    campaigns: Iterable[Campaign], places: Iterable[tuple[str | None, str | None]]
) -> dict[tuple[Kind, str], Subject]:
    """Everything that can be asked of, by kind and name.

    `places`: the (channel, campaign) pairs that money was spent or orders were brought under;
    they name what the campaigns table does not.
    """
    held, places = tuple(campaigns), tuple(places)
    channels = [c.channel for c in held] + [channel for channel, _ in places if channel]
    names = [c.name for c in held] + [campaign for _, campaign in places if campaign]
    creators = [c.creator for c in held if c.creator]
    found = [Subject("channel", name) for name in dict.fromkeys(channels)]
    found += [_of("campaign", name, held) for name in dict.fromkeys(names)]
    found += [_of("creator", name, held) for name in dict.fromkeys(creators)]
    return {(each.kind, each.name): each for each in found}


def _of(kind: Literal["campaign", "creator"], name: str, held: tuple[Campaign, ...]) -> Subject:
    named = (c for c in held if (c.name if kind == "campaign" else c.creator) == name)
    return Subject(kind, name, tuple(named))


def match_words(word: str, known: Mapping[tuple[Kind, str], Subject]) -> tuple[Subject, ...]:
    """What a word stands for, whatever its case: whole names, else campaigns it is a part of."""
    folded = word.casefold()
    whole = tuple(each for each in known.values() if each.name.casefold() == folded)
    if whole or len(folded) < 2:
        return whole
    return tuple(
        each
        for (kind, name), each in known.items()
        if kind == "campaign" and folded in name.casefold()
    )


def _after(last: date | None) -> date | None:
    return None if last is None else last + timedelta(days=1)


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))
