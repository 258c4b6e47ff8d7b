"""Learning: labelled texts, and the versions of the model that were fitted to them."""

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    text,
)

from storage.tables.base import metadata
from storage.types import Id, Json, UtcDateTime

# What a person called an advert, or not. A row is never changed but to be revoked.
sample = Table(
    "sample",
    metadata,
    Column("id", Id, primary_key=True),
    Column("text", Text, nullable=False),
    Column("label", String, nullable=False),  # spam | ham
    Column("text_key", String, nullable=False),  # of the text as it stands: the same again
    Column("message_id", Id, ForeignKey("message.id")),
    Column("case_id", Id, ForeignKey("case.id"), index=True),
    Column("source", String, nullable=False),  # decision | import | report
    Column("author", String, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("revoked_at", UtcDateTime),
    Column("revoked_by", String),
)
# One living sample a message, and of a text and label from files.
Index(
    "uq_sample_message",
    sample.c.message_id,
    unique=True,
    sqlite_where=text("revoked_at IS NULL"),
    postgresql_where=text("revoked_at IS NULL"),
)
Index(
    "uq_sample_imported",
    sample.c.text_key,
    sample.c.label,
    unique=True,
    sqlite_where=text("revoked_at IS NULL AND source = 'import'"),
    postgresql_where=text("revoked_at IS NULL AND source = 'import'"),
)

model_version = Table(
    "model_version",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("state", String, nullable=False),  # active | retired | refused
    Column("reason", Text, nullable=False),
    Column("author", String, nullable=False),
    Column("base", String, nullable=False),  # checksum of the shipped model
    Column("samples", Integer, nullable=False),
    Column("fingerprint", String, nullable=False),
    Column("figures", Json, nullable=False),
    Column("before_id", Id, ForeignKey("model_version.id")),
    Column("taken_up_at", UtcDateTime),
    Column("retired_at", UtcDateTime),
    Column("weights", LargeBinary),  # against `base`; null once nobody can go back to it
)
Index(
    "uq_model_version_active",
    model_version.c.state,
    unique=True,
    sqlite_where=text("state = 'active'"),
    postgresql_where=text("state = 'active'"),
)
