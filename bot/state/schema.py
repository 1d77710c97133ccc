"""The tables of the durable state. A change here needs a migration beside it.

Ids of people, channels, threads and messages are the platform's own. A `key` is our own name
for a thing, unique for ever: doing something twice under one key does it once.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.state.columns import Instant

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _index_where(name: str, *columns: str, which: str) -> Index:
    """An index of those rows only: what is done takes no room in it."""
    return Index(name, *columns, sqlite_where=text(which), postgresql_where=text(which))


_REVIEWED = "did = 'approved'"


def _unique_where(name: str, *columns: str, which: str) -> Index:
    """No two of those rows are alike in these columns."""
    where = text(which)
    return Index(
        f"ix_plan_steps_{name}", *columns, unique=True, sqlite_where=where, postgresql_where=where
    )


# SQLite numbers rows by itself only in a column that is INTEGER to the letter.
Serial = BigInteger().with_variant(Integer, "sqlite")

inbox = Table(
    "inbox",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("key", String(255), nullable=False, unique=True),
    Column("inbound", JSON, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("lease_owner", String(64)),
    Column("leased_until", Instant),
    Column("done_at", Instant),
    _index_where("ix_inbox_waiting", "id", which="done_at IS NULL"),
    Index("ix_inbox_done_at", "done_at"),
)
"""Questions taken in. A row without `done_at` is still to be answered; a done one stays for
as long as the platform might deliver its event again."""

_WAITING = "sent_revision < revision AND dead_at IS NULL"
TO_POST = f"{_WAITING} AND coalesce(place, '') = ''"
TO_CHANGE = f"{_WAITING} AND coalesce(place, '') <> ''"
"""Which messages are still to be posted, which ones stand and are to be edited or taken away: a
query finds them quickly that says it to the letter."""

outbox = Table(
    "outbox",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("key", String(255), nullable=False, unique=True),
    Column("platform", String(16), nullable=False),
    Column("channel", String(64), nullable=False),
    Column("thread", String(255)),
    Column("reader", String(64)),
    Column("locale", String(16), nullable=False),
    Column("reply", Text),
    Column("hints", JSON, nullable=False),
    Column("notes", JSON, nullable=False),
    Column("revision", Integer, nullable=False, default=1),
    Column("sent_revision", Integer, nullable=False, default=0),
    Column("parts", Integer, nullable=False, default=1),
    Column("sent_channel", String(64)),
    Column("sent_thread", String(64)),
    Column("sent_reader", String(64)),
    Column("place", String(64)),
    Column("created_at", Instant, nullable=False),
    Column("next_try_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("trying_since", Instant),
    Column("trying_revision", Integer),
    Column("repeats", Integer, nullable=False, default=0),
    Column("lease_owner", String(64)),
    Column("leased_until", Instant),
    Column("sent_at", Instant),
    Column("dead_at", Instant),
    Column("last_error", Text),
    _index_where("ix_outbox_waiting", "platform", "channel", "id", which=_WAITING),
    _index_where("ix_outbox_to_post", "platform", "channel", "id", which=TO_POST),
    _index_where("ix_outbox_to_change", "platform", "id", which=TO_CHANGE),
    _index_where("ix_outbox_dead", "dead_at", which="dead_at IS NOT NULL"),
    Index("ix_outbox_place", "platform", "sent_channel", "place"),
    Index("ix_outbox_created_at", "created_at"),
)
"""Our messages as they shall stand on their platforms: `reply` in its latest `revision` (none:
taken away). Behind while `sent_revision` is smaller; `place` is the platform's id once posted,
empty where it gave none, `sent_…` how it stands there. `thread` is a key of `threads`, `msg:` and
the key of another message, or the platform's own id. `parts`: messages the reply takes, the
others are rows `<key>/2` and on. `trying_since`: a post began (of `trying_revision`, for
`sent_reader`) and its outcome was never written down, so the platform is asked before it is
posted again; `repeats` counts the posts made again where it cannot be asked. Where there is a
`place` already it is a deletion that began."""

threads = Table(
    "threads",
    metadata,
    Column("platform", String(16), primary_key=True),
    Column("key", String(255), primary_key=True),
    Column("channel", String(64), nullable=False),
    Column("place", String(64), nullable=False),
    UniqueConstraint("platform", "channel", "place", "key"),
)
"""Where the thread of a neutral key (`incident:42`) hangs on each platform."""

people = Table(
    "people",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("platform", String(16)),
    Column("name", String(200)),
    Column("locale", String(16)),
    Column("zone", String(64)),
    Column("roles", JSON(none_as_null=True)),
    Column("looked_up_at", Instant),
    Column("language", String(16)),
    Column("member", Boolean),
)
"""What platforms told about people (kept a while, asked again), and the `language` each chose."""

channels = Table(
    "channels",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("platform", String(16)),
    Column("name", String(200)),
    Column("looked_up_at", Instant),
    Column("language", String(16)),
    Column("zone", String(64)),
)
"""What platforms told about channels, and the language and time zone chosen for each."""

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("key", String(255), nullable=False, unique=True),
    Column("line", Text, nullable=False),
    Column("days", String(64), nullable=False),
    Column("time", String(5), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("platform", String(16), nullable=False),
    Column("channel", String(64), nullable=False),
    Column("locale", String(16)),
    Column("creator", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("ended_at", Instant),
)
"""Command lines asked on a schedule, each with one destination. `key` is made of what it says,
so that subscribing twice is subscribing once."""

slots = Table(
    "slots",
    metadata,
    Column("subscription", BigInteger, primary_key=True),
    Column("slot", String(32), primary_key=True),
    Column("due_at", Instant, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("settled_at", Instant, nullable=False),
    Column("told", Boolean, nullable=False, default=False),
)
"""Slots that are settled: `asked`, `late` or `skipped`. `slot` is the local date and time, the
same whatever the clock does. `told`: a later post has said that this one was skipped."""

timers = Table(
    "timers",
    metadata,
    Column("key", String(255), primary_key=True),
    Column("due_at", Instant, nullable=False),
    Column("inbound", JSON, nullable=False),
    Column("set_at", Instant, nullable=False),
    Column("rang_at", Instant),
    _index_where("ix_timers_waiting", "due_at", which="rang_at IS NULL"),
)
"""Questions to be asked once, at a moment (reminders, deadlines)."""

plans = Table(
    "plans",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("revision", Integer, nullable=False, default=1),
    Column("token", String(16), nullable=False),
    Column("proposal", Text, nullable=False),
    Column("stages", String(64), nullable=False),
    Column("person", String(64), nullable=False),
    Column("name", String(200), nullable=False),
    Column("platform", String(16), nullable=False),
    Column("channel", String(64), nullable=False),
    Column("locale", String(16), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("status", String(16), nullable=False, default="open"),
    Column("since", Instant, nullable=False),
    Column("told", String(16)),
    Column("applied_at", Instant),
    Column("ended_at", Instant),
    _index_where("ix_plans_open", "id", which="status = 'open'"),
    _index_where("ix_plans_applied", "id", which="applied_at IS NOT NULL"),
)
"""Proposed budget shifts, each in its latest `revision`; `proposal` is JSON, `stages` are the
reviews it needs (`business,finance`). `token` changes with every revision and review. `since`: it
has waited for the present review from then on, and `told` is how urgently that was said. `person`
proposed it, in `channel`."""

plan_steps = Table(
    "plan_steps",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("plan", BigInteger, nullable=False),
    Column("at", Instant, nullable=False),
    Column("did", String(16), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("person", String(64), nullable=False),
    Column("name", String(200), nullable=False),
    Column("stage", String(16)),
    Column("role", String(100), nullable=False),
    Column("note", Text, nullable=False),
    Column("token", String(16)),
    Column("other", BigInteger),
    Index("ix_plan_steps_plan", "plan", "id"),
    _unique_where("stage", "plan", "revision", "stage", which=_REVIEWED),
    _unique_where("person", "plan", "revision", "person", which=_REVIEWED),
)
"""What happened to proposals; rows are only ever added. A review is a step of its own: each stage
of a revision has one at most, and so has each person."""

audit = Table(
    "audit",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("platform", String(16), nullable=False),
    Column("channel", String(64), nullable=False),
    Column("person", String(64), nullable=False),
    Column("body", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Index("ix_audit_at", "at"),
)
"""Who asked, was answered, approved or changed what. Rows are only ever added; each carries the
hash of the one before, so that a row changed or taken out is noticed."""

chat = Table(
    "chat",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
    Column("channel", String(64), nullable=False),
    Column("author", JSON, nullable=False),
    Column("at", Instant, nullable=False),
    Column("said", Text),
    Column("thread", String(255), nullable=False),
    Column("root", BigInteger),
    Column("reader", String(64)),
    Column("revision", Integer, nullable=False),
    Column("key", String(255)),
    Column("question", JSON(none_as_null=True)),
    Index("ix_chat_seq", "seq"),
)
"""The browser chat's messages as they are now. `seq` numbers the last change of each. `said`: JSON
of a text or a reply, none while the bot works on `question`. `key`: the outbox's name for it."""
