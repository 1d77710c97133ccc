"""How Slack signs what it posts to an app."""

import hashlib
import hmac


def sign(secret: str, timestamp: int | str, body: bytes) -> dict[str, str]:
    """The two headers that prove a request comes from Slack."""
    base = b"v0:" + str(timestamp).encode() + b":" + body
    digest = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(timestamp), "X-Slack-Signature": f"v0={digest}"}
