"""Local times as instants: by plain subtraction where a zone keeps its offset, else by its rules.

The engine's zone rules cost ten times what the rest of reading a date does; a zone without
summer time (Asia/Shanghai since 1992) has no need of them.
"""

from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from analytics.loading.expression import literal

_FIRST, _LAST = datetime(1992, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


@cache
def steady_offset(zone: str) -> timedelta | None:
    """How far `zone` is ahead of UTC if it is so from 1992 to 2099, else None.

    Looked at once a week: no zone changes its clocks for less than that.
    """
    place, weeks = ZoneInfo(zone), (_LAST - _FIRST) // timedelta(weeks=1)
    offsets = {
        (_FIRST + timedelta(weeks=week)).astimezone(place).utcoffset() for week in range(weeks + 1)
    }
    return offsets.pop() if len(offsets) == 1 else None


def instant_sql(local: str, zone: str) -> str:
    """SQL of the instant at which the clocks of `zone` show `local` (a cheap SQL TIMESTAMP)."""
    by_rules = f"timezone({literal(zone)}, {local})"
    offset = steady_offset(zone)
    if offset is None:
        return by_rules
    # A day inside at both ends, as the years are those of UTC.
    return (
        f"CASE WHEN {local} BETWEEN TIMESTAMP '{_FIRST + timedelta(days=1):%Y-%m-%d}'"
        f" AND TIMESTAMP '{_LAST - timedelta(days=1):%Y-%m-%d}'"
        f" THEN make_timestamptz(epoch_us({local}) - {offset // timedelta(microseconds=1)})"
        f" ELSE {by_rules} END"
    )
