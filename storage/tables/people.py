"""People and rooms: who is where, under which names, with which student ID."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, String, Table, UniqueConstraint

from storage.tables.base import metadata
from storage.types import Id, Json, UtcDateTime

room = Table(
    "room",
    metadata,
    Column("id", Id, primary_key=True),
    Column("channel", String, nullable=False),
    Column("ref", String, nullable=False),
    Column("name", String, nullable=False, server_default=""),
    Column("owner_ref", String),
    Column("announcement", String),
    Column("listed_at", UtcDateTime),  # when its members were last read as a whole
    Column("left_at", UtcDateTime),  # our account is no longer in it
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("channel", "ref"),
)

# The student ID is the person: ascending from 10001, given from `counter`, never reused.
person = Table(
    "person",
    metadata,
    Column("student_id", Id, primary_key=True, autoincrement=False),
    Column("name", String, nullable=False, server_default=""),  # the newest name seen
    Column("merged_into", Id, ForeignKey("person.student_id"), index=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("erased_at", UtcDateTime),  # their data is gone; the number stays taken
)

counter = Table(
    "counter",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", Id, nullable=False),  # the last number given out
)

identity = Table(
    "identity",
    metadata,
    Column("id", Id, primary_key=True),
    Column("channel", String, nullable=False),
    Column("ref", String, nullable=False),
    Column("student_id", Id, ForeignKey("person.student_id"), index=True),  # null: our own account
    Column("name", String, nullable=False, server_default=""),
    Column("own", Boolean, nullable=False, server_default="0"),
    Column("first_seen_at", UtcDateTime, nullable=False),
    UniqueConstraint("channel", "ref"),
)

membership = Table(
    "membership",
    metadata,
    Column("room_id", Id, ForeignKey("room.id"), primary_key=True),
    Column("identity_id", Id, ForeignKey("identity.id"), primary_key=True, index=True),
    Column("nickname", String, nullable=False, server_default=""),
    Column("joined_at", UtcDateTime),  # null: was there before we looked
    Column("left_at", UtcDateTime),
    Column("inviter_id", Id, ForeignKey("identity.id")),
)

# Every name an identity had, in a room (nickname) or at large (room_id null).
name_history = Table(
    "name_history",
    metadata,
    Column("id", Id, primary_key=True),
    Column("identity_id", Id, ForeignKey("identity.id"), nullable=False, index=True),
    Column("room_id", Id, ForeignKey("room.id")),
    Column("name", String, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
)

# What find-by-part-of-a-name reads: one row a current name. `folded` is lower case and normalised.
person_name = Table(
    "person_name",
    metadata,
    Column("identity_id", Id, ForeignKey("identity.id"), primary_key=True),
    Column("room_id", Id, primary_key=True, autoincrement=False, server_default="0"),  # 0: at large
    Column("folded", String, nullable=False),
)

merge = Table(
    "merge",
    metadata,
    Column("id", Id, primary_key=True),
    Column("from_student", Id, ForeignKey("person.student_id"), nullable=False),
    Column("into_student", Id, ForeignKey("person.student_id"), nullable=False),
    Column("identities", Json, nullable=False),  # the identity ids that moved
    Column("author", String, nullable=False),
    Column("reason", String, nullable=False, server_default=""),
    Column("at", UtcDateTime, nullable=False),
    Column("undone_by", String),
    Column("undone_at", UtcDateTime),
)

account = Table(
    "account",
    metadata,
    Column("channel", String, primary_key=True),
    Column("state", String, nullable=False),
    Column("user_ref", String),
    Column("user_name", String),
    Column("qr_code", String),
    Column("reason", String),
    Column("changed_at", UtcDateTime, nullable=False),
)

gap = Table(
    "gap",
    metadata,
    Column("id", Id, primary_key=True),
    Column("channel", String, nullable=False),
    Column("ref", String, nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Column("reason", String, nullable=False, server_default=""),
    UniqueConstraint("channel", "ref"),
)

Index("ix_membership_room_id_joined_at", membership.c.room_id, membership.c.joined_at)
Index("ix_person_name_folded", person_name.c.folded)
Index("ix_name_history_name", name_history.c.name)
