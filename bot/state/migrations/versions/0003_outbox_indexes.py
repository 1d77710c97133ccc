"""Find what is to be delivered, and what was given up, without looking at the rest."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

WAITING = "sent_revision < revision AND dead_at IS NULL"


def upgrade() -> None:
    """Index them; the rows stay as they are."""
    _index("dead", ["dead_at"], "dead_at IS NOT NULL")
    _index("to_change", ["platform", "id"], f"{WAITING} AND coalesce(place, '') <> ''")
    _index("to_post", ["platform", "channel", "id"], f"{WAITING} AND coalesce(place, '') = ''")


def _index(name: str, columns: list[str], which: str) -> None:
    where = sa.text(which)
    op.create_index(
        f"ix_outbox_{name}", "outbox", columns, sqlite_where=where, postgresql_where=where
    )
