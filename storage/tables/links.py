"""Short links in posts, and who followed them (shared/definitions.md 3.13)."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, String, Table, Text

from storage.tables.base import metadata
from storage.types import Id, UtcDateTime

# One code for a link of one post in one room. Only what stands here is ever redirected to.
link = Table(
    "link",
    metadata,
    Column("code", String, primary_key=True),  # unguessable
    Column("url", Text, nullable=False),
    Column("outbox_id", Id, ForeignKey("outbox.id"), nullable=False, index=True),
    Column("occurrence_id", Id, ForeignKey("occurrence.id"), index=True),
    Column("room_id", Id, ForeignKey("room.id")),
    Column("created_at", UtcDateTime, nullable=False),
)

# Every visit. `visitor` is a keyed hash that tells visitors of one link apart and leads to nobody.
click = Table(
    "click",
    metadata,
    Column("id", Id, primary_key=True),
    Column("code", String, ForeignKey("link.code"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("robot", Boolean, nullable=False),
    Column("visitor", String, nullable=False),
)
Index("ix_click_code_at", click.c.code, click.c.at)
