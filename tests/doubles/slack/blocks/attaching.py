"""Attachments, as far as a message of ours could have them."""

import json
from typing import Any

from tests.doubles.slack.model import Json
from tests.doubles.slack.refusal import Refusal

MOST = 100
_CARRYING = ("text", "fallback", "title", "pretext", "blocks", "image_url", "fields")


def attachments_of(sent: Any) -> list[Json]:
    """Those that carry something; what is no list of objects counts as none."""
    if isinstance(sent, str):
        try:
            sent = json.loads(sent)
        except ValueError:
            return []
    if not isinstance(sent, list):
        return []
    if len(sent) > MOST:
        raise Refusal("too_many_attachments")
    told = [one for one in sent if isinstance(one, dict) and any(one.get(x) for x in _CARRYING)]
    return [{"id": place, **one} for place, one in enumerate(told, 1)]
