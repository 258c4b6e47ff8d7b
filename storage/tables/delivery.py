"""The outbox and its witnesses: how a post is sent once (shared/delivery.md, 4.1)."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.tables.base import metadata
from storage.types import Id, Json, UtcDateTime

# pending -> claimed -> sending -> sent, or unknown -> sent | pending | held,
# or failed | expired | skipped | cancelled. Only `sending` means: the platform may have it.
outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("dedup_key", String, nullable=False, unique=True),
    Column("sender", String, nullable=False),  # channel name, or "alerts" for notifiers
    Column("kind", String, nullable=False),  # the deed's class name
    Column("deed", Json, nullable=False),
    Column("room_id", Id, ForeignKey("room.id")),
    Column("identity_id", Id, ForeignKey("identity.id")),
    Column("occurrence_id", Id, index=True),
    Column("after_id", Id),  # the post before this one of a row: it must be sent first
    Column("pause", BigInteger, nullable=False, server_default="0"),  # microseconds after that
    Column("text_hash", BigInteger),  # of the normalised text, for the echo
    Column("reason", Text, nullable=False),  # why it is to be done
    Column("author", String, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("on_unknown", String, nullable=False),
    Column("on_late", String, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),  # lateness counts from here
    Column("not_before", UtcDateTime),  # kept back: by the budget, an absent account, a pause
    Column("expires_at", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    Column("state", String, nullable=False),
    Column("owner", String),
    Column("lease_until", UtcDateTime),
    Column("fence", Integer, nullable=False, server_default="0"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("nonce", String),  # one for all attempts, so that a platform can recognise the second
    Column("echoed", Boolean),  # the platform will show us this post: an echo can settle it
    Column("sending_at", UtcDateTime),  # since when the platform may have it; null: it has not
    Column("unknown_at", UtcDateTime),  # since when nobody knows
    Column("resends", Integer, nullable=False, server_default="0"),
    Column("settled_at", UtcDateTime),
    Column("sent_ref", String),
    Column("outcome", Text),  # why it is failed, held, expired, skipped, cancelled
)
Index("ix_outbox_sender_state_due_at", outbox.c.sender, outbox.c.state, outbox.c.due_at)
Index("ix_outbox_state_lease_until", outbox.c.state, outbox.c.lease_until)
Index("ix_outbox_sender_sent_ref", outbox.c.sender, outbox.c.sent_ref)
Index("ix_outbox_sender_nonce", outbox.c.sender, outbox.c.nonce)
Index("ix_outbox_room_id_state_due_at", outbox.c.room_id, outbox.c.state, outbox.c.due_at)
Index("ix_outbox_room_id_sending_at", outbox.c.room_id, outbox.c.sending_at)
Index(
    "ix_outbox_after_id",
    outbox.c.after_id,
    sqlite_where=text("after_id IS NOT NULL"),
    postgresql_where=text("after_id IS NOT NULL"),
)
# What an echo may still settle: the platform may have it, and no platform message is tied to it.
# Who was removed from a room, and not invited back.
Index(
    "ix_outbox_removed",
    outbox.c.identity_id,
    sqlite_where=text("kind = 'RemoveMember'"),
    postgresql_where=text("kind = 'RemoveMember'"),
)
Index(
    "ix_outbox_unechoed",
    outbox.c.sender,
    outbox.c.sending_at,
    sqlite_where=text("sending_at IS NOT NULL AND sent_ref IS NULL"),
    postgresql_where=text("sending_at IS NOT NULL AND sent_ref IS NULL"),
)

# The platform showing our own post.
echo = Table(
    "echo",
    metadata,
    Column("id", Id, primary_key=True),
    Column("channel", String, nullable=False),
    Column("ref", String, nullable=False),
    Column("room_id", Id, ForeignKey("room.id")),
    Column("to_ref", String),  # whom a direct message went to, where the platform says
    Column("text_hash", BigInteger),
    Column("nonce", String),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("outbox_id", Id, ForeignKey("outbox.id"), index=True),  # null: of unknown origin
    UniqueConstraint("channel", "ref"),
)

# Every time the platform may have got something: what the send budget counts.
cap_ledger = Table(
    "cap_ledger",
    metadata,
    Column("id", Id, primary_key=True),
    Column("sender", String, nullable=False),
    Column("room_id", Id),
    Column("outbox_id", Id, ForeignKey("outbox.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)
Index("ix_cap_ledger_sender_at", cap_ledger.c.sender, cap_ledger.c.at)
Index("ix_cap_ledger_room_id_at", cap_ledger.c.room_id, cap_ledger.c.at)
Index("ix_cap_ledger_outbox_id", cap_ledger.c.outbox_id)

# Who speaks for an account just now: one process at a time (lease by the database's clock).
account_lock = Table(
    "account_lock",
    metadata,
    Column("sender", String, primary_key=True),
    Column("owner", String),
    Column("lease_until", UtcDateTime),
    Column("since", UtcDateTime),  # since when this owner speaks, and listens
    Column("paused_until", UtcDateTime),  # somebody else speaks with this account
    Column("pause_reason", Text),
)
