"""Answers about who may use the API."""

from datetime import datetime

from bot.core.staff import Role
from bot.web.views.base import View


class Token(View):
    """A key of a program; the key itself is shown once, when it is made."""

    id: int
    name: str
    role: Role
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
