"""`python -m tests.simulations.rules paces|declines|intervals|reviews [seeds]`."""

import sys
from collections.abc import Callable

from tests.simulations.rules.declines import decline_table
from tests.simulations.rules.intervals import interval_table
from tests.simulations.rules.paces import pace_table
from tests.simulations.rules.reviews import review_table

TABLES: dict[str, tuple[Callable[[range], str], int]] = {
    "paces": (pace_table, 200),
    "declines": (decline_table, 30),
    "intervals": (interval_table, 6),
    "reviews": (review_table, 300),
}


def main(what: str = "", seeds: str = "") -> None:
    """Print how often the rules of `/roi` and the reviews of plans are right in made-up shops."""
    if what not in TABLES:
        sys.exit(__doc__)
    table, usual = TABLES[what]
    sys.stdout.write(table(range(1, 1 + int(seeds or usual))))


if __name__ == "__main__":
    main(*sys.argv[1:])
