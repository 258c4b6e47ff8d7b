"""The archive read as a stream: for exports and replays, which go through all of it once."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Row, and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.answers import Answer
from bot.core.events import (
    ErrandDone,
    Event,
    Media,
    MemberSeen,
    MembersJoined,
    MembersLeft,
    MessageEdited,
    MessageKind,
    MessageRecalled,
    MessageReceived,
    TopicChanged,
)
from bot.core.ids import ChannelName, MessageId, RoomId
from bot.core.seen import SeenMember, SeenMessage
from storage.tables.judging import case_message, verdict
from storage.tables.people import identity, membership, room
from storage.tables.talk import event as event_table
from storage.tables.talk import message
from storage.types import plain

BATCH = 500

_SAID = (
    select(
        message,
        room.c.ref.label("room_ref"),
        room.c.name.label("room_name"),
        identity.c.ref.label("sender_ref"),
        identity.c.name.label("sender_name"),
        identity.c.student_id,
        membership.c.nickname,
    )
    .join(identity, identity.c.id == message.c.identity_id)
    .outerjoin(room, room.c.id == message.c.room_id)
    .outerjoin(
        membership,
        and_(
            membership.c.room_id == message.c.room_id,
            membership.c.identity_id == message.c.identity_id,
        ),
    )
)
_HAPPENED = select(
    event_table, room.c.ref.label("room_ref"), room.c.name.label("room_name")
).outerjoin(room, room.c.id == event_table.c.room_id)
_ANSWER: TypeAdapter[Answer] = TypeAdapter(Answer)
_KINDS = (
    "MembersJoined",
    "MembersLeft",
    "TopicChanged",
    "MessageRecalled",
    "MessageEdited",
    "ErrandDone",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which part of the archive. `until` itself is not in it."""

    since: datetime | None = None
    until: datetime | None = None
    room: str = ""  # name or platform id, with * and ?; "" is everything
    ids: frozenset[RoomId] | None = None  # only these rooms


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredJudgement:
    """What was made of a message when it came in."""

    flagged: bool
    detectors: tuple[str, ...]


class Past:
    """What was said and what happened, batch by batch, in one consistent look."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def count(self, wanted: Wanted) -> int:
        """How many messages there are."""
        query = select(func.count()).select_from(message)
        for condition in await self._conditions(wanted, message.c.sent_at, message.c.room_id):
            query = query.where(condition)
        return int(await self._connection.scalar(query) or 0)

    async def by_time(self, wanted: Wanted) -> AsyncIterator[list[SeenMessage]]:
        """Messages in the order in which they were said."""
        async for rows in self._said(wanted, message.c.sent_at, message.c.id):
            yield rows

    async def by_arrival(self, wanted: Wanted) -> AsyncIterator[list[SeenMessage]]:
        """Messages in the order in which they were stored."""
        async for rows in self._said(wanted, message.c.id):
            yield rows

    async def happened(self, wanted: Wanted) -> AsyncIterator[list[Event]]:
        """Joins, leaves, topics and recalls in the order in which they were stored."""
        query = _HAPPENED.where(event_table.c.kind.in_(_KINDS)).order_by(event_table.c.id)
        for condition in await self._conditions(wanted, event_table.c.at, event_table.c.room_id):
            query = query.where(condition)
        async with self._connection.stream(query) as result:
            async for rows in result.partitions(BATCH):
                yield [_happening(row) for row in rows]

    async def judgements(self, ids: Sequence[MessageId]) -> Mapping[MessageId, StoredJudgement]:
        """What was made of these messages; those of which nothing was made are left out."""
        names: dict[MessageId, list[str]] = {}
        query = select(verdict.c.message_id, verdict.c.detector).where(
            verdict.c.message_id.in_(ids)
        )
        for number, detector in await self._connection.execute(query):
            names.setdefault(MessageId(number), []).append(detector)
        cases = select(case_message.c.message_id).where(
            case_message.c.message_id.in_(ids), case_message.c.flagged
        )
        flagged = {MessageId(n) for n in (await self._connection.execute(cases)).scalars()}
        return {
            number: StoredJudgement(
                flagged=number in flagged, detectors=tuple(sorted(names.get(number, ())))
            )
            for number in flagged | names.keys()
        }

    async def _said(
        self, wanted: Wanted, *order: ColumnElement[Any]
    ) -> AsyncIterator[list[SeenMessage]]:
        query = _SAID.order_by(*order)
        for condition in await self._conditions(wanted, message.c.sent_at, message.c.room_id):
            query = query.where(condition)
        async with self._connection.stream(query) as result:
            async for rows in result.partitions(BATCH):
                yield [_message(row) for row in rows]

    async def _conditions(
        self, wanted: Wanted, at: ColumnElement[Any], room_id: ColumnElement[Any]
    ) -> list[ColumnElement[bool]]:
        conditions: list[ColumnElement[bool]] = []
        if wanted.since is not None:
            conditions.append(at >= wanted.since)
        if wanted.until is not None:
            conditions.append(at < wanted.until)
        if wanted.ids is not None:
            conditions.append(room_id.in_(sorted(wanted.ids)))
        if wanted.room:
            conditions.append(room_id.in_([number async for number in self._rooms(wanted.room)]))
        return conditions

    async def _rooms(self, pattern: str) -> AsyncIterator[int]:
        for number, ref, name in await self._connection.execute(
            select(room.c.id, room.c.ref, room.c.name)
        ):
            if pattern == ref or fnmatchcase(name, pattern):
                yield number


def _message(row: Row[Any]) -> SeenMessage:
    media = plain(row.media)
    told = MessageReceived(
        channel=ChannelName(row.channel),
        ref=row.ref,
        at=row.sent_at,
        room=row.room_ref,
        room_name=row.room_name or "",
        sender=row.sender_ref,
        sender_name=row.sender_name,
        sender_nickname=row.nickname or "",
        text=row.text,
        kind=MessageKind(row.kind),
        mentions=tuple(plain(row.mentions) or ()),
        quoted=row.quoted_ref,
        quoted_text=row.quoted_text or "",
        media=Media(**media) if media else None,
        own=row.own,
    )
    return SeenMessage(
        event=told,
        id=MessageId(row.id),
        text_hash=row.text_hash,
        room=None if row.room_id is None else RoomId(row.room_id),
        sender=SeenMember(
            identity=row.identity_id,
            student=row.student_id,
            name=row.sender_name,
            nickname=row.nickname or "",
        ),
    )


def _happening(row: Row[Any]) -> Event:
    kept = plain(row.payload)
    head: dict[str, Any] = {"channel": ChannelName(row.channel), "ref": row.ref, "at": row.at}
    match row.kind:
        case "MembersJoined":
            return MembersJoined(
                **head,
                room=kept["room"],
                room_name=kept["room_name"] or row.room_name or "",
                members=tuple(MemberSeen(**one) for one in kept["members"]),
                inviter=kept["inviter"],
            )
        case "MembersLeft":
            members = tuple(kept["members"])
            return MembersLeft(**head, room=kept["room"], members=members, remover=kept["remover"])
        case "TopicChanged":
            return TopicChanged(**head, room=kept["room"], topic=kept["topic"], by=kept["by"])
        case "MessageEdited" | "ErrandDone":
            return _about_a_message(row.kind, head, kept)
        case _:
            return MessageRecalled(
                **head, room=kept["room"], recalled=kept["recalled"], by=kept["by"]
            )


def _about_a_message(kind: str, head: dict[str, Any], kept: dict[str, Any]) -> Event:
    about = {key: kept[key] for key in ("room", "message")}
    if kind == "ErrandDone":
        return ErrandDone(**head, **about, answer=_ANSWER.validate_python(kept["answer"]))
    return MessageEdited(**head, **about, text=kept["text"], by=kept["by"])
