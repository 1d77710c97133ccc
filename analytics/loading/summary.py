"""What a load did, as data."""

from datetime import date

from pydantic import BaseModel, ConfigDict

from analytics.loading.merging import Mode


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TableSummary(_Frozen):
    """Rows of one table: `read` from the files = loaded + duplicate + quarantined.

    `replaced`: stored rows that went, for a newer form of them or with the replaced period.
    """

    read: int
    loaded: int
    duplicate: int
    replaced: int
    quarantined: int


class Reason(_Frozen):
    """Why rows were quarantined: how many, and where the first stands (`orders.csv:17`)."""

    reason: str
    count: int
    example: str

    def __str__(self) -> str:
        return f"{self.count:,} × {self.reason}, first at {self.example}"


class LoadSummary(_Frozen):
    """What became of a load. `load_id` is None when nothing was changed (or for a dry run).

    `ignored`: columns of the files no field takes. `first_day`, `last_day`: the shop days the
    files' rows cover, None where they have no time.
    """

    load_id: int | None
    mapping: str
    mode: Mode
    dry_run: bool
    files: tuple[str, ...]
    tables: dict[str, TableSummary]
    reasons: tuple[Reason, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    warnings: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
