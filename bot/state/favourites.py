"""The questions a person asks most, as the audit log knows them."""

import json
from collections import Counter
from collections.abc import Collection

from sqlalchemy import Connection, select

from bot.state.schema import audit

LOOKED_AT = 500


def favourites(tx: Connection, person: str, most: int, leave_out: Collection[str]) -> list[str]:
    """The command lines a person asked most often among the last 500, the most frequent first.

    Those that failed do not count, nor those of the commands in `leave_out` (`settings`).
    """
    asked = (
        select(audit.c.body)
        .where(audit.c.person == person, audit.c.kind == "asked")
        .order_by(audit.c.seq.desc())
        .limit(LOOKED_AT)
    )
    bodies = (json.loads(body) for body in tx.execute(asked).scalars())
    lines = (body["command"] for body in bodies if body.get("command") and not body.get("failed"))
    counted = Counter(line for line in lines if line.split()[0].lstrip("/") not in leave_out)
    return [line for line, _ in counted.most_common(most)]
