"""Conduct: points, lists, alarms of rooms."""

from sqlalchemy import (
    Column,
    Float,
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
from storage.types import Id, UtcDateTime

# The ledger of points. A row is never changed but to be revoked.
mark = Table(
    "mark",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", String, nullable=False, unique=True),
    Column("student_id", Id, ForeignKey("person.student_id"), nullable=False, index=True),
    Column("points", Float, nullable=False),
    Column("kind", String, nullable=False),
    Column("room_id", Id, ForeignKey("room.id")),
    Column("message_id", Id, ForeignKey("message.id"), index=True),
    Column("author", String, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("revoked_by", String),
    Column("revoked_at", UtcDateTime),
)

# Who is denied or allowed, over all rooms.
listing = Table(
    "listing",
    metadata,
    Column("id", Id, primary_key=True),
    Column("student_id", Id, ForeignKey("person.student_id"), nullable=False, index=True),
    Column("list", String, nullable=False),  # deny | allow
    Column("reason", Text, nullable=False),
    Column("message_id", Id, ForeignKey("message.id"), index=True),
    Column("author", String, nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("until", UtcDateTime),
    Column("lifted_by", String),
    Column("lifted_at", UtcDateTime),
)

room_alarm = Table(
    "room_alarm",
    metadata,
    Column("id", Id, primary_key=True),
    Column("room_id", Id, ForeignKey("room.id"), nullable=False),
    Column("why", Text, nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Column("ended_by", String),
    UniqueConstraint("room_id", "since"),
)
Index("ix_listing_list_since", listing.c.list, listing.c.since)

# Entry quizzes: who was asked what, and how it ended.
quiz = Table(
    "quiz",
    metadata,
    Column("id", Id, primary_key=True),
    Column("room_id", Id, ForeignKey("room.id"), nullable=False),
    Column("identity_id", Id, ForeignKey("identity.id"), nullable=False, index=True),
    Column("ask", Text, nullable=False),
    Column("key", String, nullable=False),  # of the post that asks it
    Column("state", String, nullable=False),  # open | passed | failed | late | excused | left
    Column("tries", Integer, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("remind_at", UtcDateTime),
    Column("settled_at", UtcDateTime),
    Column("settled_by", String),
)
# One open quiz a newcomer and room.
Index(
    "uq_quiz_open",
    quiz.c.room_id,
    quiz.c.identity_id,
    unique=True,
    sqlite_where=text("state = 'open'"),
    postgresql_where=text("state = 'open'"),
)
Index(
    "ix_quiz_due_at",
    quiz.c.due_at,
    sqlite_where=text("state = 'open'"),
    postgresql_where=text("state = 'open'"),
)
