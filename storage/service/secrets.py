"""Secrets of this installation: made when first needed, the same for every process."""

import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.tasks import secret
from storage.upsert import insert_for

_BYTES = 32


class Secrets:
    """The secrets of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def find(self, name: str) -> str | None:
        """A secret; None where nobody needed it yet. For those who only read."""
        found: str | None = await self._connection.scalar(
            select(secret.c.value).where(secret.c.name == name)
        )
        return found

    async def value(self, name: str, now: datetime) -> str:
        """A secret, made where it is not there; two processes get the same."""
        found = await self.find(name)
        if found is None:
            new = insert_for(self._connection, secret).values(
                name=name, value=secrets.token_hex(_BYTES), made_at=now
            )
            await self._connection.execute(new.on_conflict_do_nothing())
            found = await self.find(name)
        return found or ""
