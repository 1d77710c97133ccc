"""How a canonical table is declared: its columns, what they hold, what tells rows apart."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a column holds; the SQL type is the storage form."""

    TEXT = "VARCHAR"
    INSTANT = "TIMESTAMPTZ"
    DAY = "DATE"
    MONEY = "DECIMAL(18,4)"
    NUMBER = "DOUBLE"
    COUNT = "BIGINT"
    FLAG = "BOOLEAN"


@dataclass(frozen=True)
class Column:
    """One column: its name, what it holds, and the rules a loaded value must keep.

    `choices`: the only words allowed (empty: any). `signed`: negative amounts are allowed.
    """

    name: str
    kind: Kind = Kind.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()
    signed: bool = False


@dataclass(frozen=True)
class Table:
    """One canonical table.

    `key`: the columns that identify a row; empty for a table whose rows have no natural
    identity. Such rows are identified by their whole content, and `group` names the columns
    under which they are compared when a file overlaps what is stored (an order's lines).
    `time`: the column that places a row in time; None where the rows have no time of their own.
    """

    name: str
    grain: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    time: str | None = None

    def column(self, name: str) -> Column:
        """The column called `name`; KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the columns every row must fill."""
        return tuple(column.name for column in self.columns if column.required)
