"""Random shops without touchpoints: visits cut out of events in Python are the same touches."""

from collections import defaultdict
from datetime import datetime, timedelta
from random import Random

import pytest

from analytics.credits import CreditRule, credit_models
from tests.analytics.attribution.test_reading import PERIOD, WINDOW, made_up
from tests.shop import Row, event, open_shop

SILENCE = timedelta(minutes=30)


def browsed(seed: int) -> list[Row]:
    """Events in bursts on the days looked at, some in sessions, some signed in, some of robots."""
    pick = Random(seed)
    rows = []
    for minute in pick.sample(range(19 * 24 * 4), 60):
        start = datetime.fromisoformat("2026-11-02") + timedelta(minutes=15 * minute)
        who, session = f"v{pick.randrange(12)}", pick.choice((None, "", f"s{minute}"))
        for n in range(pick.randint(1, 5)):
            at = start + timedelta(minutes=pick.choice((7, 13, 29, 31)) * n, seconds=n)
            rows.append(
                event(
                    who, at.isoformat(sep=" "),
                    pick.choice(("visit", "view_item", "click", "pay_success")),
                    session_id=session,
                    channel=pick.choice(("抖音", "天猫", "direct", "", None)),
                    campaign=pick.choice(("x", "", None)),
                    customer_id=pick.choice((None, None, "", "ann", "bob", "cid")),
                    is_bot=pick.choice((None, None, None, True)),
                )
            )  # fmt: skip
    return rows


def touches(rows: list[Row]) -> list[Row]:
    """A touch for each visit: at its first event, by the first channel seen in it."""
    seen = [row for row in rows if not row["is_bot"] and row["event"] != "click"]
    seen.sort(key=lambda row: str(row["event_at"]))
    signed = {row["visitor_id"]: row["customer_id"] for row in seen if row["customer_id"]}
    visits: dict[tuple[str, object], list[Row]] = defaultdict(list)
    latest: dict[str, tuple[datetime, int]] = {}
    for row in seen:
        who, at = row["visitor_id"], datetime.fromisoformat(row["event_at"])
        name: object = row["session_id"]
        if not name:
            last, number = latest.get(who, (at, 0))
            name = number + (at - last > SILENCE)
            latest[who] = (at, name)
        visits[who, name].append(row)
    return [
        {
            "at": visit[0]["event_at"],
            "person_id": signed.get(who, who),
            "channel": next((row["channel"] for row in visit if row["channel"]), ""),
            "campaign": next((row["campaign"] for row in visit if row["channel"]), None),
        }
        for (who, _), visit in visits.items()
    ]


@pytest.mark.parametrize("seed", range(4))
def test_visits_are_credited_as_the_same_touches_are_when_shops_are_random(seed: int) -> None:
    orders, rows = made_up(seed)[0], browsed(seed)
    rule = CreditRule("last", WINDOW, 3.0)
    by = ("channel", "campaign")
    seen = credit_models(open_shop({"orders": orders, "events": rows}), PERIOD, rule, by)
    told = open_shop({"orders": orders, "touchpoints": touches(rows)})
    for model, expected in credit_models(told, PERIOD, rule, by).items():
        assert (seen[model].source, expected.source) == ("events", "touchpoints")
        assert seen[model].paths == expected.paths
        amounts = {key: row.value for key, row in expected.rows.items()}
        assert {k: row.value for k, row in seen[model].rows.items()} == pytest.approx(amounts)
