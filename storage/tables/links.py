"""Short links in posts, and who followed them (shared/definitions.md 3.13)."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table, Text

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

# Visits, one row a visitor: nobody fills the table by clicking on and on. `visitor` is a keyed
# hash that tells the visitors of one post apart, and leads to nobody.
click = Table(
    "click",
    metadata,
    Column("code", String, ForeignKey("link.code"), primary_key=True),
    Column("visitor", String, primary_key=True),
    Column("robot", Boolean, primary_key=True),
    Column("at", UtcDateTime, nullable=False),  # the first time
    Column("last_at", UtcDateTime, nullable=False),
    Column("hits", Integer, nullable=False),
)
