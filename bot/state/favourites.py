"""The questions a person asks most, as the audit log knows them."""

import json
import re
from collections import Counter
from collections.abc import Collection

from sqlalchemy import Connection, select

from bot.state.schema import audit

LOOKED_AT = 500
# Buttons write days out: `/gmv 2026-11-22 by channel` is of no use a week later.
_DATED = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def favourites(tx: Connection, person: str, most: int, leave_out: Collection[str]) -> list[str]:
    """The command lines a person asked most often among the last 500, the most frequent first.

    Those that failed do not count, nor those about certain days, nor those of the commands in
    `leave_out` (`settings`).
    """
    asked = (
        select(audit.c.body)
        .where(audit.c.person == person, audit.c.kind == "asked")
        .order_by(audit.c.seq.desc())
        .limit(LOOKED_AT)
    )
    bodies = (json.loads(body) for body in tx.execute(asked).scalars())
    lines = (body["command"] for body in bodies if body.get("command") and not body.get("failed"))
    lasting = (line for line in lines if not _DATED.search(line))
    counted = Counter(line for line in lasting if line.split()[0].lstrip("/") not in leave_out)
    return [line for line, _ in counted.most_common(most)]
