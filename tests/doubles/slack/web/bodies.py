"""What a request of the Web API carries: form, multipart or JSON, and the query."""

import json
from email.parser import BytesParser
from email.policy import HTTP
from urllib.parse import parse_qsl

from tests.doubles.slack.model import Json
from tests.doubles.slack.refusal import Refusal


def read_arguments(content_type: str, body: bytes, query: str) -> Json:
    """The arguments of a call; a Refusal where the body is not what it says it is."""
    arguments: Json = dict(parse_qsl(query, keep_blank_values=True))
    kind = content_type.partition(";")[0].strip().lower()
    if not body:
        return arguments
    if kind == "application/json":
        return arguments | _read_json(body)
    if kind == "application/x-www-form-urlencoded":
        return arguments | dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    if kind == "multipart/form-data":
        return arguments | read_parts(content_type, body)
    raise Refusal("invalid_post_type" if kind else "missing_post_type")


def _read_json(body: bytes) -> Json:
    try:
        told = json.loads(body)
    except ValueError:
        raise Refusal("invalid_json") from None
    if not isinstance(told, dict):
        raise Refusal("json_not_object")
    return told


def read_parts(content_type: str, body: bytes) -> Json:
    """The fields of a multipart body by name; files stay bytes."""
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    message = BytesParser(policy=HTTP).parsebytes(head + body)
    if not message.is_multipart():
        raise Refusal("invalid_form_data")
    fields: Json = {}
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(content, bytes):
            is_file = part.get_filename() is not None
            fields[name] = content if is_file else content.decode("utf-8", "replace")
    return fields
