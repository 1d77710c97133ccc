"""The ordered window funnel in plain Python: every chain there is, tried one after another.

Event by event, with the definition of ClickHouse's documentation; slow and without cleverness.
"""

from collections.abc import Sequence

from analytics.funnel_levels import Happening
from analytics.funnel_window import SECOND, Mode

Events = Sequence[tuple[int, int]]
"""(second, step) pairs of one person; step 0 is none of the steps."""


def level_of(events: Events, steps: int, window: int, mode: Mode) -> int:
    """The number of the last step the person came to."""
    came: dict[int, tuple[int, int]] = {}  # step → (start of the chain, when), the latest
    for second, step in sorted(events):
        if mode == "strict_order" and came and (step == 0 or (step > 1 and step - 1 not in came)):
            break
        if mode == "strict_deduplication" and step > 1 and step in came:
            break
        if step == 1:
            came[1] = (second, second)
        elif step - 1 in came and step:
            start, last = came[step - 1]
            if second <= start + window and (mode != "strict_increase" or last < second):
                came[step] = (start, second)
                if step == steps:
                    break
    return max(came, default=0)


def longest_chain(events: Events, steps: int, window: int) -> int:
    """The default mode by its meaning: the longest chain from any first step, by trying all."""

    def grow(step: int, start: int, last: int) -> int:
        later = [s for s, e in events if e == step + 1 and last <= s <= start + window]
        return (
            max((grow(step + 1, start, s) for s in later), default=step) if step < steps else step
        )

    return max((grow(1, s, s) for s, e in events if e == 1), default=0)


def happenings(people: Sequence[Events], names: str) -> list[Happening]:
    """The events of everyone, as a file would hold them; `names[0]` is no step."""
    return [
        Happening(f"u{number}", second * SECOND, names[step])
        for number, events in enumerate(people)
        for second, step in events
    ]
