"""Writing the register: what is new as batch inserts, what changed as updates."""

from datetime import datetime

from sqlalchemy import bindparam, delete, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.bulk import among, insert_rows, listed
from storage.people.names import NameRow, folded_name, index_names
from storage.people.register import NameSeen, Register
from storage.tables.people import identity, membership, name_history, person, person_name, room
from storage.types import micros

_ROOM = ("id", "channel", "ref", "name", "owner_ref", "listed_at", "left_at", "created_at")
_PERSON = ("student_id", "name", "created_at")
_IDENTITY = ("id", "channel", "ref", "student_id", "name", "own", "first_seen_at")
_MEMBER = ("room_id", "identity_id", "nickname", "joined_at", "left_at", "inviter_id")
_HISTORY = ("identity_id", "room_id", "name", "seen_at")

_UPDATE_ROOM = (
    update(room)
    .where(room.c.id == bindparam("key"))
    .values(
        name=bindparam("new_name"),
        owner_ref=bindparam("new_owner"),
        listed_at=bindparam("new_listed"),
        left_at=bindparam("new_left"),
    )
)
_UPDATE_IDENTITY = (
    update(identity)
    .where(identity.c.id == bindparam("key"))
    .values(
        name=bindparam("new_name"), own=bindparam("new_own"), student_id=bindparam("new_student")
    )
)
_UPDATE_PERSON = (
    update(person).where(person.c.student_id == bindparam("key")).values(name=bindparam("new_name"))
)
_UPDATE_MEMBER = (
    update(membership)
    .where(
        membership.c.room_id == bindparam("key_room"),
        membership.c.identity_id == bindparam("key_identity"),
    )
    .values(
        nickname=bindparam("new_nickname"),
        joined_at=bindparam("new_joined"),
        left_at=bindparam("new_left"),
        inviter_id=bindparam("new_inviter"),
    )
)


def _optional(moment: datetime | None) -> int | None:
    return None if moment is None else micros(moment)


async def write_register(
    connection: AsyncConnection, register: Register, received: datetime
) -> None:
    """Write everything that is new or changed, in the order that foreign keys want."""
    await _write_rooms(connection, register, received)
    await _write_identities(connection, register, received)
    await _write_members(connection, register)
    await _write_names(connection, register.names)


async def _write_rooms(connection: AsyncConnection, register: Register, received: datetime) -> None:
    created = micros(received)
    new = [(place, register.rooms[place]) for place in register.new_rooms]
    await insert_rows(
        connection,
        room,
        _ROOM,
        [
            (r.id, *place, r.name, r.owner, _optional(r.listed), _optional(r.left), created)
            for place, r in new
        ],
    )
    changed = [
        register.rooms[place] for place in sorted(register.changed_rooms - register.new_rooms)
    ]
    if changed:
        await connection.execute(
            _UPDATE_ROOM,
            [
                {
                    "key": r.id,
                    "new_name": r.name,
                    "new_owner": r.owner,
                    "new_listed": r.listed,
                    "new_left": r.left,
                }
                for r in changed
            ],
        )


async def _write_identities(
    connection: AsyncConnection, register: Register, received: datetime
) -> None:
    new = [
        (register.identities[account], micros(first or received))
        for account, first in register.new_identities.items()
    ]
    await insert_rows(
        connection,
        person,
        _PERSON,
        # Several new accounts may be one person; the first of them gives the name.
        list(
            {
                one.student: (one.student, one.name, first)
                for one, first in reversed(new)
                if one.student in register.new_students
            }.values()
        )[::-1],
    )
    await insert_rows(
        connection,
        identity,
        _IDENTITY,
        [
            (one.id, one.channel, one.ref, one.student, one.name, one.own, first)
            for one, first in new
        ],
    )
    await _update_identities(connection, register)


async def _update_identities(connection: AsyncConnection, register: Register) -> None:
    changed = [
        register.identities[account]
        for account in sorted(register.changed_identities - register.new_identities.keys())
    ]
    if not changed:
        return
    await connection.execute(
        _UPDATE_IDENTITY,
        [
            {"key": one.id, "new_name": one.name, "new_own": one.own, "new_student": one.student}
            for one in changed
        ],
    )
    people = [
        {"key": one.student, "new_name": one.name} for one in changed if one.student is not None
    ]
    if people:
        await connection.execute(_UPDATE_PERSON, people)
    ours = [one.id for one in changed if one.own]
    if ours:  # our own accounts are nobody to be found
        await connection.execute(
            delete(person_name).where(among(person_name.c.identity_id, "ids")),
            {"ids": listed(ours)},
        )


async def _write_members(connection: AsyncConnection, register: Register) -> None:
    new = [register.members[key] for key in sorted(register.new_members)]
    await insert_rows(
        connection,
        membership,
        _MEMBER,
        [
            (m.room, m.identity, m.nickname, _optional(m.joined), _optional(m.left), m.inviter)
            for m in new
        ],
    )
    changed = [
        register.members[key] for key in sorted(register.changed_members - register.new_members)
    ]
    if changed:
        await connection.execute(
            _UPDATE_MEMBER,
            [
                {
                    "key_room": m.room,
                    "key_identity": m.identity,
                    "new_nickname": m.nickname,
                    "new_joined": m.joined,
                    "new_left": m.left,
                    "new_inviter": m.inviter,
                }
                for m in changed
            ],
        )


async def _write_names(connection: AsyncConnection, names: list[NameSeen]) -> None:
    await insert_rows(
        connection,
        name_history,
        _HISTORY,
        [(one.identity.id, one.room, one.name, micros(one.at)) for one in names],
    )
    new: dict[tuple[int, int], NameRow] = {}
    changed: dict[tuple[int, int], NameRow] = {}
    for one in names:
        if one.identity.own:
            continue
        key = (one.identity.id, one.room or 0)
        # Several names in one batch: the last stays, and it is new if the first of them was.
        rows = new if one.first or key in new else changed
        rows[key] = (*key, folded_name(one.name))
    await index_names(connection, tuple(new.values()), tuple(changed.values()))
