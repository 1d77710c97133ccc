"""What one group of files has become in temporary tables."""

from dataclasses import dataclass

from analytics.loading.headers import Found
from analytics.loading.mapping import Mapping

BROKEN = 62
BLANK = 61
"""Bits of the `_bad` mask beyond the fields': a line that is no JSON, or empty."""


@dataclass(frozen=True)
class Staged:
    """Group `number` of files, of one mapping. `counts`: records read from each file.

    `start`: the row id the engine gave the group's first record. The typed fields may be kept
    in the table called `fields`, in file order.
    """

    mapping: Mapping
    files: tuple[Found, ...]
    number: int
    counts: tuple[int, ...]
    rejected: tuple[int, ...]
    start: int

    @property
    def fields(self) -> str:
        """The temporary table of its typed fields; there is none for rows staged straight."""
        return f"load_fields_{self.number}"

    def first(self, index: int) -> int:
        """The row id of a file's first record: they follow each other in the files' order."""
        return self.start + sum(self.counts[:index])


def record_of(alias: str) -> str:
    """SQL of the place of a staged row's record in its group.

    Rows staged straight from their files carry none: they stand in their files' order.
    """
    return f"coalesce({alias}._row, {alias}.rowid)"
