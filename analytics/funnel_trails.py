"""Events of a store as trails: read in the order of people and time, whole people at a time."""

from collections.abc import Iterator

import numpy as np

from analytics.funnel_chains import Trails
from analytics.statement import Statement
from analytics.warehouse import BatchReader, Columns


def read_trails(reader: BatchReader, statement: Statement) -> Iterator[Trails]:
    """The events of a statement that sorts them by person and place; people are never torn apart.

    The statement's columns are those of `Trails`. What is held at a time is some millions of
    events, or those of one person where there are more.
    """
    rest: Columns = {}
    for batch in reader.batches(statement):
        joined = {name: np.concatenate((rest[name], batch[name])) for name in rest} or batch
        people = joined["person"]
        whole = int(np.searchsorted(people, people[-1]))
        if whole:
            yield Trails(**{name: column[:whole] for name, column in joined.items()})
        rest = {name: column[whole:] for name, column in joined.items()}
    if rest:
        yield Trails(**rest)
