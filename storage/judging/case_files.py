"""The file of a case: its messages, where its people are now, and what was ordered about it."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.deed_keys import conduct_keys, denials
from bot.core.ids import CaseId, IdentityId, ListingId, MessageId, RoomId, StudentId
from bot.core.review import CaseFile, CaseMessage, CaseState, Decision, Ordered, Seat
from storage.bulk import among, listed
from storage.judging.other_cases import condemned_elsewhere, undone_elsewhere
from storage.tables.conduct import listing
from storage.tables.delivery import outbox
from storage.tables.judging import case, case_message
from storage.tables.people import identity, membership, room
from storage.tables.talk import message

_MOVES = ("RemoveMember", "InviteMember", "RecallMessage")
MOST = 2000  # messages of a case that are looked at, newest first

_MESSAGES = (
    select(
        message.c.id,
        message.c.room_id,
        message.c.channel,
        message.c.identity_id,
        message.c.text,
        message.c.sent_at,
        message.c.recalled_at,
        case_message.c.score,
        case_message.c.flagged,
        case_message.c.action,
        identity.c.student_id,
        identity.c.name,
        room.c.name.label("room_name"),
    )
    .select_from(
        case_message.join(message, message.c.id == case_message.c.message_id)
        .join(identity, identity.c.id == message.c.identity_id)
        .outerjoin(room, room.c.id == message.c.room_id)
    )
    .order_by(message.c.id.desc())
    .limit(MOST)
)
_SEATS = (
    select(
        membership.c.room_id,
        membership.c.identity_id,
        membership.c.nickname,
        identity.c.student_id,
        identity.c.channel,
        identity.c.ref,
        identity.c.name,
        room.c.owner_ref,
    )
    .select_from(
        membership.join(identity, identity.c.id == membership.c.identity_id).join(
            room, room.c.id == membership.c.room_id
        )
    )
    .where(
        among(identity.c.student_id, "students") | among(identity.c.id, "accounts"),
        membership.c.left_at.is_(None),
        room.c.left_at.is_(None),
        ~identity.c.own,
    )
    .order_by(membership.c.room_id, membership.c.identity_id)
)


def orders_of(number: CaseId) -> str:
    """With it begin the keys of everything that decisions about a case ordered."""
    return f"case:{number}:"


async def case_file(connection: AsyncConnection, number: CaseId) -> CaseFile | None:
    """The file of a case; None where there is none."""
    found = await connection.execute(select(case).where(case.c.id == number))
    row = found.one_or_none()
    if row is None:
        return None
    messages = await case_messages(connection, number)
    return CaseFile(
        id=number,
        first=row.message_id,
        state=CaseState(row.state),
        round=row.round,
        kind=row.kind,
        reason=row.reason,
        decision=None if row.decision is None else Decision(row.decision),
        decided_by=row.decided_by,
        messages=messages,
        seats=await _seats(connection, messages),
        ordered=await _ordered(connection, number, messages),
        condemned=await condemned_elsewhere(connection, number, _students(messages)),
    )


async def case_messages(connection: AsyncConnection, number: CaseId) -> tuple[CaseMessage, ...]:
    """Its messages, oldest first; of very many the newest."""
    rows = await connection.execute(_MESSAGES.where(case_message.c.case_id == number))
    return tuple(_message(row) for row in reversed(rows.all()))


async def _seats(
    connection: AsyncConnection, messages: Collection[CaseMessage]
) -> tuple[Seat, ...]:
    rows = await connection.execute(_SEATS, _people(messages))
    return tuple(
        Seat(
            room=row.room_id,
            member=row.identity_id,
            student=row.student_id,
            channel=row.channel,
            ref=row.ref,
            name=row.name,
            owner=row.owner_ref is not None and row.ref == row.owner_ref,
        )
        for row in rows
    )


async def _ordered(
    connection: AsyncConnection, number: CaseId, messages: Collection[CaseMessage]
) -> tuple[Ordered, ...]:
    keys = [
        key
        for one in messages
        if one.room is not None
        for key in conduct_keys(one.room, one.sender, one.id)
    ]
    students = _students(messages)
    others = tuple(orders_of(one) for one in await undone_elsewhere(connection, number, students))
    prefixes = [
        orders_of(number),
        *others,
        *await _denials(connection, {one.id for one in messages}),
    ]
    member = func.coalesce(outbox.c.deed["member"].as_integer(), outbox.c.identity_id)
    sat = and_(membership.c.room_id == outbox.c.room_id, membership.c.identity_id == member)
    statement = (
        select(
            outbox,
            member.label("member"),
            membership.c.joined_at,
            membership.c.left_at,
            membership.c.room_id.label("sat"),
            identity.c.student_id.label("whom"),
        )
        .outerjoin(membership, sat)
        .outerjoin(identity, identity.c.id == member)
        .where(or_(among(outbox.c.dedup_key, "keys"), _in_rooms(prefixes)))
        .order_by(outbox.c.id)
    )
    rooms = await _rooms(connection, messages)
    rows = await connection.execute(statement, {"keys": listed(keys), "rooms": listed(rooms)})
    return tuple(
        _order(row) for row in rows if row.whom in students or not row.dedup_key.startswith(others)
    )


async def _denials(connection: AsyncConnection, messages: Collection[MessageId]) -> list[str]:
    rows = await connection.execute(
        select(listing.c.id).where(among(listing.c.message_id, "ids")), {"ids": listed(messages)}
    )
    return [denials(ListingId(number)) for number in rows.scalars()]


async def _rooms(connection: AsyncConnection, messages: Collection[CaseMessage]) -> set[RoomId]:
    """Where its people are, or were."""
    rows = await connection.execute(
        select(membership.c.room_id)
        .join(identity, identity.c.id == membership.c.identity_id)
        .where(among(identity.c.student_id, "students") | among(identity.c.id, "accounts"))
        .distinct(),
        _people(messages),
    )
    return {RoomId(number) for number in rows.scalars()}


def _people(messages: Collection[CaseMessage]) -> dict[str, str]:
    return {
        "students": listed(_students(messages)),
        "accounts": listed({one.sender for one in messages}),
    }


def _students(messages: Collection[CaseMessage]) -> set[StudentId]:
    return {one.student for one in messages if one.student is not None}


def _in_rooms(prefixes: Collection[str]) -> ColumnElement[bool]:
    # Rooms first: a key that begins so is found by no index on every database.
    begins = or_(*(outbox.c.dedup_key.startswith(prefix) for prefix in prefixes))
    return and_(among(outbox.c.room_id, "rooms"), outbox.c.kind.in_(_MOVES), begins)


def _message(row: Row[Any]) -> CaseMessage:
    return CaseMessage(
        id=row.id,
        room=row.room_id,
        room_name=row.room_name or "",
        channel=row.channel,
        sender=row.identity_id,
        student=None if row.student_id is None else StudentId(row.student_id),
        name=row.name,
        text=row.text,
        at=row.sent_at,
        score=row.score,
        flagged=row.flagged,
        action=row.action,
        recalled=row.recalled_at,
    )


def _order(row: Row[Any]) -> Ordered:
    settled = row.settled_at
    again = row.sat is not None and row.left_at is None and row.joined_at is not None
    return Ordered(
        key=row.dedup_key,
        kind=row.kind,
        room=None if row.room_id is None else RoomId(row.room_id),
        member=None if row.member is None else IdentityId(row.member),
        state=row.state,
        author=row.author,
        due=row.not_before or row.due_at,
        back=again and settled is not None and row.joined_at > settled,
        student=None if row.whom is None else StudentId(row.whom),
    )
