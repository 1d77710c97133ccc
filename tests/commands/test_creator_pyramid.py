"""The pyramid of creators: 1 star, 20 niche and 100 grassroots of every 121."""

import pytest

from commands.kit.creator_pyramid import pyramid_note
from commands.kit.values import Count


@pytest.mark.parametrize(
    ("creators", "tiers"), [(121, (1, 20, 100)), (6, (0, 1, 5)), (1, (0, 0, 1)), (0, (0, 0, 0))]
)
def test_tiers_add_up_to_the_creators_when_they_are_planned(
    creators: int, tiers: tuple[int, int, int]
) -> None:
    parts = pyramid_note(creators).message.parts
    found = [parts[name] for name in ("stars", "niche", "grassroots")]
    assert found == [Count(number=tier) for tier in tiers]
