"""Looking into the quarantine: refused rows as an operator may see them on a screen."""

import re
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from analytics.statement import Statement
from analytics.warehouse import Warehouse

LONGEST = 160
_KEPT = 2  # letters of an id that stay, enough to find it again in the file

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
# Days and times are what rows are most often refused for: they stay as they were written.
_DAY = r"(?<![\w-])(?:\d{4}(?P<sep>[-/.])\d\d?(?P=sep)\d\d?|(?:19|20)\d\d[01]\d[0-3]\d)(?![\d-])"
_TIME = r"\d{1,2}:\d\d(?::\d\d)?"
_AMOUNT = r"(?<![\w.])\d+(?:,\d{3})*\.\d{1,6}(?![\w.])"
_PHONE = r"(?<![\w.])\+?\(?\d[\d ()-]{5,18}\d(?![\w.])"
_ID = r"(?<![^\W_])(?=[\w-]*\d[\w-]*\d[\w-]*\d)(?=[\w-]{5})[A-Za-z0-9_-]+"
_TOKEN = re.compile(f"(?P<plain>{_DAY}|{_TIME}|{_AMOUNT})|{_PHONE}|{_ID}")


class RefusedRow(BaseModel):
    """A row that broke a rule: where it stands (`line` counts from 1), why, and what it says.

    `loaded_at` is in the shop's zone, without one; `content` is masked and shortened.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    load_id: int
    loaded_at: datetime
    mapping: str
    file: str
    line: int
    table: str
    reason: str
    content: str


def refused_rows(
    warehouse: Warehouse, load_id: int | None, most: int, zone: str
) -> tuple[RefusedRow, ...]:
    """At most `most` refused rows of one load (None: of all), newest load first, as in the file.

    Empty when nothing was refused or there is no such load.
    """
    values = {"load_id": load_id, "most": most, "zone": zone}
    return tuple(_row(found) for found in warehouse.fetch(Statement(_ROWS, values)))


_ROWS = """
    SELECT q.load_id, timezone($zone, timezone('UTC', l.loaded_at)), l.mapping,
        q.file, q.line, q.table_name, q.reason, q.content
    FROM tidebell.quarantine AS q JOIN tidebell.loads AS l USING (load_id)
    WHERE $load_id IS NULL OR q.load_id = $load_id
    ORDER BY q.load_id DESC, q.file, q.line, q.table_name, q.reason
    LIMIT $most
"""


def _row(found: tuple[object, ...]) -> RefusedRow:
    named = dict(zip(RefusedRow.model_fields, found, strict=True))
    return RefusedRow.model_validate(named | {"content": masked(str(found[-1]))})


def masked(content: str) -> str:
    """A row's text on one line with e-mail addresses, phone numbers and ids made unreadable.

    Days, times and amounts stay. Names cannot be told from other words, so no more than the
    first 160 characters are shown.
    """
    line = " ".join(content.split())
    hidden = _TOKEN.sub(_hidden, _EMAIL.sub("…@…", line))
    return hidden if len(hidden) <= LONGEST else f"{hidden[: LONGEST - 1]}…"


def _hidden(found: re.Match[str]) -> str:
    return found[0] if found["plain"] else f"…{found[0][-_KEPT:]}"
