"""Errands, and what pictures look like."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from storage.tables.base import metadata
from storage.types import Id, Json, UtcDateTime

errand = Table(
    "errand",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String, nullable=False),
    Column("message_id", Id, ForeignKey("message.id"), nullable=False, index=True),
    Column("channel", String, nullable=False),
    Column("question", Json),
    Column("state", String, nullable=False),  # waiting | done | failed | given_up
    Column("tries", Integer, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("owner", String),
    Column("lease_until", UtcDateTime),
    Column("answer", Json),
    Column("note", Text),  # what went wrong at the last try
    Column("at", UtcDateTime, nullable=False),
    UniqueConstraint("kind", "message_id"),
)
Index(
    "ix_errand_waiting",
    errand.c.kind,
    errand.c.due_at,
    sqlite_where=errand.c.state == "waiting",
    postgresql_where=errand.c.state == "waiting",
)

# A picture's perceptual hash (64 bits, as a signed number; null for a blank one) and its codes'.
picture = Table(
    "picture",
    metadata,
    Column("message_id", Id, ForeignKey("message.id"), primary_key=True),
    Column("print", BigInteger),
    Column("codes", BigInteger, index=True),
)

# Its four quarters, by which pictures nearly alike are found: place * 65536 + 16 bits.
picture_band = Table(
    "picture_band",
    metadata,
    Column("band", Integer, primary_key=True),
    Column("message_id", Id, ForeignKey("message.id"), primary_key=True),
)
