"""Browsers in which somebody is signed in, and the links that begin or mend it."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.access import Login, Session
from bot.core.ids import LoginId
from storage.access.logins import to_login
from storage.access.tokens import hash_of
from storage.tables.access import login, login_link, login_session

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

    # ---- links --------------------------------------------------------------------------------

    async def make_link(
        self, key: str, number: LoginId, *, now: datetime, holds: timedelta
    ) -> None:
        """Keep a link with which a password is chosen; those made before hold no more."""
        await self._connection.execute(delete(login_link).where(login_link.c.login_id == number))
        await self._connection.execute(
            login_link.insert().values(
                key_hash=hash_of(key), login_id=number, made_at=now, expires_at=now + holds
            )
        )

    async def link(self, key: str, now: datetime) -> Login | None:
        """Whom a link welcomes, while it holds."""
        rows = await self._connection.execute(
            select(login)
            .join(login_link, login_link.c.login_id == login.c.id)
            .where(
                login_link.c.key_hash == hash_of(key),
                login_link.c.used_at.is_(None),
                login_link.c.expires_at > now,
                login.c.disabled_at.is_(None),
            )
        )
        row = rows.one_or_none()
        return None if row is None else to_login(row)

    async def use_link(self, key: str, now: datetime) -> bool:
        """A link counts once: False where it does not (any more)."""
        done = await self._connection.execute(
            update(login_link)
            .where(
                login_link.c.key_hash == hash_of(key),
                login_link.c.used_at.is_(None),
                login_link.c.expires_at > now,
            )
            .values(used_at=now)
        )
        return done.rowcount == 1


def _session(row: Row[Any]) -> Session:
    return Session(
        hash=row.key_hash,
        login=to_login(row),
        opened=row.opened_at,
        seen=row.seen_at,
        agent=row.agent,
    )
