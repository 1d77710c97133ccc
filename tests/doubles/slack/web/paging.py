"""Cursor paging: `limit` in, `next_cursor` out."""

import base64
import binascii
from collections.abc import Sequence
from typing import TypeVar

from tests.doubles.slack.refusal import Refusal
from tests.doubles.slack.web.calls import Call

Item = TypeVar("Item")


def page(call: Call, items: Sequence[Item], default: int, most: int) -> tuple[list[Item], str]:
    """One page of `items` and the cursor of the next, empty at the end.

    invalid_cursor is refused; a limit over `most` is `most`, one below 1 is none.
    """
    limit = call.number("limit", default)
    limit = limit if limit > 0 else default
    start = _place(call.text("cursor"))
    end = start + min(limit, most)
    return list(items[start:end]), _cursor(end) if end < len(items) else ""


def _cursor(place: int) -> str:
    return base64.b64encode(f"next:{place}".encode()).decode()


def _place(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        word, _, place = base64.b64decode(cursor, validate=True).decode().partition(":")
        return int(place) if word == "next" else int("no cursor of ours")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        raise Refusal("invalid_cursor") from None
