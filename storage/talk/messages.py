"""Reading messages: one, or pages of them by filter."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.events import MessageKind
from bot.core.ids import ChannelName, IdentityId, MessageId, MessageRef, RoomId, StudentId
from storage.only import only
from storage.paging import Page, page_of, page_size, read_cursor
from storage.people.register import by_channel
from storage.tables.judging import case_message, lead_evidence
from storage.tables.people import identity, membership, person, room
from storage.tables.talk import message
from storage.talk.edits import Edit, edits_of
from storage.types import from_micros, micros


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFilter:
    """Which messages; None asks nothing. `until` itself is not included."""

    room: RoomId | None = None
    student: StudentId | None = None  # a merged ID finds the survivor's messages
    identity: IdentityId | None = None
    identities: tuple[IdentityId, ...] | None = None  # one of these accounts
    kind: MessageKind | None = None
    since: datetime | None = None
    until: datetime | None = None
    own: bool | None = None
    recalled: bool | None = None
    direct: bool | None = None  # said to the bot alone
    has_lead: bool = False  # it speaks for a lead
    has_case: bool = False  # it belongs to a case


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFound:
    """A message with its author and room, as staff see it."""

    id: MessageId
    channel: ChannelName
    ref: MessageRef
    room: RoomId | None
    room_name: str
    identity: IdentityId
    student: StudentId | None  # None: one of our own accounts
    name: str
    nickname: str
    kind: MessageKind
    text: str
    sent: datetime
    received: datetime
    own: bool
    recalled: datetime | None
    quoted_ref: str | None
    quoted_text: str | None
    mentions: tuple[str, ...]
    media: dict[str, Any] | None
    edits: tuple[Edit, ...] = ()  # what it was changed to, oldest first; `text` was said first


def message_rows() -> Select[Any]:
    """Messages with what `message_found` shows."""
    return select(
        message,
        room.c.name.label("room_name"),
        identity.c.student_id,
        identity.c.name,
        membership.c.nickname,
    ).select_from(
        message.join(identity, identity.c.id == message.c.identity_id)
        .outerjoin(room, room.c.id == message.c.room_id)
        .outerjoin(
            membership,
            (membership.c.room_id == message.c.room_id)
            & (membership.c.identity_id == message.c.identity_id),
        )
    )


def message_found(row: Row[Any]) -> MessageFound:
    """One row of `message_rows`."""
    return MessageFound(
        id=row.id,
        channel=row.channel,
        ref=row.ref,
        room=row.room_id,
        room_name=row.room_name or "",
        identity=row.identity_id,
        student=row.student_id,
        name=row.name,
        nickname=row.nickname or "",
        kind=MessageKind(row.kind),
        text=row.text,
        sent=row.sent_at,
        received=row.received_at,
        own=row.own,
        recalled=row.recalled_at,
        quoted_ref=row.quoted_ref,
        quoted_text=row.quoted_text,
        mentions=tuple(row.mentions or ()),
        media=row.media,
    )


def identities_of(student: StudentId) -> Select[int]:
    """The accounts of a person; an ID that was merged stands for its survivor."""
    survivor = select(person.c.merged_into).where(
        person.c.student_id == student, person.c.merged_into.is_not(None)
    )
    return select(identity.c.id).where(
        or_(identity.c.student_id == student, identity.c.student_id.in_(survivor))
    )


def conditions(
    wanted: MessageFilter, within: Collection[RoomId] | None = None
) -> list[ColumnElement[bool]]:
    """The filter as SQL; `within`: in these rooms only."""
    found: list[ColumnElement[bool]] = [only(message.c.room_id, within)]
    if wanted.room is not None:
        found.append(message.c.room_id == wanted.room)
    if wanted.student is not None:
        found.append(message.c.identity_id.in_(identities_of(wanted.student)))
    if wanted.identity is not None:
        found.append(message.c.identity_id == wanted.identity)
    if wanted.identities is not None:
        found.append(message.c.identity_id.in_(wanted.identities))
    if wanted.kind is not None:
        found.append(message.c.kind == wanted.kind.value)
    return found + _when(wanted) + _whether(wanted) + _made_of(wanted)


def _made_of(wanted: MessageFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.has_lead:
        found.append(message.c.id.in_(select(lead_evidence.c.message_id)))
    if wanted.has_case:
        found.append(message.c.id.in_(select(case_message.c.message_id)))
    return found


def _when(wanted: MessageFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.since is not None:
        found.append(message.c.sent_at >= wanted.since)
    if wanted.until is not None:
        found.append(message.c.sent_at < wanted.until)
    return found


def _whether(wanted: MessageFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.own is not None:
        found.append(message.c.own if wanted.own else ~message.c.own)
    for asked, column in (
        (wanted.recalled, message.c.recalled_at.is_not(None)),
        (wanted.direct, message.c.room_id.is_(None)),
    ):
        if asked is not None:
            found.append(column if asked else ~column)
    return found


async def with_edits(
    connection: AsyncConnection, found: Sequence[MessageFound]
) -> list[MessageFound]:
    """Messages, each with what it was changed to."""
    edits: dict[tuple[ChannelName, str], tuple[Edit, ...]] = {}
    for channel, refs in by_channel((one.channel, one.ref) for one in found).items():
        for ref, of_it in (await edits_of(connection, channel, refs)).items():
            edits[channel, ref] = of_it
    return [
        replace(one, edits=edits[one.channel, one.ref]) if (one.channel, one.ref) in edits else one
        for one in found
    ]


class Messages:
    """The part of the archive that finds messages again."""

    _connection: AsyncConnection

    async def message(self, message_id: MessageId) -> MessageFound | None:
        """One message; None where there is none."""
        rows = await self._connection.execute(message_rows().where(message.c.id == message_id))
        row = rows.one_or_none()
        if row is None:
            return None
        return (await with_edits(self._connection, [message_found(row)]))[0]

    async def around(
        self, said: MessageFound, count: int
    ) -> tuple[tuple[MessageFound, ...], tuple[MessageFound, ...]]:
        """What was said in its room right before a message, and right after it."""
        return await around(self._connection, said, count)

    async def messages(
        self,
        wanted: MessageFilter,
        *,
        within: Collection[RoomId] | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> Page[MessageFound]:
        """Messages by filter, newest first by the platform's time."""
        limit = page_size(limit)
        statement = message_rows().where(*conditions(wanted, within))
        behind = read_cursor(after, int, int)
        if behind is not None:
            at, number = behind
            statement = statement.where(
                tuple_(message.c.sent_at, message.c.id)
                < tuple_(from_micros(int(at)), int(number), types=_KEY_TYPES)
            )
        statement = statement.order_by(message.c.sent_at.desc(), message.c.id.desc())
        rows = (await self._connection.execute(statement.limit(limit + 1))).all()
        page = page_of(rows, limit, message_found, lambda row: (micros(row.sent_at), row.id))
        return replace(page, items=tuple(await with_edits(self._connection, page.items)))


async def around(
    connection: AsyncConnection, said: MessageFound, count: int
) -> tuple[tuple[MessageFound, ...], tuple[MessageFound, ...]]:
    """The last messages before one in its room, and the next behind it, oldest first."""
    here = message_rows().where(message.c.room_id == said.room, message.c.id != said.id)
    own = tuple_(said.sent, said.id, types=_KEY_TYPES)
    key = tuple_(message.c.sent_at, message.c.id)
    before = here.where(key < own).order_by(message.c.sent_at.desc(), message.c.id.desc())
    behind = here.where(key > own).order_by(message.c.sent_at, message.c.id)
    earlier = (await connection.execute(before.limit(count))).all()
    later = (await connection.execute(behind.limit(count))).all()
    return (
        tuple(message_found(row) for row in reversed(earlier)),
        tuple(message_found(row) for row in later),
    )


_KEY_TYPES = (message.c.sent_at.type, message.c.id.type)
