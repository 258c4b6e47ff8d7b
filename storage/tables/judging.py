"""Verdicts, cases, leads and questions: what was made of what was said."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

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

# A campaign, for a human to look at: the first message of it that was flagged.
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
    Column("kind", String, nullable=False, server_default="advert"),  # advert | report
    Column("decision", String),  # advert | fine | remove
    Column("round", Integer, nullable=False, server_default="0"),  # decisions so far
    Column("told", Integer, nullable=False, server_default="1"),  # messages that staff know of
)
Index("ix_case_state_opened_at", case.c.state, case.c.opened_at)
Index("ix_case_student_id", case.c.student_id)

# Every message of a campaign; each belongs to one.
case_message = Table(
    "case_message",
    metadata,
    Column("message_id", Id, ForeignKey("message.id"), primary_key=True, autoincrement=False),
    Column("case_id", Id, ForeignKey("case.id"), nullable=False, index=True),
    Column("identity_id", Id, ForeignKey("identity.id"), nullable=False, index=True),  # its author
    Column("score", Float, nullable=False),
    Column("flagged", Boolean, nullable=False),
    Column("action", String, nullable=False, server_default=""),
    Column("at", UtcDateTime, nullable=False),
)

# What members reported 举报: one vote a member and message.
report = Table(
    "report",
    metadata,
    Column("id", Id, primary_key=True),
    Column("message_id", Id, ForeignKey("message.id"), nullable=False),
    Column("case_id", Id, ForeignKey("case.id"), nullable=False, index=True),
    Column("student_id", Id, ForeignKey("person.student_id"), nullable=False),  # who reported
    Column("room_id", Id, ForeignKey("room.id")),
    Column("weight", Float, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("outcome", String),  # right | wrong; null: not decided yet
    UniqueConstraint("message_id", "student_id"),
)
Index("ix_report_student_id_at", report.c.student_id, report.c.at)

# Members who ask that what was done to them be looked at again 申诉.
appeal = Table(
    "appeal",
    metadata,
    Column("id", Id, primary_key=True),
    Column("student_id", Id, ForeignKey("person.student_id"), nullable=False),
    Column("identity_id", Id, ForeignKey("identity.id"), nullable=False),  # the answer goes there
    Column("case_id", Id, ForeignKey("case.id"), nullable=False),
    Column("message_id", Id, ForeignKey("message.id"), nullable=False),  # the appeal itself
    Column("against", String, nullable=False),  # who decided; groupkeeper: a rule
    Column("asked", String),  # the colleague it was brought to; null: those on duty
    Column("at", UtcDateTime, nullable=False),
    Column("state", String, nullable=False),  # open | granted | upheld
    Column("answer", Text),
    Column("answered_by", String),
    Column("answered_at", UtcDateTime),
)
Index(
    "uq_appeal_open",
    appeal.c.case_id,
    appeal.c.student_id,
    unique=True,
    sqlite_where=text("state = 'open'"),
    postgresql_where=text("state = 'open'"),
)
Index("ix_appeal_student_id_at", appeal.c.student_id, appeal.c.at)

# What near copies of a suspect are found by, for as long as campaigns are joined.
near_print = Table(
    "near_print",
    metadata,
    Column("message_id", Id, ForeignKey("message.id"), primary_key=True, autoincrement=False),
    Column("pieces", LargeBinary, nullable=False),
    Column("at", UtcDateTime, nullable=False, index=True),
)
near_key = Table(
    "near_key",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", Id, primary_key=True, autoincrement=False),
)
Index("ix_near_key_message_id", near_key.c.message_id)

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
    Column("since_at", UtcDateTime, nullable=False),  # in its state, or with its owner
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
