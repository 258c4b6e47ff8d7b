"""Answers about who may use the API."""

from datetime import datetime

from bot.core.rights import Right
from bot.core.staff import Role
from bot.web.views.base import View


class Grant(View):
    """A role in one room, or in the rooms of a series."""

    role: Role
    series: str  # "" with a room
    room: int | None


class Token(View):
    """A key of a program; the key itself is shown once, when it is made."""

    id: int
    name: str
    role: Role | None  # everywhere; null: in some rooms only
    grants: list[Grant]
    author: str
    made: datetime
    expires: datetime | None
    used: datetime | None
    revoked: datetime | None
    revoked_by: str | None


class NewToken(View):
    """A key that was just made."""

    token: Token
    key: str


class Me(View):
    """Who asks, and what they may; without a name nobody is signed in."""

    name: str
    role: Role | None  # everywhere
    rights: list[Right]  # everywhere
    grants: tuple[Grant, ...] = ()
    somewhere: tuple[
        Right, ...
    ] = ()  # everywhere, or in some rooms: `rights` of /rooms says in which
    login: int | None = None  # None: a token
    coded: bool = False  # signing in needs a code of the phone
    csrf: str | None = None  # to be sent with every change, as X-CSRF-Token


class Login(View):
    """A person who signs in."""

    id: int
    name: str
    role: Role | None  # everywhere; null: in some rooms only
    grants: list[Grant]
    author: str
    made: datetime
    welcomed: datetime | None  # null: the link waits
    disabled: datetime | None
    coded: bool


class Invited(View):
    """A login, and the link with which its password is chosen; it is shown this once."""

    login: Login
    key: str


class Guest(View):
    """Whom a link welcomes, and what it asks for."""

    name: str | None  # null: the first admin, who chooses one
    password: bool  # false: none is asked for (the demo)


class Enrolment(View):
    """What an authenticator app needs."""

    secret: str
    address: str


class Spares(View):
    """Codes for the day the phone is lost, each good once."""

    spares: list[str]
