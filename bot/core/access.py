"""Who may do what: rights, the roles of colleagues that give them, and keys of programs."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.core.ids import TokenId
from bot.core.staff import Role

_KEY_BYTES = 32
USED_EVERY = timedelta(hours=1)


def new_key() -> str:
    """A key that nobody can guess."""
    return secrets.token_urlsafe(_KEY_BYTES)


class Right(StrEnum):
    """What somebody may do; the API says of each request which one it needs."""

    SEE = "see"  # look at everything
    WORK = "work"  # do tasks, close questions, acknowledge alerts
    SELL = "sell"  # claim leads, and say what came of them
    DECIDE = "decide"  # cases, appeals, lists, merges, what is held back
    PLAN = "plan"  # plans and runs, campaigns, content, what is learned
    KEEP = "keep"  # who may do what


# What each role adds to those it includes (mission.md, A11).
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who sends a request."""

    name: str  # as the audit calls them
    role: Role

    def may(self, right: Right) -> bool:
        """Whether they may do that."""
        return right in rights_of(self.role)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiToken:
    """A key that was made for a program; the key itself is known to nobody but who got it."""

    id: TokenId
    name: str
    role: Role
    author: str  # who made it
    made: datetime
    expires: datetime | None
    used: datetime | None = None  # last, to the hour
    revoked: datetime | None = None
    revoked_by: str | None = None

    @property
    def author_name(self) -> str:
        """As the audit calls what it does; no colleague can be called so."""
        return f"token:{self.name}"

    def stale(self, now: datetime) -> bool:
        """Whether its use is to be noted; not at every request, for looking must not write."""
        return self.used is None or now - self.used >= USED_EVERY
