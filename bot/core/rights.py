"""Who may do what where: rights, the roles that give them, and grants 授权 of roles in rooms."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.core.ids import RoomId
from bot.core.staff import Role


class Right(StrEnum):
    """What somebody may do; the API says of each request which one it needs."""

    SEE = "see"  # look at everything
    WORK = "work"  # do tasks, close questions, acknowledge alerts
    SELL = "sell"  # claim leads, and say what came of them
    DECIDE = "decide"  # cases, appeals, lists, merges, what is held back
    PLAN = "plan"  # plans and runs, campaigns, content, what is learned
    KEEP = "keep"  # who may do what


# What each role adds to those it includes.
_OWN: Mapping[Role, frozenset[Right]] = {
    Role.VIEWER: frozenset({Right.SEE}),
    Role.SALES: frozenset({Right.SELL}),
    Role.AGENT: frozenset({Right.WORK}),
    Role.MANAGER: frozenset({Right.DECIDE}),
    Role.OPS_LEAD: frozenset({Right.PLAN}),
    Role.ADMIN: frozenset({Right.KEEP}),
}
_INCLUDES: Mapping[Role, tuple[Role, ...]] = {
    Role.VIEWER: (),
    Role.SALES: (Role.VIEWER,),
    Role.AGENT: (Role.VIEWER,),
    Role.MANAGER: (Role.AGENT, Role.SALES),
    Role.OPS_LEAD: (Role.MANAGER,),
    Role.ADMIN: (Role.OPS_LEAD,),
}


def rights_of(role: Role) -> frozenset[Right]:
    """Everything that a role may do, with what the roles below it may."""
    below = (rights_of(one) for one in _INCLUDES[role])
    return _OWN[role].union(*below)


def least_role(right: Right) -> Role:
    """The role that a colleague needs for it at least."""
    return next(role for role, own in _OWN.items() if right in own)


Reach = Mapping[Right, frozenset[RoomId]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A role in one room, or in the rooms of a series; what is granted adds up."""

    role: Role
    series: str = ""
    room: RoomId | None = None

    def __str__(self) -> str:
        """As people read it, in lists and in the audit."""
        where = f"series {self.series}" if self.room is None else f"room {self.room}"
        return f"{self.role.value} in {where}"


def reach_of(grants: Iterable[Grant], series: Mapping[str, frozenset[RoomId]]) -> Reach:
    """In which rooms each right holds; `series` says which rooms belong to which."""
    found: dict[Right, frozenset[RoomId]] = {}
    for grant in grants:
        here = series.get(grant.series, frozenset()) if grant.room is None else {grant.room}
        for right in rights_of(grant.role) if here else ():
            found[right] = found.get(right, frozenset()) | here
    return found


def everything(role: Role | None, grants: Iterable[Grant]) -> frozenset[Right]:
    """What somebody may, be it in some rooms only."""
    roles = {one.role for one in grants} | ({role} if role is not None else set())
    return frozenset().union(*map(rights_of, roles))


def written(role: Role | None, grants: Iterable[Grant]) -> dict[str, str | list[str] | None]:
    """Everything somebody may, as the audit keeps it."""
    return {"role": None if role is None else role.value, "grants": [str(one) for one in grants]}
