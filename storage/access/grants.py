"""Grants as the columns of logins and tokens hold them."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.errors import GroupkeeperError
from bot.core.ids import RoomId
from bot.core.rights import Grant
from bot.core.staff import Role
from storage.tables.people import room

Written = list[dict[str, str | int]]


class NoSuchRoom(GroupkeeperError):
    """A grant for a room that there is not."""


def write_grants(grants: Iterable[Grant]) -> Written | None:
    """As they are kept; null where there are none."""
    return [_written(one) for one in dict.fromkeys(grants)] or None


def read_grants(kept: Iterable[Mapping[str, Any]] | None) -> tuple[Grant, ...]:
    """As they are used."""
    return tuple(
        Grant(
            role=Role(one["role"]),
            series=one.get("series", ""),
            room=None if "room" not in one else RoomId(one["room"]),
        )
        for one in kept or ()
    )


def role_of(row: Row[Any]) -> Role | None:
    """The role everywhere; None: in some rooms only."""
    return None if row.role is None else Role(row.role)


async def known_rooms(connection: AsyncConnection, grants: Iterable[Grant]) -> None:
    """Raise NoSuchRoom where a grant names a room that there is not."""
    wanted = {one.room for one in grants if one.room is not None}
    found = set(await connection.scalars(select(room.c.id).where(room.c.id.in_(wanted))))
    if unknown := sorted(wanted - found):
        msg = f"there is no room {unknown[0]}"
        raise NoSuchRoom(msg)


def _written(grant: Grant) -> dict[str, str | int]:
    where: dict[str, str | int] = {"series": grant.series}
    if grant.room is not None:
        where = {"room": grant.room}
    return {"role": grant.role.value, **where}
