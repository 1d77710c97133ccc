"""What a proposal adds up to, and when another one says something else."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from commands.kit.shift import ShiftProposal, ShiftRow, is_stale


def row(channel: str, now: int, to: int, campaign: str | None = None) -> ShiftRow:
    return ShiftRow(
        channel=channel,
        campaign=campaign,
        now=Decimal(now),
        to=Decimal(to),
        response_now=0.0,
        response=0.0,
        marginal_now=0.0,
        marginal=0.0,
        extrapolates=False,
    )


def proposal(*rows: ShiftRow, **changes: Any) -> ShiftProposal:
    """10,000 for ten days: 2 % of it is 200."""
    told: dict[str, Any] = {
        "line": "/budget-shift",
        "start": date(2026, 12, 1),
        "end": date(2026, 12, 11),
        "budget": Decimal(10_000),
        "reserve": Decimal(1_200),
        "rows": rows or (row("feed", 5_000, 4_000), row("search", 3_800, 4_800)),
        "gain": 1_000.0,
        "low": 500.0,
        "high": 1_500.0,
        "month_budget": Decimal(31_000),
        "data_until": date(2026, 11, 29),
    }
    return ShiftProposal(**(told | changes))


def test_money_moved_is_the_increases_when_the_total_stays() -> None:
    assert proposal().moved == 1_000
    assert proposal().days == 10


def test_money_moved_is_the_cuts_when_they_are_more() -> None:
    assert proposal(row("feed", 5_000, 2_000), row("search", 3_800, 4_000)).moved == 3_000


def test_proposal_is_the_same_when_amounts_move_by_two_percent_of_the_budget() -> None:
    assert not is_stale(
        proposal(), proposal(row("feed", 5_100, 4_200), row("search", 3_700, 4_600))
    )


@pytest.mark.parametrize(
    "fresh",
    [
        proposal(row("feed", 5_000, 4_201), row("search", 3_800, 4_599)),
        proposal(row("feed", 5_000, 4_000, "f"), row("search", 3_800, 4_800)),
        proposal(gain=-10.0),
        proposal(gain=749.0),
        proposal(gain=1_251.0),
    ],
    ids=["an amount", "another campaign", "a loss", "less gain", "more gain"],
)
def test_proposal_is_stale_when_the_data_say_something_else(fresh: ShiftProposal) -> None:
    assert is_stale(proposal(), fresh)


def test_proposal_survives_json_when_it_is_kept() -> None:
    kept = proposal().model_dump_json()
    assert ShiftProposal.model_validate_json(kept) == proposal()
