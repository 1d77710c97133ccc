"""How Slack reads a timestamp that somebody sent."""

import re
import time

_STAMP = re.compile(r"\d{1,10}\.\d{6}")
EARLIEST = 631_152_000  # 1990
AHEAD = 3600


def is_stamp(text: str) -> bool:
    return bool(_STAMP.fullmatch(text))


def read_micros(text: str) -> int:
    """Microseconds since 1970: the digits before the first point are seconds, the digits after
    it are that many microseconds; whatever is no digit does not count."""
    seconds, _, rest = text.partition(".")
    micros = rest.partition(".")[0]
    return int(_digits(seconds)) * 1_000_000 + int(_digits(micros))


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)[:20] or "0"


def may_be_thread(micros: int) -> bool:
    """Whether a message could have been written then: since 1990, up to an hour ahead."""
    return EARLIEST < micros // 1_000_000 <= time.time() + AHEAD
