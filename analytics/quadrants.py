"""Four fields by size and return, cut at the medians (rule R12)."""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import Literal

Field = Literal["invest", "cut_cost", "test_more", "wind_down"]

FEWEST = 4
"""Fewer than these have no middle worth cutting at."""


@dataclass(frozen=True)
class Quadrants:
    """The cuts and each name's field; a point on a cut counts as high."""

    gmv_cut: float
    roi_cut: float
    fields: Mapping[str, Field]


def quadrants(points: Mapping[str, tuple[float, float]]) -> Quadrants | None:
    """The fields of (gmv, roi) points by name; None for fewer than `FEWEST` of them."""
    if len(points) < FEWEST:
        return None
    gmv_cut = median(gmv for gmv, _ in points.values())
    roi_cut = median(roi for _, roi in points.values())
    fields = {name: _FIELDS[gmv >= gmv_cut, roi >= roi_cut] for name, (gmv, roi) in points.items()}
    return Quadrants(gmv_cut, roi_cut, fields)


_FIELDS: dict[tuple[bool, bool], Field] = {
    (True, True): "invest",
    (True, False): "cut_cost",
    (False, True): "test_more",
    (False, False): "wind_down",
}
