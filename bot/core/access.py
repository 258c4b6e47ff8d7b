"""Who asks: people who sign in, their sessions, and keys of programs."""

import secrets
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.core.ids import LoginId, RoomId, TokenId
from bot.core.rights import Grant, Reach, Right, rights_of
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who sends a request."""

    name: str  # as the audit calls them
    role: Role | None  # everywhere; None: in some rooms only
    grants: tuple[Grant, ...] = ()  # in series and rooms, beside the role
    reach: Reach = field(default_factory=dict)  # what these come to, room by room
    login: LoginId | None = None  # of a person who signed in
    session: str | None = None  # the hash of their session's key

    def may(self, right: Right) -> bool:
        """Whether they may do that everywhere."""
        return self.role is not None and right in rights_of(self.role)

    def rooms(self, right: Right) -> frozenset[RoomId] | None:
        """The rooms in which they may do that; None: everywhere, also where there is no room."""
        return None if self.may(right) else self.reach.get(right, frozenset())

    def rights_in(self, room: RoomId) -> frozenset[Right]:
        """All they may do in one room."""
        here = frozenset(right for right, rooms in self.reach.items() if room in rooms)
        return here | (frozenset() if self.role is None else rights_of(self.role))


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiToken:
    """A key that was made for a program; the key itself is known to nobody but who got it."""

    id: TokenId
    name: str
    role: Role | None  # everywhere; None: in some rooms only
    author: str  # who made it
    made: datetime
    expires: datetime | None
    grants: tuple[Grant, ...] = ()  # in series and rooms, beside the role
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
    role: Role | None  # everywhere; None: in some rooms only
    author: str  # who made it
    made: datetime
    grants: tuple[Grant, ...] = ()  # in series and rooms, beside the role
    disabled: datetime | None = None
    welcomed: datetime | None = None  # when a password was chosen; None: the link waits
    coded: bool = False  # signing in needs a code of their phone, too


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Whom a link welcomes."""

    login: Login | None  # None: the first admin, who has no login yet
    bare: bool  # no password is asked for: the demo's


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
