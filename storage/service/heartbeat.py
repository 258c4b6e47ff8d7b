"""When the service last lived: what was said between then and its next start, nobody heard."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.service import meta
from storage.upsert import insert_for

_KEY = "alive_at"


class Heartbeat:
    """One fact in `meta`, written every few seconds."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def beat(self, now: datetime) -> None:
        """The service lives."""
        statement = insert_for(self._connection, meta).values(key=_KEY, value=now.isoformat())
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=[meta.c.key], set_={"value": statement.excluded.value}
            )
        )

    async def last(self) -> datetime | None:
        """When it last lived; None: never yet."""
        found = await self._connection.scalar(select(meta.c.value).where(meta.c.key == _KEY))
        return None if found is None else datetime.fromisoformat(found)
