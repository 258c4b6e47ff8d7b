"""Verdicts, cases, leads and questions: what was made of what was said."""

from sqlalchemy import Column, Float, ForeignKey, Index, String, Table, Text, text

from storage.tables.base import metadata
from storage.types import Id, Json, UtcDateTime

verdict = Table(
    "verdict",
    metadata,
    Column("message_id", Id, ForeignKey("message.id"), primary_key=True),
    Column("detector", String, primary_key=True),
    Column("score", Float, nullable=False),
    Column("reason", Text, nullable=False),
    Column("evidence", Json),
)

# A flagged message, for a human to look at.
case = Table(
    "case",
    metadata,
    Column("id", Id, primary_key=True),
    Column("message_id", Id, ForeignKey("message.id"), nullable=False, unique=True),
    Column("room_id", Id, ForeignKey("room.id")),
    Column("student_id", Id, ForeignKey("person.student_id")),
    Column("score", Float, nullable=False),
    Column("reason", Text, nullable=False),
    Column("action", String, nullable=False, server_default=""),  # "" observed, "remove"
    Column("state", String, nullable=False),  # open | confirmed | dismissed | undone
    Column("opened_at", UtcDateTime, nullable=False),
    Column("decided_by", String),
    Column("decided_at", UtcDateTime),
    Column("note", Text),
)
Index("ix_case_state_opened_at", case.c.state, case.c.opened_at)
Index("ix_case_student_id", case.c.student_id)

lead = Table(
    "lead",
    metadata,
    Column("id", Id, primary_key=True),
    Column("student_id", Id, ForeignKey("person.student_id"), nullable=False),
    Column("category", String, nullable=False),
    Column("score", Float, nullable=False),  # the highest of its evidence
    Column("state", String, nullable=False),  # open | claimed | won | lost
    Column("room_id", Id, ForeignKey("room.id")),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("owner", String),
    Column("note", Text),
)
# One open lead a person and category.
Index(
    "uq_lead_open",
    lead.c.student_id,
    lead.c.category,
    unique=True,
    sqlite_where=text("state IN ('open', 'claimed')"),
    postgresql_where=text("state IN ('open', 'claimed')"),
)
Index("ix_lead_state_score", lead.c.state, lead.c.score)
Index("ix_lead_student_id", lead.c.student_id)

lead_evidence = Table(
    "lead_evidence",
    metadata,
    Column("lead_id", Id, ForeignKey("lead.id"), primary_key=True),
    Column("message_id", Id, ForeignKey("message.id"), primary_key=True),
    Column("words", Json, nullable=False),
    Column("score", Float, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

question = Table(
    "question",
    metadata,
    Column("message_id", Id, ForeignKey("message.id"), primary_key=True),
    Column("room_id", Id, ForeignKey("room.id"), nullable=False),
    Column("asker_id", Id, ForeignKey("identity.id"), nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("answer_id", Id, ForeignKey("message.id")),
    Column("answered_at", UtcDateTime),
    Column("alerted_at", UtcDateTime),
    Column("closed_at", UtcDateTime),  # nobody waits for it any more
)
Index(
    "ix_question_overdue",
    question.c.due_at,
    sqlite_where=text("answered_at IS NULL AND closed_at IS NULL AND alerted_at IS NULL"),
    postgresql_where=text("answered_at IS NULL AND closed_at IS NULL AND alerted_at IS NULL"),
)
Index(
    "ix_question_waiting",
    question.c.room_id,
    question.c.due_at,
    sqlite_where=text("answered_at IS NULL AND closed_at IS NULL"),
    postgresql_where=text("answered_at IS NULL AND closed_at IS NULL"),
)
