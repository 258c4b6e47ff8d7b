"""What was said: every message, every other event, and what could not be understood."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.tables.base import metadata
from storage.types import Id, Json, UtcDateTime

message = Table(
    "message",
    metadata,
    Column("id", Id, primary_key=True),
    Column("channel", String, nullable=False),
    Column("ref", String, nullable=False),
    Column("room_id", Id, ForeignKey("room.id")),  # null: said to the bot alone
    Column("identity_id", Id, ForeignKey("identity.id"), nullable=False),
    Column("kind", String, nullable=False),
    Column("text", Text, nullable=False),
    # xxh3-64 (signed) of the normalised text; null where it is too short to be called a repeat
    Column("text_hash", BigInteger),
    Column("sent_at", UtcDateTime, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("quoted_ref", String),
    Column("quoted_text", Text),
    Column("mentions", Json),
    Column("media", Json),
    Column("own", Boolean, nullable=False),
    Column("recalled_at", UtcDateTime),
    UniqueConstraint("channel", "ref"),
)
Index("ix_message_sent_at", message.c.sent_at)
Index("ix_message_room_id_sent_at", message.c.room_id, message.c.sent_at)
Index("ix_message_identity_id_sent_at", message.c.identity_id, message.c.sent_at)
Index(
    "ix_message_text_hash_sent_at",
    message.c.text_hash,
    message.c.sent_at,
    sqlite_where=message.c.text_hash.is_not(None),
    postgresql_where=message.c.text_hash.is_not(None),
)

Index(
    "ix_message_channel_quoted_ref",  # who was answered; most messages quote nothing
    message.c.channel,
    message.c.quoted_ref,
    sqlite_where=message.c.quoted_ref.is_not(None),
    postgresql_where=message.c.quoted_ref.is_not(None),
)

# Joins, leaves, topics, invitations, recalls, account states: all that is not a message.
event = Table(
    "event",
    metadata,
    Column("id", Id, primary_key=True),
    Column("channel", String, nullable=False),
    Column("ref", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("room_id", Id, ForeignKey("room.id")),
    Column("at", UtcDateTime, nullable=False),
    Column("payload", Json, nullable=False),
    UniqueConstraint("channel", "ref"),
)

# Those that people see in a room, between its messages.
SHOWN_KINDS = "kind IN ('MembersJoined', 'MembersLeft', 'TopicChanged')"
Index(
    "ix_event_shown",
    event.c.room_id,
    event.c.at,
    sqlite_where=text(SHOWN_KINDS),
    postgresql_where=text(SHOWN_KINDS),
)

# What messages were changed to, edit by edit; the message keeps what was said first. An edit may
# come before its message, so it names it as the platform does.
message_edit = Table(
    "message_edit",
    metadata,
    Column("id", Id, primary_key=True),
    Column("channel", String, nullable=False),
    Column("ref", String, nullable=False),  # of the event
    Column("message_ref", String, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("text", Text, nullable=False),
    UniqueConstraint("channel", "ref"),
)
Index("ix_message_edit_channel_message_ref", message_edit.c.channel, message_edit.c.message_ref)

# Recalls that came before their message: a platform may give them in either order.
early_recall = Table(
    "early_recall",
    metadata,
    Column("channel", String, primary_key=True),
    Column("ref", String, primary_key=True),  # of the message
    Column("at", UtcDateTime, nullable=False),
)

# Events that made the pipeline fail: set aside, counted, shown, tried again on request.
poison = Table(
    "poison",
    metadata,
    Column("id", Id, primary_key=True),
    Column("channel", String, nullable=False),
    Column("ref", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("error", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("settled_at", UtcDateTime),
    Column("retry_at", UtcDateTime),  # somebody asked for another try, which is still to come
    UniqueConstraint("channel", "ref"),
)
Index(
    "ix_poison_retry_at",
    poison.c.retry_at,
    sqlite_where=poison.c.retry_at.is_not(None),
    postgresql_where=poison.c.retry_at.is_not(None),
)
