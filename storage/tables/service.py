"""Alerts, audit, imports and what the service remembers of itself."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, text

from storage.tables.base import metadata
from storage.types import Id, Json, UtcDateTime

alert = Table(
    "alert",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String, nullable=False),
    Column("severity", String, nullable=False),
    Column("room_id", Id, ForeignKey("room.id")),
    Column("student_id", Id, ForeignKey("person.student_id")),
    Column("message_id", Id, ForeignKey("message.id")),
    Column("to_staff", String),  # told first, before those on duty
    Column("spare_staff", String),  # never told: it is about what they did
    Column("reason", Text, nullable=False),
    Column("advice", Text, nullable=False),
    Column("to_copy", Text, nullable=False, server_default=""),  # sent in a message of its own
    Column("group_key", String, nullable=False),
    Column("count", Integer, nullable=False, server_default="1"),
    Column("state", String, nullable=False),  # open | acknowledged
    Column("raised_at", UtcDateTime, nullable=False),
    Column("repeated_at", UtcDateTime, nullable=False),
    Column("round", Integer, nullable=False, server_default="1"),  # told anew after the window
    Column("round_at", UtcDateTime, nullable=False),  # when this round began
    Column("level", Integer, nullable=False, server_default="0"),  # people told in this round
    Column("next_at", UtcDateTime),  # when the next person is told; null: nobody is left
    Column("acknowledged_by", String),
    Column("acknowledged_at", UtcDateTime),
)
Index(
    "uq_alert_open_group",
    alert.c.group_key,
    unique=True,
    sqlite_where=text("state = 'open'"),
    postgresql_where=text("state = 'open'"),
)
Index("ix_alert_state_next_at", alert.c.state, alert.c.next_at)

# Who was told of an alert, in which round.
alert_notice = Table(
    "alert_notice",
    metadata,
    Column("alert_id", Id, ForeignKey("alert.id"), primary_key=True),
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("staff", String, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)
Index("ix_alert_notice_staff_at", alert_notice.c.staff, alert_notice.c.at)

# Everything a person or the bot changed, with author and reason.
audit = Table(
    "audit",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("author", String, nullable=False),
    Column("action", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("details", Json),
)

# Small facts: search watermark, database identity, last start, restore mark.
meta = Table(
    "meta",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", Text, nullable=False),
)
