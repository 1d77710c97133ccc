"""Which requests come from Slack: looked at before anything else reads them.

Slack signs `v0:<seconds>:<body>` with a secret that only it and we know. A request older or
newer than five minutes is refused, as is one whose signature was taken before: whoever
overhears one request can do nothing with it.
"""

import hashlib
import hmac
import re
import threading
from collections import OrderedDict
from collections.abc import Mapping
from enum import Enum

from bot.clock import Clock

WINDOW_SECONDS = 300
REMEMBERED = 100_000
_SECONDS = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


class Forged(Enum):
    """Why a request is not taken for Slack's; the value is counted and logged."""

    UNSIGNED = "unsigned"
    OUTDATED = "outdated"
    WRONG_SIGNATURE = "wrong signature"
    REPLAYED = "replayed"


class Guard:
    """Checks signatures, ages and replays. Headers are looked up in lower case.

    At most a hundred thousand signatures are remembered, the latest ones.
    """

    def __init__(self, secret: str, clock: Clock) -> None:
        if not secret:
            raise ValueError("without a secret every signature could be forged")
        self._secret, self._clock = secret.encode(), clock
        self._taken: OrderedDict[str, int] = OrderedDict()
        self._lock = threading.Lock()

    def refuse(self, headers: Mapping[str, str], body: bytes) -> Forged | None:
        """Why this request is not Slack's; None where it is, and then it is taken once."""
        stamp = headers.get("x-slack-request-timestamp", "")
        signature = headers.get("x-slack-signature", "")
        if not (_SECONDS.fullmatch(stamp) and _SIGNATURE.fullmatch(signature)):
            return Forged.UNSIGNED
        now = int(self._clock.now().timestamp())
        if abs(now - int(stamp)) > WINDOW_SECONDS:
            return Forged.OUTDATED
        if not hmac.compare_digest(self._sign(stamp, body), signature):
            return Forged.WRONG_SIGNATURE
        return None if self._take(signature, now) else Forged.REPLAYED

    def forget(self, headers: Mapping[str, str]) -> None:
        """Let a request come again that was not carried out: Slack may repeat it to the letter."""
        with self._lock:
            self._taken.pop(headers.get("x-slack-signature", ""), None)

    def _sign(self, stamp: str, body: bytes) -> str:
        signed = b"v0:" + stamp.encode() + b":" + body
        return "v0=" + hmac.new(self._secret, signed, hashlib.sha256).hexdigest()

    def _take(self, signature: str, now: int) -> bool:
        """Note a signature; False where it is known."""
        with self._lock:
            self._drop_old(now)
            if signature in self._taken:
                return False
            self._taken[signature] = now
            return True

    def _drop_old(self, now: int) -> None:
        # A signature lives from 300 s before its time stamp to 300 s after it.
        while self._taken:
            taken = next(iter(self._taken.values()))
            if len(self._taken) < REMEMBERED and now - taken <= 2 * WINDOW_SECONDS:
                return
            self._taken.popitem(last=False)
