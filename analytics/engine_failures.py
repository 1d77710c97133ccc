"""What the engine's own words for a failure mean to an operator."""

from analytics.errors import AnalyticsError, LoadRefused, StoreBusy, StoreError


def load_too_large(reason: str) -> AnalyticsError:
    """A load that went over the engine's memory or disk."""
    return LoadRefused(f"it did not fit in memory or on disk, nothing was kept: {reason}")


def question_too_large(reason: str) -> AnalyticsError:
    """A question that went over the engine's memory."""
    return StoreError(
        f"the question needs more memory than the store may use; ask for less at once: {reason}"
    )


def damaged(error: Exception) -> StoreError:
    """A store file that cannot be read as one."""
    return StoreError(f"the store file is damaged or not ours: {first_line(error)}")


def explained(error: Exception) -> StoreError:
    """A failure to read or write, by what the engine says of it."""
    text = str(error)
    if "Corrupt database" in text or "not a valid DuckDB" in text:
        return damaged(error)
    if "Could not set lock" in text:  # a damaged file is told of by its "block"
        return StoreBusy("another process holds the store; stop it, or ask it through its server")
    if "No space left" in text or "ENOSPC" in text or "File too large" in text:
        return StoreError("the disk is full; nothing was changed. Free some space and try again")
    if "newer version" in text or "older version" in text:
        return StoreError(
            f"the store was written by another version of DuckDB: {first_line(error)}"
        )
    return StoreError(first_line(error))


def first_line(error: Exception) -> str:
    """What an engine says first; what follows is for its own makers."""
    return str(error).splitlines()[0]
