"""Browsers in which somebody is signed in."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.access import Session
from bot.core.ids import LoginId
from storage.access.logins import to_login
from storage.access.tokens import hash_of
from storage.tables.access import login, login_session

IDLE = timedelta(days=7)  # without a request, a session ends
LONGEST = timedelta(days=30)  # then one signs in again, however busy
_AGENT = 200  # characters of a browser's name


class Sessions:
    """The sessions of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def open(self, key: str, number: LoginId, agent: str, now: datetime) -> None:
        """Keep a new session; those that ended long ago are forgotten on the way."""
        await self._connection.execute(
            delete(login_session).where(
                (login_session.c.seen_at <= now - IDLE)
                | (login_session.c.opened_at <= now - LONGEST)
            )
        )
        await self._connection.execute(
            login_session.insert().values(
                key_hash=hash_of(key),
                login_id=number,
                opened_at=now,
                seen_at=now,
                agent=agent[:_AGENT],
            )
        )

    async def by_key(self, key: str, now: datetime) -> Session | None:
        """The session whose cookie it is, while it holds and its person may sign in."""
        rows = await self._connection.execute(
            select(
                login,
                login_session.c.key_hash,
                login_session.c.opened_at,
                login_session.c.seen_at,
                login_session.c.agent,
            )
            .join(login_session, login_session.c.login_id == login.c.id)
            .where(
                login_session.c.key_hash == hash_of(key),
                login_session.c.seen_at > now - IDLE,
                login_session.c.opened_at > now - LONGEST,
                login.c.disabled_at.is_(None),
            )
        )
        row = rows.one_or_none()
        return None if row is None else _session(row)

    async def touch(self, hashed: str, now: datetime) -> None:
        """Note that it was used."""
        await self._connection.execute(
            update(login_session).where(login_session.c.key_hash == hashed).values(seen_at=now)
        )

    async def close(self, hashed: str) -> None:
        """End one."""
        await self._connection.execute(
            delete(login_session).where(login_session.c.key_hash == hashed)
        )

    async def close_all(self, number: LoginId, *, but: str | None = None) -> None:
        """End all of a person's, or all but one."""
        await self._connection.execute(
            delete(login_session).where(
                login_session.c.login_id == number, login_session.c.key_hash != (but or "")
            )
        )


def _session(row: Row[Any]) -> Session:
    return Session(
        hash=row.key_hash,
        login=to_login(row),
        opened=row.opened_at,
        seen=row.seen_at,
        agent=row.agent,
    )
