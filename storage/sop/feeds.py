"""Addresses of calendar feeds: how often each was revoked."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.tasks import feed
from storage.upsert import insert_for


class Feeds:
    """The feeds of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def revoked(self, kind: str, subject: str) -> int:
        """How often the address of a feed was revoked; its key depends on it."""
        found = await self._connection.scalar(
            select(feed.c.revoked).where(feed.c.kind == kind, feed.c.subject == subject)
        )
        return found or 0

    async def revoke(self, kind: str, subject: str, author: str, now: datetime) -> None:
        """The address that was handed out leads nowhere from now on."""
        new = insert_for(self._connection, feed).values(
            kind=kind, subject=subject, revoked=1, revoked_at=now, revoked_by=author
        )
        await self._connection.execute(
            new.on_conflict_do_update(
                index_elements=[feed.c.kind, feed.c.subject],
                set_={"revoked": feed.c.revoked + 1, "revoked_at": now, "revoked_by": author},
            )
        )
