"""What is watched for after posts, and who agreed to be quoted."""

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text

from storage.tables.base import metadata
from storage.types import Id, Json, UtcDateTime

# One row a step that expects something and was said. Its state changes once: whoever changes it
# from `waiting` brings on what follows, so that exactly one of two branches runs.
watch = Table(
    "watch",
    metadata,
    Column("occurrence_id", Id, ForeignKey("occurrence.id"), primary_key=True, autoincrement=False),
    Column("since", UtcDateTime, nullable=False),  # when it was said
    Column("until", UtcDateTime, nullable=False),
    Column("state", String, nullable=False),  # waiting | met | missed
    Column("look_at", UtcDateTime),  # when it is looked at next; null: never again
    Column("needs", Json),  # how much is enough in this room, once it was looked at
    Column("counts", Json),  # when it was judged
    Column("reason", Text),  # the numbers, in words
    Column("judged_at", UtcDateTime),
    Column("late", Json),  # counted once more, twice the time after the post
)
Index("ix_watch_look_at", watch.c.look_at)

# Messages that may be quoted by name (praise), because their author said so in the room, or to a
# colleague, who noted it.
consent = Table(
    "consent",
    metadata,
    Column("message_id", Id, ForeignKey("message.id"), primary_key=True, autoincrement=False),
    Column("room_id", Id, ForeignKey("room.id"), nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("withdrawn_at", UtcDateTime),
    Column("given_by", String),  # the colleague who noted it; null: their own word in the room
    Column("withdrawn_by", String),
)
