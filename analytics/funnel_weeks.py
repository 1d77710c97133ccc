"""R03: channels whose conversion stays below that of all channels for weeks in a row."""

from dataclasses import dataclass
from datetime import date, timedelta

from analytics.periods import Period
from analytics.shop import Shop

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Lagging:
    """A channel below the average in each of `weeks` whole weeks, the last ending before `end`.

    `rate` and `average`: of the last of them, buyers ÷ visitors; the average is over all channels.
    """

    channel: str
    weeks: int
    end: date
    rate: float
    average: float


def lagging_channels(shop: Shop, until: date, weeks: int) -> tuple[Lagging, ...]:
    """The channels below the all-channel average in each of the last `weeks` whole weeks.

    Weeks start on Monday and end on `until` at the latest. Empty where visitors or buyers of a week
    are not known. The widest gap first.
    """
    if not (shop.knows("visitors") and shop.knows("buyers")):
        return ()
    end = until - timedelta(days=until.weekday())
    found = [_rates(shop, end - WEEK * number) for number in range(weeks)]
    if not all(rates for rates, _ in found):
        return ()
    last, average = found[0]
    below = set.intersection(
        *({channel for channel, rate in rates.items() if rate < mean} for rates, mean in found)
    )
    lagging = [Lagging(name, weeks, end, last[name], average) for name in below]
    return tuple(sorted(lagging, key=lambda each: each.rate / each.average))


def _rates(shop: Shop, end: date) -> tuple[dict[str, float], float]:
    """Conversion by channel in the week before `end`, and over all channels; empty if unknown."""
    week = Period(end - WEEK, end)
    for table in ("events", "orders"):
        if shop.coverage(table).within(week.start, week.end) != ((week.start, week.last),):
            return {}, 0.0
    rows = [row for row in shop.split(("visitors", "buyers"), week, ("channel",)) if row.key[0]]
    counts = {
        str(row.key[0]): (int(row.values["visitors"] or 0), int(row.values["buyers"] or 0))
        for row in rows
    }
    visitors = sum(seen for seen, _ in counts.values())
    average = sum(bought for _, bought in counts.values()) / visitors if visitors else 0.0
    return {name: bought / seen for name, (seen, bought) in counts.items() if seen}, average
