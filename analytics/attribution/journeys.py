"""Journeys as flat arrays: distinct paths of touches with what came of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

Key = tuple[str | None, ...]
"""What a touch is credited as: a channel, a campaign, or both."""


@dataclass(frozen=True)
class Journeys:
    """Paths of at least one touch each, and how often each ended in what.

    `touches`: places in `names`, path after path, first touch first; `sizes`: touches per path.
    `conversions`, `nulls`: how many of a path's people converted and how many did not.
    `amounts`: path × amount, summed over the path's conversions (value, refunds …).
    `ages`: days from each touch to the conversion, where touches have a time.
    """

    names: tuple[Key, ...]
    touches: Ints
    sizes: Ints
    conversions: Floats
    nulls: Floats
    amounts: Floats
    ages: Floats | None = None

    @cached_property
    def ends(self) -> Ints:
        """The place in `touches` just after each path."""
        return np.cumsum(self.sizes)

    @cached_property
    def owners(self) -> Ints:
        """The path of each touch."""
        return np.repeat(np.arange(len(self.sizes)), self.sizes)

    @cached_property
    def places(self) -> Ints:
        """Each touch's place in its path, from 0."""
        return np.arange(len(self.touches)) - np.repeat(self.ends - self.sizes, self.sizes)

    @property
    def outcomes(self) -> Floats:
        """path × (conversions, *amounts)."""
        return np.column_stack([self.conversions, self.amounts])


def gather_journeys(
    paths: Iterable[Sequence[Key]],
    conversions: Sequence[float],
    nulls: Sequence[float],
    amounts: Sequence[Sequence[float]],
    ages: Sequence[float] | None = None,
) -> Journeys:
    """Journeys from paths of names; names keep the order in which they are first seen.

    ValueError where a path is empty or the lengths differ.
    """
    places: dict[Key, int] = {}
    touches: list[int] = []
    sizes: list[int] = []
    for path in paths:
        touches.extend([places.setdefault(name, len(places)) for name in path])
        sizes.append(len(path))
    if len({len(sizes), len(conversions), len(nulls), len(amounts)}) > 1 or 0 in sizes:
        raise ValueError("every journey has a touch, its conversions, its nulls and its amounts")
    return Journeys(
        names=tuple(places),
        touches=np.array(touches, np.int64),
        sizes=np.array(sizes, np.int64),
        conversions=np.array(conversions, np.float64),
        nulls=np.array(nulls, np.float64),
        amounts=np.array(amounts, np.float64).reshape(
            len(sizes), len(amounts[0]) if amounts else 0
        ),
        ages=None if ages is None else np.array(ages, np.float64),
    )
