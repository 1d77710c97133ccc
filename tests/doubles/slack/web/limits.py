"""Rate limits: a bucket for each method of a tier, and one for each channel posted to."""

import math
import time
from dataclasses import dataclass

from tests.doubles.slack.web.calls import METHODS

# tier → (burst, calls a minute)
TIERS = {1: (10, 1), 2: (20, 20), 3: (50, 50), 4: (100, 100)}
POSTS_TO_A_CHANNEL = (4, 60)
POSTS_IN_ALL = (300, 300)


@dataclass
class _Bucket:
    left: float
    at: float


class Limits:
    """Says how long a caller has to wait; machine time, not the workspace's clock."""

    def __init__(self) -> None:
        self._buckets: dict[str, _Bucket] = {}

    def wait(self, method: str, channel: str, scale: float) -> int:
        """Seconds until this call would be allowed, 0 when it is (and is then counted)."""
        if not scale:
            return 0
        if method == "chat.postMessage":
            return self._take(f"{method} {channel}", POSTS_TO_A_CHANNEL, scale) or self._take(
                method, POSTS_IN_ALL, scale
            )
        tier = METHODS[method].tier
        return self._take(method, TIERS[tier], scale) if tier else 0

    def _take(self, name: str, allowed: tuple[int, int], scale: float) -> int:
        burst, rate = allowed[0] * scale, allowed[1] * scale / 60
        now = time.monotonic()
        bucket = self._buckets.setdefault(name, _Bucket(burst, now))
        bucket.left = min(burst, bucket.left + (now - bucket.at) * rate)
        bucket.at = now
        if bucket.left < 1:
            return max(1, math.ceil((1 - bucket.left) / rate))
        bucket.left -= 1
        return 0
