"""The first state: questions, messages, people, schedules, audit."""

import sqlalchemy as sa
from alembic import op

from bot.state.columns import Instant

revision = "0001"
down_revision = None

# SQLite numbers rows by itself only in a column that is INTEGER to the letter.
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NOT_DONE = sa.text("done_at IS NULL")
NOT_SENT = sa.text("sent_revision < revision AND dead_at IS NULL")
NOT_RUNG = sa.text("rang_at IS NULL")


def upgrade() -> None:
    """Make the tables."""
    _audit()
    _channels()
    _chat()
    _inbox()
    _outbox()
    _outbox_indexes()
    _people()
    _slots()
    _subscriptions()
    _threads()
    _timers()


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("channel", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit"),
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    for statement in _REFUSING_CHANGES[op.get_bind().dialect.name]:
        op.execute(statement)


# The database itself keeps the audit log from being changed, by us or by hand.
_REFUSING_CHANGES = {
    "sqlite": [
        f"""
        CREATE TRIGGER audit_no_{change} BEFORE {change.upper()} ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit log is only ever added to'); END
        """
        for change in ("update", "delete")
    ],
    "postgresql": [
        """
        CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'the audit log is only ever added to'; END $$
        """,
        """
        CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
        FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()
        """,
    ],
}


def _channels() -> None:
    op.create_table(
        "channels",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("platform", sa.String(length=16), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("looked_up_at", Instant(), nullable=True),
        sa.Column("language", sa.String(length=16), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_channels"),
    )


def _chat() -> None:
    op.create_table(
        "chat",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.String(length=64), nullable=False),
        sa.Column("author", sa.JSON(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("said", sa.Text(), nullable=True),
        sa.Column("thread", sa.String(length=255), nullable=False),
        sa.Column("root", sa.BigInteger(), nullable=True),
        sa.Column("reader", sa.String(length=64), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=True),
        sa.Column("question", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_chat"),
    )
    op.create_index("ix_chat_seq", "chat", ["seq"])


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("inbound", sa.JSON(), nullable=False),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_owner", sa.String(length=64), nullable=True),
        sa.Column("leased_until", Instant(), nullable=True),
        sa.Column("done_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("key", name="uq_inbox_key"),
    )
    op.create_index("ix_inbox_done_at", "inbox", ["done_at"])
    op.create_index(
        "ix_inbox_waiting", "inbox", ["id"], sqlite_where=NOT_DONE, postgresql_where=NOT_DONE
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("channel", sa.String(length=64), nullable=False),
        sa.Column("thread", sa.String(length=255), nullable=True),
        sa.Column("reader", sa.String(length=64), nullable=True),
        sa.Column("locale", sa.String(length=16), nullable=False),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("hints", sa.JSON(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("sent_revision", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("sent_channel", sa.String(length=64), nullable=True),
        sa.Column("sent_thread", sa.String(length=64), nullable=True),
        sa.Column("sent_reader", sa.String(length=64), nullable=True),
        sa.Column("place", sa.String(length=64), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("next_try_at", Instant(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("trying_since", Instant(), nullable=True),
        sa.Column("trying_revision", sa.Integer(), nullable=True),
        sa.Column("repeats", sa.Integer(), nullable=False),
        sa.Column("lease_owner", sa.String(length=64), nullable=True),
        sa.Column("leased_until", Instant(), nullable=True),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.Column("dead_at", Instant(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
    )


def _outbox_indexes() -> None:
    op.create_index("ix_outbox_created_at", "outbox", ["created_at"])
    op.create_index("ix_outbox_place", "outbox", ["platform", "sent_channel", "place"])
    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        ["platform", "channel", "id"],
        sqlite_where=NOT_SENT,
        postgresql_where=NOT_SENT,
    )


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("platform", sa.String(length=16), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("locale", sa.String(length=16), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=True),
        sa.Column("roles", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("looked_up_at", Instant(), nullable=True),
        sa.Column("language", sa.String(length=16), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
    )


def _slots() -> None:
    op.create_table(
        "slots",
        sa.Column("subscription", sa.BigInteger(), nullable=False),
        sa.Column("slot", sa.String(length=32), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("settled_at", Instant(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("subscription", "slot", name="pk_slots"),
    )


def _subscriptions() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("days", sa.String(length=64), nullable=False),
        sa.Column("time", sa.String(length=5), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("channel", sa.String(length=64), nullable=False),
        sa.Column("locale", sa.String(length=16), nullable=True),
        sa.Column("creator", sa.String(length=64), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_subscriptions"),
        sa.UniqueConstraint("key", name="uq_subscriptions_key"),
    )


def _threads() -> None:
    op.create_table(
        "threads",
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("channel", sa.String(length=64), nullable=False),
        sa.Column("place", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("platform", "key", name="pk_threads"),
        sa.UniqueConstraint(
            "platform", "channel", "place", "key", name="uq_threads_platform_channel_place_key"
        ),
    )


def _timers() -> None:
    op.create_table(
        "timers",
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("inbound", sa.JSON(), nullable=False),
        sa.Column("set_at", Instant(), nullable=False),
        sa.Column("rang_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("key", name="pk_timers"),
    )
    op.create_index(
        "ix_timers_waiting", "timers", ["due_at"], sqlite_where=NOT_RUNG, postgresql_where=NOT_RUNG
    )
