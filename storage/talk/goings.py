"""Who came and who went, and how a room was called: what stands between its messages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import ChannelName, IdentityId, RoomId, StudentId
from storage.bulk import Query, among, listed
from storage.tables.people import identity
from storage.tables.talk import SHOWN_KINDS, event
from storage.types import from_micros, plain

# In the words of the index, so that it is used.
SHOWN = text(f"event.{SHOWN_KINDS}")
_WHAT = {"MembersJoined": "joined", "MembersLeft": "left", "TopicChanged": "topic"}
_CHANNEL: BindParameter[str] = bindparam("channel")
_EVENTS = Query(
    select(
        event.c.id, event.c.channel, event.c.kind, event.c.room_id, event.c.at, event.c.payload
    ).where(SHOWN, among(event.c.id, "ids"))
)
_PEOPLE = Query(
    select(identity.c.ref, identity.c.id, identity.c.student_id, identity.c.name).where(
        identity.c.channel == _CHANNEL, among(identity.c.ref, "refs")
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Somebody:
    """An account that something happened to."""

    identity: IdentityId | None  # None: we do not know it
    student: StudentId | None  # None: one of our own, or unknown
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Going:
    """People came or went, or the room was called otherwise."""

    id: int
    room: RoomId
    at: datetime
    what: str  # joined | left | topic
    people: tuple[Somebody, ...] = ()
    by: Somebody | None = None  # who invited, removed or renamed, where the platform says so
    topic: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """An event, with the platform's ids of those it is about."""

    id: int
    channel: ChannelName
    room: RoomId
    at: datetime
    what: str
    users: dict[str, str]  # by id: the name that the platform gave, "" where it gave none
    by: str | None
    topic: str


async def goings_of(connection: AsyncConnection, ids: Iterable[int]) -> dict[int, Going]:
    """These events, with names; ids of other events have no entry."""
    rows = await _EVENTS.rows(connection, ids=listed(ids))
    told = [_told(row) for row in rows if row[3] is not None]
    people = await _people(connection, told)
    return {one.id: _going(one, people) for one in told}


def _told(row: Sequence[Any]) -> _Told:
    number, channel, kind, room, at, stored = row
    payload = plain(stored)
    members = payload.get("members") or ()
    users = {one["user"] if isinstance(one, dict) else one: _name(one) for one in members if one}
    by = payload.get("inviter") or payload.get("remover") or payload.get("by")
    return _Told(
        id=number,
        channel=channel,
        room=room,
        at=from_micros(at),
        what=_WHAT[kind],
        users=users,
        by=by,
        topic=str(payload.get("topic") or ""),
    )


def _name(member: Any) -> str:  # noqa: ANN401 (a JSON value: who left is told by id alone)
    if not isinstance(member, dict):
        return ""
    return str(member.get("nickname") or member.get("name") or "")


async def _people(
    connection: AsyncConnection, told: Sequence[_Told]
) -> dict[tuple[str, str], Somebody]:
    wanted: dict[str, set[str]] = {}
    for one in told:
        wanted.setdefault(one.channel, set()).update(one.users, [one.by] if one.by else [])
    found: dict[tuple[str, str], Somebody] = {}
    for channel, refs in wanted.items():
        rows = await _PEOPLE.rows(connection, channel=channel, refs=listed(sorted(refs)))
        for ref, number, student, name in rows:
            found[channel, ref] = Somebody(identity=number, student=student, name=name)
    return found


def _going(one: _Told, people: dict[tuple[str, str], Somebody]) -> Going:
    def somebody(ref: str, name: str) -> Somebody:
        known = people.get((one.channel, ref))
        if known is None:
            return Somebody(identity=None, student=None, name=name or ref)
        return Somebody(identity=known.identity, student=known.student, name=name or known.name)

    return Going(
        id=one.id,
        room=one.room,
        at=one.at,
        what=one.what,
        people=tuple(somebody(ref, name) for ref, name in one.users.items()),
        by=None if one.by is None else somebody(one.by, ""),
        topic=one.topic,
    )
