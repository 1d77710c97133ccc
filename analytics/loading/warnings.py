"""What an operator should know of a load that went through."""

from collections.abc import Iterator, Sequence

from analytics.loading.merging import Merge, Mode
from analytics.loading.staged import Staged


def file_warnings(groups: Sequence[Staged], cut: bool, most: int) -> Iterator[str]:
    """About the files: without rows, or with more refused rows than are kept."""
    for staged in groups:
        for found, count, ragged in zip(staged.files, staged.counts, staged.rejected, strict=True):
            if count + ragged == 0:
                yield f"{found.snapshot.name} has a header and no rows"
    if cut:
        yield f"only the first {most:,} refused rows of a file are kept in the quarantine"


def merge_warnings(merges: dict[str, Merge], mode: Mode, again: int | None) -> Iterator[str]:
    """About the rows: known already, standing twice, or differing from what is stored."""
    if again is not None:
        yield f"the same content was loaded before, as load {again}: nothing was changed"
        return
    for name, merged in merges.items():
        if merged.newer:
            yield (
                f"{merged.duplicate:,} rows of {name} stood in the store already: the file was"
                " taken for a newer export of the same data"
            )
        if merged.conflicts:
            yield (
                f"{merged.conflicts:,} keys of {name} stand more than once in the files with"
                " different content: the last row of each was taken"
            )
        if merged.differing:
            yield (
                f"{merged.differing:,} rows of {name} stand in the store with other content and"
                " were left as they are: load with --mode upsert to update them"
            )
        if mode == "replace" and merged.good == 0:
            yield f"{name}: no rows in the files, so no period was replaced"
