"""What speaks for leads: the messages, and the words in them that did."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import LeadId, MessageId, RoomId
from storage.bulk import among, listed
from storage.only import only
from storage.tables.judging import lead_evidence
from storage.tables.talk import message


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A message that earned the lead its place."""

    message: MessageId
    room: RoomId | None
    text: str
    words: tuple[str, ...]
    score: float
    at: datetime


async def evidence_of(
    connection: AsyncConnection, lead_id: LeadId, *, within: Collection[RoomId] | None
) -> tuple[Evidence, ...]:
    """What was said that made a lead, oldest first."""
    rows = await connection.execute(
        _said(within)
        .where(lead_evidence.c.lead_id == lead_id)
        .order_by(message.c.sent_at, message.c.id)
    )
    return tuple(_evidence(row) for row in rows)


async def strongest(
    connection: AsyncConnection, leads: Sequence[LeadId], *, within: Collection[RoomId] | None
) -> Mapping[LeadId, Evidence]:
    """What speaks most for each of these leads; of equals the newest."""
    rows = await connection.execute(
        _said(within)
        .where(among(lead_evidence.c.lead_id, "ids"))
        .order_by(lead_evidence.c.score.desc(), message.c.sent_at.desc(), message.c.id.desc()),
        {"ids": listed(leads)},
    )
    found: dict[LeadId, Evidence] = {}
    for row in rows:
        found.setdefault(LeadId(row.lead_id), _evidence(row))
    return found


def _said(within: Collection[RoomId] | None) -> Select[Any]:
    return (
        select(lead_evidence, message.c.room_id, message.c.text, message.c.sent_at)
        .join(message, message.c.id == lead_evidence.c.message_id)
        .where(only(message.c.room_id, within))
    )


def _evidence(row: Row[Any]) -> Evidence:
    return Evidence(
        message=row.message_id,
        room=row.room_id,
        text=row.text,
        words=tuple(row.words),
        score=row.score,
        at=row.sent_at,
    )
