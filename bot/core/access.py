"""Who may do what: rights, the roles of colleagues that give them, and keys of programs."""

import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.core.ids import LoginId, TokenId
from bot.core.staff import Role

_KEY_BYTES = 32
SEEN_EVERY = timedelta(minutes=5)
USED_EVERY = timedelta(hours=1)


def new_key() -> str:
    """A key that nobody can guess."""
    return secrets.token_urlsafe(_KEY_BYTES)


def login_name(given: str) -> str:
    """A name as it is kept and compared: however it was typed, the same person."""
    return unicodedata.normalize("NFKC", given).strip().casefold()


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
    login: LoginId | None = None  # of a person who signed in
    session: str | None = None  # the hash of their session's key

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """A person who signs in. The name is the colleague's of `staff`, where there is one."""

    id: LoginId
    name: str  # also as the audit calls what they do
    role: Role
    author: str  # who made it
    made: datetime
    disabled: datetime | None = None
    welcomed: datetime | None = None  # when a password was chosen; None: the link waits
    coded: bool = False  # signing in needs a code of their phone, too


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginSecrets:
    """What a sign-in is held against; never shown, never logged."""

    login: Login
    password: str | None  # Argon2's hash
    code_secret: str | None  # of the codes on their phone
    spares: frozenset[str] = frozenset()  # hashes of codes for the day the phone is lost


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A browser in which somebody is signed in."""

    hash: str  # of the key in its cookie
    login: Login
    opened: datetime
    seen: datetime  # last, to some minutes
    agent: str  # as the browser names itself

    def stale(self, now: datetime) -> bool:
        """Whether its use is to be noted."""
        return now - self.seen >= SEEN_EVERY
