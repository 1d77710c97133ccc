"""Waiting for what another thread does, with an end."""

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


def until(look: Callable[[], Found], seconds: float = 60.0) -> Found:
    """What `look` gives as soon as it is something; AssertionError when it never is."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.01)
    raise AssertionError(f"nothing after {seconds} s")
