"""What the audit log keeps of a question and its answer."""

import hashlib
from datetime import datetime

from bot.masking import masked
from bot.platforms.base import Request
from bot.state.audit import Entry
from commands.kit.reply import Reply


def asked(request: Request, reply: Reply, at: datetime) -> Entry:
    """Who asked what (personal data masked), how it was understood, and the answer's hash.

    The hash is SHA-256 over the answer's JSON: it proves which answer was given without keeping
    its figures.
    """
    answer = reply.model_dump_json()
    body = {
        "line": masked(request.text),
        "command": reply.command,
        "answer": hashlib.sha256(answer.encode()).hexdigest(),
        "failed": reply.failed,
        "refused": reply.refused,
        "reference": reply.reference,
    }
    return Entry(at, "asked", request.platform, request.channel, request.person.id, body)
