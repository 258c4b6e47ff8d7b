"""How commands say what somebody may, and where."""

from collections.abc import Sequence
from typing import Annotated

import typer

from bot.core.ids import RoomId
from bot.core.rights import Grant
from bot.core.staff import Role

InRooms = Annotated[
    list[int] | None,
    typer.Option("--room", min=1, help="In this room only (`person show` has numbers); again."),
]
InSeries = Annotated[
    list[str] | None, typer.Option("--series", help="In the rooms of this series only; again.")
]


def granted(
    role: Role, rooms: Sequence[int] | None, series: Sequence[str] | None
) -> tuple[Role | None, tuple[Grant, ...]]:
    """The role everywhere, or where rooms or series are named, the role there alone."""
    grants = (
        *(Grant(role=role, room=RoomId(number)) for number in rooms or ()),
        *(Grant(role=role, series=name) for name in series or ()),
    )
    return (None, grants) if grants else (role, ())


def told(role: Role | None, grants: Sequence[Grant]) -> str:
    """What somebody may, in a line."""
    return ", ".join([*([] if role is None else [role.value]), *map(str, grants)])
