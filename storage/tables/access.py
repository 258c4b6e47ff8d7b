"""Who may use the API."""

from sqlalchemy import Column, Index, String, Table, text

from storage.tables.base import metadata
from storage.types import Id, UtcDateTime

# Keys of programs. Only their hashes are kept: who reads the database cannot use them.
api_token = Table(
    "api_token",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key_hash", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("role", String, nullable=False),
    Column("author", String, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime),
    Column("used_at", UtcDateTime),
    Column("revoked_at", UtcDateTime),
    Column("revoked_by", String),
)
# A name means one program in the audit.
Index(
    "uq_api_token_live_name",
    api_token.c.name,
    unique=True,
    sqlite_where=text("revoked_at IS NULL"),
    postgresql_where=text("revoked_at IS NULL"),
)
