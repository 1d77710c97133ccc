"""A budget to split: lines with curves and bounds, groups, a reserve, steps."""

import math
from dataclasses import dataclass
from typing import Literal

from analytics.curves import Curve
from analytics.errors import AnalyticsError


@dataclass(frozen=True)
class Line:
    """One thing money can be spent on.

    `now`: today's amount. `floor` ≤ amount ≤ `cap` (may be infinite); equal ones lock the line.
    `draws`: equally likely curves; draw k of every line belongs together. ValueError for a
    negative or missing number. A floor above its cap is for `optimise` to refuse.
    """

    name: str
    now: float
    curve: Curve
    floor: float
    cap: float
    draws: tuple[Curve, ...] = ()

    def __post_init__(self) -> None:
        if not (0 <= self.now < math.inf and 0 <= self.floor < math.inf and self.cap >= 0):
            raise ValueError(f"{self.name}: amounts must not be negative: {self}")


@dataclass(frozen=True)
class Group:
    """Lines that together get at least `least` and at most `most`. ValueError when empty."""

    name: str
    members: frozenset[str]
    least: float = 0.0
    most: float = math.inf

    def __post_init__(self) -> None:
        if not (self.members and 0 <= self.least < math.inf and self.most >= 0):
            raise ValueError(f"{self.name}: a group needs lines and limits of 0 or more")


@dataclass(frozen=True)
class Problem:
    """`budget` less `reserve` (a share of it) is to be split over the lines.

    `step`: amounts are multiples of it. A locked line keeps its odd amount, and a line with no
    multiple between its bounds stays at today's amount, or the bound nearest to it. ValueError
    for names that come twice or are unknown, and numbers outside their range.
    """

    lines: tuple[Line, ...]
    budget: float
    reserve: float = 0.0
    step: float | None = None
    groups: tuple[Group, ...] = ()

    def __post_init__(self) -> None:
        names = {line.name for line in self.lines}
        if not self.lines or len(names) < len(self.lines):
            raise ValueError("lines need names of their own, and there must be one")
        if not (0 <= self.budget < math.inf and 0 <= self.reserve <= 1):
            raise ValueError("a budget must not be negative, a reserve is a share from 0 to 1")
        if self.step is not None and not 0 < self.step < math.inf:
            raise ValueError("a step must be positive")
        unknown = sorted(frozenset[str]().union(*(g.members for g in self.groups)) - names)
        if unknown:
            raise ValueError(f"groups name lines that are not there: {', '.join(unknown)}")

    @property
    def spendable(self) -> float:
        """The budget less the reserve."""
        return self.budget * (1 - self.reserve)


Clash = Literal["bounds", "floors", "least", "most", "groups"]


class Infeasible(AnalyticsError):
    """No split keeps all limits; `reason` says why in English for files and logs.

    `clash` is one of
    bounds: the floor (`needed`) of the line in `names` is above its cap (`room`);
    floors: floors, and what groups need at least, sum to `needed`, more than can be spent (`room`);
    least: the group in `group` must get `needed`, but caps leave `room` to its lines;
    most: the group may get `room`, but floors within it (and its own least) sum to `needed`;
    groups: limits of overlapping groups contradict each other; `needed` and `room` are 0.
    `names`: the lines with a floor or cap at fault, largest first; groups for "groups".
    """

    def __init__(
        self,
        clash: Clash,
        needed: float,
        room: float,
        names: tuple[str, ...] = (),
        group: str | None = None,
    ) -> None:
        self.clash, self.needed, self.room = clash, needed, room
        self.names, self.group = names, group
        self.reason = _reason(clash, needed, room, names, group)
        super().__init__(self.reason)


def _reason(
    clash: Clash, needed: float, room: float, names: tuple[str, ...], group: str | None
) -> str:
    match clash:
        case "bounds":
            return f"lower bound {needed:.2f} of {names[0]} exceeds its upper bound {room:.2f}"
        case "floors" if group is None:
            return f"lower bounds sum {needed:.2f} exceed spendable budget {room:.2f}"
        case "floors":
            return (
                f"lower bounds and what {group} must get sum {needed:.2f} "
                f"exceed spendable budget {room:.2f}"
            )
        case "least":
            return f"least {needed:.2f} of group {group} exceeds its upper bounds sum {room:.2f}"
        case "most":
            return f"lower bounds sum {needed:.2f} exceed most {room:.2f} of group {group}"
        case "groups":
            return f"the limits of groups {', '.join(names)} contradict each other"
