"""Links that begin or mend a sign-in, each good once."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.access import Guest
from bot.core.ids import LoginId
from storage.access.logins import to_login
from storage.access.tokens import hash_of
from storage.tables.access import login, login_link


class Links:
    """The links of one transaction; of their keys only hashes are kept."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def make(
        self,
        key: str,
        number: LoginId | None,
        *,
        now: datetime,
        holds: timedelta,
        bare: bool = False,
    ) -> None:
        """Keep a link for this login; those made for it before hold no more.

        None: for the first admin, who has no login yet. A bare one signs in without a password.
        """
        whose = login_link.c.login_id
        await self._connection.execute(
            delete(login_link).where(whose.is_(None) if number is None else whose == number)
        )
        await self._connection.execute(
            login_link.insert().values(
                key_hash=hash_of(key),
                login_id=number,
                bare=bare,
                made_at=now,
                expires_at=now + holds,
            )
        )

    async def guest(self, key: str, now: datetime) -> Guest | None:
        """Whom a link welcomes, while it holds."""
        rows = await self._connection.execute(
            select(login, login_link.c.bare)
            .select_from(login_link.outerjoin(login, login_link.c.login_id == login.c.id))
            .where(_holds(key, now), login.c.disabled_at.is_(None))
        )
        row = rows.one_or_none()
        return None if row is None else _guest(row)

    async def use(self, key: str, now: datetime) -> bool:
        """A link counts once: False where it does not (any more)."""
        done = await self._connection.execute(
            update(login_link).where(_holds(key, now)).values(used_at=now)
        )
        return done.rowcount == 1


def _holds(key: str, now: datetime) -> ColumnElement[bool]:
    return and_(
        login_link.c.key_hash == hash_of(key),
        login_link.c.used_at.is_(None),
        login_link.c.expires_at > now,
    )


def _guest(row: Row[Any]) -> Guest:
    return Guest(login=None if row.id is None else to_login(row), bare=row.bare)
