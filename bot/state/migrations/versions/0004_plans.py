"""Budget shifts: what was proposed, and what happened to it."""

import sqlalchemy as sa
from alembic import op

from bot.state.columns import Instant

revision = "0004"
down_revision = "0003"

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REVIEWED = sa.text("did = 'approved'")


def upgrade() -> None:
    """Make room for them."""
    _plans()
    _steps()


def _plans() -> None:
    op.create_table(
        "plans",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(16), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column("stages", sa.String(64), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("platform", sa.String(16), nullable=False),
        sa.Column("channel", sa.String(64), nullable=False),
        sa.Column("locale", sa.String(16), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("told", sa.String(16), nullable=True),
        sa.Column("applied_at", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_plans"),
    )
    for name, which in (("open", "status = 'open'"), ("applied", "applied_at IS NOT NULL")):
        where = sa.text(which)
        op.create_index(
            f"ix_plans_{name}", "plans", ["id"], sqlite_where=where, postgresql_where=where
        )


def _steps() -> None:
    op.create_table(
        "plan_steps",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("plan", sa.BigInteger(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("did", sa.String(16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("stage", sa.String(16), nullable=True),
        sa.Column("role", sa.String(100), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("token", sa.String(16), nullable=True),
        sa.Column("other", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_plan_steps"),
    )
    op.create_index("ix_plan_steps_plan", "plan_steps", ["plan", "id"])
    for column in ("stage", "person"):
        op.create_index(
            f"ix_plan_steps_{column}",
            "plan_steps",
            ["plan", "revision", column],
            unique=True,
            sqlite_where=REVIEWED,
            postgresql_where=REVIEWED,
        )
