"""Names beside points, so that none lies on another name or point."""

from collections.abc import Iterable
from dataclasses import dataclass

AWAY = 2.0


@dataclass(frozen=True)
class Box:
    """A rectangle of the canvas, in points."""

    left: float
    low: float
    right: float
    high: float

    def shared(self, other: "Box") -> float:
        """The area both cover, in square points."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.high, other.high) - max(self.low, other.low)
        return max(width, 0.0) * max(height, 0.0)

    def meets(self, other: "Box") -> bool:
        """Whether the two share any place."""
        return self.shared(other) > 0

    def holds(self, other: "Box") -> bool:
        """Whether the other lies inside."""
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.low <= other.low
            and other.high <= self.high
        )


def free_place(
    dot: Box, width: float, height: float, taken: Iterable[Box], frame: Box
) -> Box | None:
    """The best free place around a dot for a text of this size; None where there is none.

    Right of it first, then left, above and below, then the corners.
    """
    others = [box for box in taken if box != dot]
    for left, low in _corners(dot, width, height):
        box = Box(left, low, left + width, low + height)
        if frame.holds(box) and not any(box.meets(other) for other in others):
            return box
    return None


def _corners(dot: Box, width: float, height: float) -> list[tuple[float, float]]:
    """Lower left corners of the places, best first."""
    middle = ((dot.left + dot.right - width) / 2, (dot.low + dot.high - height) / 2)
    right, left = dot.right + AWAY, dot.left - AWAY - width
    above, below = dot.high + AWAY, dot.low - AWAY - height
    sides = [(right, middle[1]), (left, middle[1]), (middle[0], above), (middle[0], below)]
    inner_right, inner_left = right - _reach(dot), left + _reach(dot)
    corners = [(inner_right, above), (inner_right, below), (inner_left, above), (inner_left, below)]
    return sides + corners


def _reach(dot: Box) -> float:
    """How far a name in a corner may reach over its dot."""
    return (dot.right - dot.left) / 3
