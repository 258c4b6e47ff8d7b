"""What happened to tasks, who is away, and the keys of what is handed out as a link."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from storage.tables.base import metadata
from storage.types import Id, UtcDateTime

# Everything that happened to a task, with who and when; nothing is ever changed in it.
task_note = Table(
    "task_note",
    metadata,
    Column("id", Id, primary_key=True),
    Column("task_id", Id, ForeignKey("task.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("deed", String, nullable=False),  # bot.core.tasks.TaskDeed
    Column("staff", String, nullable=False),  # who had the task then
    Column("author", String, nullable=False),
    Column("note", Text),
)
Index("ix_task_note_task_id", task_note.c.task_id)

# Colleagues who are away. A person's newer word ends the older one.
absence = Table(
    "absence",
    metadata,
    Column("id", Id, primary_key=True),
    Column("staff", String, nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("until", UtcDateTime),  # null: until they are back
    Column("reason", String, nullable=False, server_default=""),
    Column("author", String, nullable=False),
    Column("noted_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),  # they came back, or said something newer
    Column("ended_by", String),
)
Index("ix_absence_staff_ended_at", absence.c.staff, absence.c.ended_at)

# Secrets of this installation, made when first needed.
secret = Table(
    "secret",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
)

# How often the address of a calendar feed was revoked; no row: never.
feed = Table(
    "feed",
    metadata,
    Column("kind", String, primary_key=True),  # person | room
    Column("subject", String, primary_key=True),
    Column("revoked", Integer, nullable=False),
    Column("revoked_at", UtcDateTime, nullable=False),
    Column("revoked_by", String, nullable=False),
)
