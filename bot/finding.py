"""One thing that `tidebell check` looked at."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """What was found. `mend`: what to do about it; empty when it is as it should be."""

    what: str
    mend: str = ""

    @property
    def ok(self) -> bool:
        """Whether nothing needs mending."""
        return not self.mend
