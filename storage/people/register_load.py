"""Opening the register: a few look-ups for a whole batch of events."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, String, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.events import Event
from bot.core.ids import FIRST_STUDENT_ID, ChannelName, IdentityId, RoomId, StudentId, UserRef
from storage.bulk import Query, among, listed, pair_among, take_ids
from storage.people.register import (
    Account,
    IdentityEntry,
    MemberEntry,
    Register,
    RoomEntry,
    by_channel,
)
from storage.people.register_touched import Touched
from storage.tables.people import account as account_table
from storage.tables.people import counter, identity, membership, room
from storage.types import Id, from_micros

_CHANNEL: BindParameter[str] = bindparam("channel")
_ROOMS = Query(
    select(
        room.c.id, room.c.ref, room.c.name, room.c.owner_ref, room.c.listed_at, room.c.left_at
    ).where(room.c.channel == _CHANNEL, among(room.c.ref, "refs"))
)
_IDENTITIES = Query(
    select(
        identity.c.id, identity.c.ref, identity.c.name, identity.c.own, identity.c.student_id
    ).where(identity.c.channel == _CHANNEL, among(identity.c.ref, "refs"))
)
_OWN = Query(select(account_table.c.user_ref).where(account_table.c.user_ref.is_not(None)))
_ELSEWHERE = Query(
    select(identity.c.ref, identity.c.student_id)
    .where(
        among(identity.c.channel, "channels"),
        among(identity.c.ref, "refs"),
        identity.c.student_id.is_not(None),
    )
    .order_by(identity.c.id.desc())
)
_MEMBER_COLUMNS = (
    membership.c.room_id,
    membership.c.identity_id,
    membership.c.nickname,
    membership.c.joined_at,
    membership.c.left_at,
    membership.c.inviter_id,
)
_PAIRS = Query(
    select(*_MEMBER_COLUMNS).where(
        pair_among(membership.c.room_id, membership.c.identity_id, "pairs")
    )
)
_WHOLE_ROOMS = Query(select(*_MEMBER_COLUMNS).where(among(membership.c.room_id, "rooms")))


# On which other channels the same ref is the same account (one platform, several of our accounts).
Kin = Callable[[ChannelName], Sequence[ChannelName]]


def no_kin(_channel: ChannelName) -> Sequence[ChannelName]:
    """Every channel is a platform of its own."""
    return ()


async def open_register(
    connection: AsyncConnection, events: Sequence[Event], kin: Kin = no_kin
) -> Register:
    """The register for these events; everybody they show has an id, and a person a student ID.

    `kin` names the channels on which a ref means the same account as on a given one.
    """
    touched = Touched()
    for event in events:
        touched.note(event)
    register = Register()
    await _load_rooms(connection, register, touched)
    await _load_identities(connection, register, touched, kin)
    await _load_members(connection, register, touched)
    return register


async def _load_rooms(connection: AsyncConnection, register: Register, touched: Touched) -> None:
    for channel, refs in by_channel(touched.places).items():
        for row in await _ROOMS.rows(connection, channel=channel, refs=listed(refs)):
            number, ref, name, owner, listed_at, left_at = row
            register.rooms[(channel, ref)] = RoomEntry(
                id=number,
                channel=channel,
                ref=ref,
                name=name,
                owner=owner,
                listed=_moment(listed_at),
                left=_moment(left_at),
            )
    unknown = [place for place in touched.places if place not in register.rooms]
    for place, number in zip(unknown, await take_ids(connection, room, len(unknown)), strict=True):
        register.rooms[place] = RoomEntry(
            id=RoomId(number),
            channel=place[0],
            ref=place[1],
            name="",
            owner=None,
            listed=None,
            left=None,
        )
        register.new_rooms.add(place)


async def _load_identities(
    connection: AsyncConnection, register: Register, touched: Touched, kin: Kin
) -> None:
    ours = {ref for (ref,) in await _OWN.rows(connection)}
    for account in touched.met:
        # Another of our accounts in the room is nobody's member, whichever of them tells of it.
        touched.met[account] = touched.met[account] or account[1] in ours
    for channel, refs in by_channel({*touched.met, *touched.named}).items():
        for row in await _IDENTITIES.rows(connection, channel=channel, refs=listed(refs)):
            number, ref, name, own, student = row
            register.identities[(channel, ref)] = IdentityEntry(
                id=number, channel=channel, ref=ref, name=name, own=bool(own), student=student
            )
            if touched.met.get((channel, ref)):
                register.claim((channel, ref))
    unknown = [account for account in touched.met if account not in register.identities]
    ids = await take_ids(connection, identity, len(unknown))
    people = [account for account in unknown if not touched.met[account]]
    students, register.new_students = await _students_for(connection, people, kin)
    for account, number in zip(unknown, ids, strict=True):
        register.identities[account] = IdentityEntry(
            id=IdentityId(number),
            channel=account[0],
            ref=account[1],
            name="",
            own=touched.met[account],
            student=students.get(account),
        )
        register.new_identities[account] = None


async def _students_for(
    connection: AsyncConnection, people: Sequence[Account], kin: Kin
) -> tuple[dict[Account, StudentId], set[StudentId]]:
    """A student ID for each new account: that of the person on a kindred channel, or a new one.

    And which of them are new.
    """
    found: dict[Account, StudentId] = {}
    for channel, refs in by_channel(people).items():
        others = kin(channel)
        if others:
            rows = await _ELSEWHERE.rows(connection, channels=listed(others), refs=listed(refs))
            found |= {(channel, ref): StudentId(student) for ref, student in rows}
    new = [account for account in people if account not in found]
    first: dict[UserRef | Account, StudentId] = {}
    fresh = iter(await _take_students(connection, len({_who(one, kin) for one in new})))
    for account in new:
        who = _who(account, kin)
        if who not in first:
            first[who] = StudentId(next(fresh))
        found[account] = first[who]
    return found, set(first.values())


def _who(account: Account, kin: Kin) -> UserRef | Account:
    """One key for the accounts of a batch that are one person."""
    return account[1] if kin(account[0]) else account


async def _load_members(connection: AsyncConnection, register: Register, touched: Touched) -> None:
    pairs = [
        (register.rooms[place].id, register.identities[account].id)
        for place, account in touched.pairs
        if place not in touched.whole
        and place not in register.new_rooms
        and account in register.identities
        and account not in register.new_identities
    ]
    if pairs:
        _enter_members(register, await _PAIRS.rows(connection, pairs=listed(pairs)))
    whole = [register.rooms[place].id for place in touched.whole - register.new_rooms]
    if whole:
        _enter_members(register, await _WHOLE_ROOMS.rows(connection, rooms=listed(whole)))


def _enter_members(register: Register, rows: Iterable[tuple[Any, ...]]) -> None:
    for room_id, identity_id, nickname, joined, left, inviter in rows:
        register.enter(
            MemberEntry(
                room=room_id,
                identity=identity_id,
                nickname=nickname,
                joined=_moment(joined),
                left=_moment(left),
                inviter=inviter,
            )
        )


def _moment(stored: int | None) -> datetime | None:
    return None if stored is None else from_micros(stored)


async def _take_students(connection: AsyncConnection, count: int) -> Iterable[int]:
    """The next student IDs: ascending, no gap, never twice, in the archive's transaction."""
    if count == 0:
        return ()
    ((last,),) = await _COUNT_ON[connection.dialect.name].rows(
        connection, counter="student_id", first=FIRST_STUDENT_ID - 1 + count, count=count
    )
    return range(last - count + 1, last + 1)


def _count_on(new: sqlite.Insert | postgresql.Insert) -> Query:
    statement = new.values(
        name=bindparam("counter", type_=String()), value=bindparam("first", type_=Id)
    ).on_conflict_do_update(
        index_elements=[counter.c.name],
        set_={"value": counter.c.value + bindparam("count", type_=Id)},
    )
    return Query(statement.returning(counter.c.value))


_COUNT_ON = {
    "sqlite": _count_on(sqlite.insert(counter)),
    "postgresql": _count_on(postgresql.insert(counter)),
}
