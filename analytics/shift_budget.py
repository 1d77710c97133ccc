"""The budget that was set for days, read off the shop's targets."""

from collections.abc import Iterable
from datetime import date, timedelta

from analytics.targets import Target

METRIC = "spend"


def planned_budget(targets: Iterable[Target], start: date, end: date) -> float | None:
    """The targets of spend of the whole shop over a half-open period, each spread evenly.

    Of targets that overlap, the shortest speaks for a day. None where a day has none.
    """
    whole = [each for each in targets if each.metric == METRIC and not each.scope]
    days = [start + timedelta(days=number) for number in range((end - start).days)]
    daily = [_of_day(whole, day) for day in days]
    return sum(found for found in daily if found is not None) if None not in daily else None


def _of_day(targets: list[Target], day: date) -> float | None:
    fitting = [each for each in targets if each.start <= day < each.end]
    shortest = min(fitting, key=lambda each: each.days, default=None)
    return shortest.value / shortest.days if shortest else None
