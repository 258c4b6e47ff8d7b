"""Headlines of what went out and of alerts taken on: both by the time of their end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.outbound import DeliveryState
from storage.tables.delivery import outbox
from storage.tables.people import identity, person, room
from storage.tables.service import alert, alert_notice
from storage.tables.talk import message

_SAID = {"welcome": "welcome", "student-id": "answer", "occ": "step"}  # first part of the key
_DONE = {"RemoveMember": "removed", "AcceptInvitation": "room", "NotifyStaff": "alert"}
_ENDED = (DeliveryState.SENT, DeliveryState.FAILED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """One thing that happened."""

    kind: str
    at: datetime
    room: str = ""
    person: str = ""
    student: int | None = None
    text: str = ""
    topic: str = ""  # a lead's category
    reason: str = ""
    to: str = ""
    count: int = 1


_told_room = room.alias("told_room")
_about = person.alias("about")
_DELIVERED = (
    select(
        outbox,
        func.coalesce(room.c.name, _told_room.c.name, "").label("room"),
        alert.c.reason.label("told"),
        alert.c.kind.label("about"),
        message.c.text.label("asked"),
        person.c.name.label("person"),
        person.c.student_id.label("student"),
        _about.c.name.label("about_person"),
        _about.c.student_id.label("about_student"),
    )
    .outerjoin(room, room.c.id == outbox.c.room_id)
    .outerjoin(alert, alert.c.id == outbox.c.deed["alert"].as_integer())
    .outerjoin(_told_room, _told_room.c.id == alert.c.room_id)
    .outerjoin(_about, _about.c.student_id == alert.c.student_id)
    .outerjoin(message, message.c.id == alert.c.message_id)
    .outerjoin(identity, identity.c.id == outbox.c.deed["member"].as_integer())
    .outerjoin(person, person.c.student_id == identity.c.student_id)
    .where(outbox.c.state.in_([state.value for state in _ENDED]))
)
_TAKEN = (
    select(
        alert,
        func.coalesce(room.c.name, "").label("room"),
        person.c.name.label("person"),
    )
    .outerjoin(room, room.c.id == alert.c.room_id)
    .outerjoin(person, person.c.student_id == alert.c.student_id)
    # what ended by itself (an account is back) was taken on by nobody
    .where(
        select(alert_notice.c.staff)
        .where(
            alert_notice.c.alert_id == alert.c.id, alert_notice.c.staff == alert.c.acknowledged_by
        )
        .exists()
    )
)


async def delivered(
    connection: AsyncConnection, marks: dict[str, Any], limit: int
) -> list[Headline]:
    """What was sent, or failed, since the mark; what is held has not ended."""
    rows = await _since(connection, marks, outbox, "settled_at", _DELIVERED, limit)
    return [headline for row in rows if (headline := _delivered(row)) is not None]


async def taken_on(
    connection: AsyncConnection, marks: dict[str, Any], limit: int
) -> list[Headline]:
    """Alerts that a colleague took on since the mark."""
    rows = await _since(connection, marks, alert, "acknowledged_at", _TAKEN, limit)
    return [
        Headline(
            kind="taken",
            at=row.acknowledged_at,
            room=row.room,
            person=row.person or "",
            student=row.student_id,
            reason=_without(row.student_id, row.reason),
            to=row.acknowledged_by,
        )
        for row in rows
    ]


async def _since(
    connection: AsyncConnection,
    marks: dict[str, Any],
    table: Table,
    key: str,
    statement: Select[Any],
    limit: int,
) -> list[Any]:
    """The next rows of a table by the time `key` of their end; the mark moves on."""
    ended, place = table.c[key], table.c.id
    at, number = marks.get(table.name, [0, 0])
    wanted = statement.where(ended.is_not(None)).order_by(ended, place).limit(limit)
    if at:
        moment = datetime.fromisoformat(at)
        wanted = wanted.where((ended > moment) | ((ended == moment) & (place > number)))
    rows = list((await connection.execute(wanted)).all())
    if rows:
        marks[table.name] = [getattr(rows[-1], key).isoformat(), rows[-1].id]
    return rows


def _delivered(row: Any) -> Headline | None:  # noqa: ANN401 (a row of several tables)
    kind = _DONE.get(row.kind) or _SAID.get(row.dedup_key.partition(":")[0])
    if row.state != DeliveryState.SENT.value:
        kind = row.state
    if kind is None:
        return None
    deed: Mapping[str, Any] = row.deed if isinstance(row.deed, dict) else {}
    if kind == "alert" and row.about == "question":
        kind = "unanswered"
    return Headline(
        kind=kind,
        at=row.settled_at,
        room=row.room,
        person=row.person or row.about_person or "",
        student=row.student or row.about_student,
        text=row.asked or "" if kind == "unanswered" else str(deed.get("text") or ""),
        reason=_why(row, kind),
        to=str(deed.get("staff") or ""),
    )


def _why(row: Any, kind: str) -> str:  # noqa: ANN401 (a row of several tables)
    """Why it was done; posts that speak for themselves need no reason."""
    if kind in _SAID.values():
        return ""
    return _without(row.student or row.about_student, row.told or row.outcome or row.reason or "")


def _without(student: int | None, reason: str) -> str:
    """The reason without the ID it begins with: who it is stands there already."""
    for named in (f"学号 {student}", f"student {student}"):
        reason = reason.removeprefix(named)
    return reason.lstrip("：: ").removeprefix("的")
