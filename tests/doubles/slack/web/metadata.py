"""The `metadata` of a message: what an app keeps in it for itself."""

import re

from tests.doubles.slack.model import Json
from tests.doubles.slack.refusal import Refusal
from tests.doubles.slack.web.calls import Call

_EVENT_TYPE = re.compile(r"[A-Za-z0-9_.\-:]{1,255}")
MOST_CHARACTERS = 8000


def read_metadata(call: Call) -> Json | None:
    """The metadata sent: None for none, `{}` for an order to drop it; else both its fields."""
    if call.arguments.get("metadata") is None:
        return None
    try:
        metadata = call.structure("metadata")
    except Refusal:
        raise Refusal("invalid_metadata_format") from None
    if not metadata:
        return {}
    if not isinstance(metadata, dict):
        raise Refusal("invalid_metadata_format")
    kind, payload = metadata.get("event_type"), metadata.get("event_payload")
    if not isinstance(kind, str) or not _EVENT_TYPE.fullmatch(kind):
        raise Refusal("invalid_metadata_schema")
    if not isinstance(payload, dict):
        raise Refusal("invalid_metadata_schema")
    if len(str(payload)) > MOST_CHARACTERS:
        raise Refusal("metadata_too_large")
    return {"event_type": kind, "event_payload": payload}


def shown(call: Call, body: Json, metadata: Json | None) -> Json:
    """A message as history gives it: the payload only to who asks for all metadata."""
    if not metadata:
        return dict(body)
    if call.flag("include_all_metadata"):
        return body | {"metadata": metadata}
    return body | {"metadata": {"event_type": metadata["event_type"]}}
