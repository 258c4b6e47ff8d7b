"""The content library: who approved which version of a piece, and who took that back."""

from sqlalchemy import Boolean, Column, Index, String, Table, Text

from storage.tables.base import metadata
from storage.types import Id, UtcDateTime

# Nothing is ever changed here; the newest row of a piece counts.
content_approval = Table(
    "content_approval",
    metadata,
    Column("id", Id, primary_key=True),
    Column("content", String, nullable=False),
    Column("version", String, nullable=False),  # of the file: an edit makes another
    Column("given", Boolean, nullable=False),  # false: taken back
    Column("author", String, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("at", UtcDateTime, nullable=False),
)
Index("ix_content_approval_content_id", content_approval.c.content, content_approval.c.id)
