"""A channel's change shared out to campaigns: small cases worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.shift_campaigns import Spent, Standing, share_out, whole_parts

FEED = Spent("抖音", "feed", 600)
LIVE = Spent("抖音", "live", 300)
FLOP = Spent("抖音", "flop", 100, "weak")
TRY = Spent("抖音", "try", 50, "trial")
ENDED = Spent("抖音", None, 40, "over")


def test_rise_goes_by_spend_to_running_campaigns_when_others_are_weak_or_on_trial() -> None:
    shared = share_out(90, [FEED, LIVE, FLOP, TRY, ENDED])
    assert shared == {"feed": 660, "live": 330, "flop": 100, "try": 50, None: 40}


def test_rise_is_money_for_new_campaigns_when_none_may_grow() -> None:
    assert share_out(90, [FLOP, TRY]) == {"flop": 100, "try": 50, None: 90}


def test_cut_takes_free_money_then_the_weak_then_the_others_when_it_is_large() -> None:
    assert share_out(-30, [FEED, LIVE, FLOP, TRY, ENDED])[None] == 10
    shared = share_out(-230, [FEED, LIVE, FLOP, TRY, ENDED])
    assert shared == {"feed": 540, "live": 270, "flop": 0, "try": 50, None: 0}


def test_trial_is_cut_last_when_all_else_is_gone() -> None:
    assert share_out(-1060, [FEED, LIVE, FLOP, TRY, ENDED])["try"] == 30


def test_cut_is_refused_when_it_is_more_than_is_spent() -> None:
    with pytest.raises(ValueError, match="more than the channel spends"):
        share_out(-701, [FEED, FLOP])


def test_largest_rests_are_rounded_up_when_parts_are_no_whole_numbers() -> None:
    assert whole_parts(10, [1, 1, 1]) == [4, 3, 3]
    assert whole_parts(5, [0.0, 0.0]) == [3, 2]
    assert whole_parts(0, [3, 1]) == [0, 0]


@given(
    st.lists(
        st.tuples(st.integers(0, 10**7), st.sampled_from(["running", "trial", "weak", "over"])),
        min_size=1,
        max_size=8,
    ),
    st.integers(-(10**7), 10**7),
)
def test_sum_changes_by_the_change_when_anything_is_shared_out(
    held: list[tuple[int, Standing]], change: int
) -> None:
    campaigns = [Spent("a", f"c{n}", now, kind) for n, (now, kind) in enumerate(held)]
    before = sum(each.now for each in campaigns)
    change = max(change, -before)
    shared = share_out(change, campaigns)
    assert sum(shared.values()) == before + change
    assert min(shared.values()) >= 0
