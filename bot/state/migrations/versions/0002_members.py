"""Who is one of the team, and who a guest."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Nothing is known of those who are kept already, until their platform is asked again."""
    op.add_column("people", sa.Column("member", sa.Boolean(), nullable=True))
