"""How one attempt to reach the app ended."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Outcome:
    """`failure` is Slack's word for it (`http_timeout`); `answer` is what came back.

    `final`: the app asked not to be tried again.
    """

    acked: bool
    failure: str = ""
    answer: Any = None
    status: int | None = None
    final: bool = False
