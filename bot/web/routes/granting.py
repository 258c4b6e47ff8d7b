"""What is said of a person or a program: a role everywhere, and grants for some rooms."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from bot.core.ids import RoomId
from bot.core.rights import Grant
from bot.core.staff import Role
from bot.web.endpoint import Asked, Number, Words

LoginName = Annotated[
    Words,
    Field(
        min_length=1,
        max_length=60,
        pattern=r"^[\w.@-]+$",
        description="the name under `staff`, where there is one; the audit calls them so",
    ),
]


class GrantAsked(Asked):
    """A role in one room, or in the rooms of a series: exactly one of the two."""

    role: Role
    series: Annotated[Words, Field(max_length=200)] = ""
    room: Number | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if bool(self.series) == (self.room is not None):
            msg = "give exactly one of series and room; a role for all rooms is `role`"
            raise ValueError(msg)
        return self

    @property
    def grant(self) -> Grant:
        """The grant that is meant."""
        room = None if self.room is None else RoomId(self.room)
        return Grant(role=self.role, series=self.series, room=room)


class MayAsked(Asked):
    """What somebody may."""

    role: Role | None = Field(
        default=Role.VIEWER, description="everywhere; null: only what `grants` say"
    )
    grants: Annotated[tuple[GrantAsked, ...], Field(max_length=200)] = ()

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.role is None and not self.grants:
            msg = "give a role, or grants for some rooms"
            raise ValueError(msg)
        return self

    @property
    def granted(self) -> tuple[Grant, ...]:
        """The grants, each once."""
        return tuple(dict.fromkeys(one.grant for one in self.grants))
