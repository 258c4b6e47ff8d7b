"""Plans, runs, occurrences and tasks."""

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    Time,
    UniqueConstraint,
    text,
)

from storage.tables.base import metadata
from storage.types import Id, Json, UtcDateTime

# Every version of every plan that was ever loaded.
plan = Table(
    "plan",
    metadata,
    Column("name", String, primary_key=True),
    Column("version", String, primary_key=True),  # hash of the file
    Column("source", Text, nullable=False),
    Column("path", String, nullable=False),
    Column("loaded_at", UtcDateTime, nullable=False),
)

# A plan at work in a room.
run = Table(
    "run",
    metadata,
    Column("id", Id, primary_key=True),
    Column("plan", String, nullable=False),
    Column("room_id", Id, ForeignKey("room.id"), nullable=False),
    Column("starts_on", Date, nullable=False),  # day 1, in `zone`
    Column("zone", String, nullable=False),
    Column("state", String, nullable=False),  # active | paused | stopped | done
    Column("author", String, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("planned_as", String, nullable=False, server_default=""),  # laid out by which version
    Column("planned_to", UtcDateTime),  # and up to when
    Column("replan_at", UtcDateTime),  # when to lay out more; null: at once
    Column("event_at", UtcDateTime),  # of the event that it leads up to
    Column("paused_at", UtcDateTime),  # since when it is paused; null: it is not
)
Index("ix_run_state_replan_at", run.c.state, run.c.replan_at)
Index(
    "uq_run_live",
    run.c.plan,
    run.c.room_id,
    unique=True,
    sqlite_where=text("state IN ('active', 'paused')"),
    postgresql_where=text("state IN ('active', 'paused')"),
)

# One dated step in one room. The plan's version is not in the key: an edit can never re-send.
occurrence = Table(
    "occurrence",
    metadata,
    Column("id", Id, primary_key=True),
    Column("run_id", Id, ForeignKey("run.id"), nullable=False),
    Column("plan", String, nullable=False),
    Column("step", String, nullable=False),
    Column("room_id", Id, ForeignKey("room.id"), nullable=False),
    Column("local_date", Date, nullable=False),
    Column("local_time", Time, nullable=False),
    Column("zone", String, nullable=False),
    Column("occasion", String, nullable=False, server_default=""),  # which event; "" for dates
    Column("tz_version", String, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("state", String, nullable=False),  # planned | queued | done | skipped | failed | held
    Column("outcome", Text),
    Column("settled_at", UtcDateTime),
    Column("facts", Json),  # what the text may name: the newcomer's identity, ...
    Column("variant", String, nullable=False, server_default=""),  # which wording was said
    Column("said", Text),  # the beginning of it; null: nothing was
    UniqueConstraint("run_id", "step", "room_id", "local_date", "local_time", "zone", "occasion"),
)
Index("ix_occurrence_state_due_at", occurrence.c.state, occurrence.c.due_at)
Index("ix_occurrence_due_at_run_id", occurrence.c.due_at, occurrence.c.run_id)
Index("ix_occurrence_room_id_due_at", occurrence.c.room_id, occurrence.c.due_at)

task = Table(
    "task",
    metadata,
    Column("id", Id, primary_key=True),
    Column("dedup_key", String, nullable=False, unique=True),
    Column("staff", String, nullable=False),  # who has it now
    Column("room_id", Id, ForeignKey("room.id")),
    Column("occurrence_id", Id, ForeignKey("occurrence.id")),
    Column("title", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("due_at", UtcDateTime),
    Column("state", String, nullable=False),  # open | done | cancelled | held
    Column("created_at", UtcDateTime, nullable=False),
    Column("given_at", UtcDateTime, nullable=False),  # to who has it now
    Column("turn", Integer, nullable=False, server_default="0"),  # how many had it before
    Column("line", Json, nullable=False),  # the stand-ins left, in order
    Column("remind_before", Integer),  # seconds before the deadline; null: by the settings
    Column("remind_at", UtcDateTime),
    Column("told_at", UtcDateTime),
    Column("reminded_at", UtcDateTime),
    Column("next_at", UtcDateTime),  # when it needs something; null: never by itself
    Column("done_by", String),
    Column("done_at", UtcDateTime),
    Column("how", String),  # seen | word | click | command | api
    Column("message_id", Id, ForeignKey("message.id")),  # the post that was seen
    Column("outcome", Text),
)
Index("ix_task_state_next_at", task.c.state, task.c.next_at)
Index("ix_task_staff_state", task.c.staff, task.c.state)
Index("ix_task_state_due_at", task.c.state, task.c.due_at)
Index("ix_task_message_id", task.c.message_id)
Index("ix_task_occurrence_id", task.c.occurrence_id)
