"""What colleagues write about people, and the erasures of people's data."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, text

from storage.tables.base import metadata
from storage.types import Id, Json, UtcDateTime

# Short words, folded: `VIP` and `vip` are one. A merged person's stand under their old number.
person_tag = Table(
    "person_tag",
    metadata,
    Column(
        "student_id",
        Id,
        ForeignKey("person.student_id"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("tag", String, primary_key=True),
    Column("author", String, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)
Index("ix_person_tag_tag_student_id", person_tag.c.tag, person_tag.c.student_id)

# Never changed but to be struck: what was read stays readable.
person_note = Table(
    "person_note",
    metadata,
    Column("id", Id, primary_key=True),
    Column("student_id", Id, ForeignKey("person.student_id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("author", String, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("struck_at", UtcDateTime),
    Column("struck_by", String),
)
Index("ix_person_note_student_id", person_note.c.student_id)

# One row a person whose data is erased: how far it is, so that a restart goes on.
erasure = Table(
    "erasure",
    metadata,
    Column("id", Id, primary_key=True),
    Column("student_id", Id, ForeignKey("person.student_id"), nullable=False),
    Column("author", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("begun_at", UtcDateTime, nullable=False),
    Column("stage", Integer, nullable=False, server_default="0"),
    Column("place", Id, nullable=False, server_default="0"),  # the last row seen to in this stage
    Column("names", Json),  # what is still to be looked for elsewhere; null once it is gone
    Column("counts", Json, nullable=False),  # how many rows of what
    Column("owner", String),  # the process at work on it
    Column("lease_until", UtcDateTime),
    Column("ended_at", UtcDateTime),
)
Index("ix_erasure_student_id", erasure.c.student_id)
Index(
    "ix_erasure_open",
    erasure.c.id,
    sqlite_where=text("ended_at IS NULL"),
    postgresql_where=text("ended_at IS NULL"),
)
