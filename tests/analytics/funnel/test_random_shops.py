"""Random shops: the funnel of SQL against every visit followed in plain Python."""

from datetime import date, datetime, timedelta
from random import Random
from statistics import median
from zoneinfo import ZoneInfo

import pytest

from analytics.funnel import Funnel
from analytics.funnel_reading import FunnelQuestion, read_funnels
from analytics.periods import Period
from analytics.sales import Side
from tests.shop import LONDON, SHANGHAI, Row, event, open_shop

WAY = ("visit", "view_item", "add_to_cart", "checkout", "pay_success")
CHANNELS = ("抖音", "50% off", "it's", "a=b", "", None)
PERIOD = Period(date(2026, 10, 24), date(2026, 10, 27))  # the clocks go back
CLOCKS = ("00:00:00", "00:59:59", "02:30:00", "10:00:00", "10:00:00", "23:59:59")
WINDOW = timedelta(days=2)


def made_up(seed: int) -> list[Row]:
    """Events of five days around the period, many of them at one moment; some of robots."""
    pick = Random(seed)
    return [
        event(
            f"v{pick.randrange(15)}",
            f"2026-10-{pick.randint(23, 28)} {pick.choice(CLOCKS)}",
            pick.choice((*WAY, "visit", "view_item", "click")),
            channel=pick.choice(CHANNELS),
            is_bot=pick.choice((None, None, None, False, True)),
            user_agent=pick.choice(("Mozilla", "Googlebot", "", None)),
        )
        for _ in range(250)
    ]


def on_site(row: Row) -> bool:
    if row["is_bot"] is not None:
        return not row["is_bot"]
    return "bot" not in (row["user_agent"] or "").lower()


def moment(row: Row, zone: str) -> datetime:
    local = datetime.fromisoformat(row["event_at"]).replace(tzinfo=ZoneInfo(zone))
    return local.astimezone(ZoneInfo("UTC"))


def reached(rows: list[Row], zone: str, follow: timedelta) -> dict[str, dict[int, datetime]]:
    """By visitor: each step they came to, and when they first did."""
    start, end = (each.astimezone(ZoneInfo("UTC")) for each in PERIOD.instants(ZoneInfo(zone)))
    own: dict[str, list[tuple[datetime, int]]] = {}
    for row in rows:
        at = moment(row, zone)
        if on_site(row) and row["event"] in WAY and start <= at < end + follow:
            own.setdefault(row["visitor_id"], []).append((at, WAY.index(row["event"])))
    found: dict[str, dict[int, datetime]] = {}
    for who, seen in own.items():
        for began in (at for at, step in seen if step == 0 and at < end):
            now = began
            for step in range(len(WAY)):
                later = [at for at, k in seen if k == step and now <= at <= began + WINDOW]
                if not later:
                    break
                now = min(later) if step else began
                firsts = found.setdefault(who, {})
                firsts[step] = min(now, firsts.get(step, now))
    return found


@pytest.mark.parametrize("zone", [SHANGHAI, LONDON])
@pytest.mark.parametrize("seed", range(3))
def test_people_and_times_are_those_of_every_visit_followed_when_shops_are_random(
    seed: int, zone: str
) -> None:
    rows = made_up(seed)
    shop = open_shop({"events": rows}, zone)
    follow = timedelta(days=seed % 3)
    split = read_funnels(shop, FunnelQuestion(Side(PERIOD, {}), WINDOW, follow, "channel"))
    whole = read_funnels(shop, FunnelQuestion(Side(PERIOD, {}), WINDOW, follow)).slices[""]
    for channel in ("all", *{word or "" for word in CHANNELS}):
        own = [row for row in rows if channel in ("all", row["channel"] or "")]
        people = reached(own, zone, follow)
        counts = [sum(step in each for each in people.values()) for step in range(len(WAY))]
        times = [
            median((each[step] - each[step - 1]).total_seconds() for each in came)
            if (came := [each for each in people.values() if step and step in each]) else None
            for step in range(len(WAY))
        ]  # fmt: skip
        funnel = whole if channel == "all" else split.slices.get(channel, Funnel())
        steps = [step for step in funnel.steps if step.name != "click"]
        if not counts[0]:
            assert not steps  # nobody came: no such slice
            continue
        assert [step.count for step in steps] == counts
        assert [step.seconds for step in steps] == times


def test_one_channel_alone_is_its_slice_when_its_name_is_awkward() -> None:
    shop = open_shop({"events": made_up(9)})
    split = read_funnels(shop, FunnelQuestion(Side(PERIOD, {}), WINDOW, by="channel"))
    for channel in {word or None for word in CHANNELS}:
        side = Side(PERIOD, {"channel": (channel,)})
        alone = read_funnels(shop, FunnelQuestion(side, WINDOW)).slices[""]
        assert alone == split.slices[channel or ""]
