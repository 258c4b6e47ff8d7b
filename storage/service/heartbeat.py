"""When the service last lived, and until when each account heard: after that there is a gap."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.events import AccountState
from bot.core.ids import ChannelName
from storage.tables.people import account
from storage.tables.service import meta
from storage.upsert import insert_for

_KEY = "alive_at"
_HEARD = "heard_at:"  # and the channel's name


class Heartbeat:
    """A few facts in `meta`, written every few seconds."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def beat(
        self, now: datetime, heard: Mapping[ChannelName, datetime] | None = None
    ) -> None:
        """The service lives; `heard`: until when what an account heard is committed."""
        facts = {_KEY: now} | {f"{_HEARD}{name}": at for name, at in (heard or {}).items()}
        statement = insert_for(self._connection, meta)
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=[meta.c.key], set_={"value": statement.excluded.value}
            ),
            [{"key": key, "value": at.isoformat()} for key, at in facts.items()],
        )

    async def last(self) -> datetime | None:
        """When it last lived; None: never yet."""
        return await self._fact(_KEY)

    async def heard(self, channel: ChannelName) -> datetime | None:
        """Until when an account heard everything; None: it never did."""
        known = await self._fact(f"{_HEARD}{channel}")
        if known is not None:
            return known
        # A database of a release that kept one time for all: an account that was away since
        # before it heard nothing from then on.
        alive = await self.last()
        found = await self._connection.execute(
            select(account.c.state, account.c.changed_at).where(account.c.channel == channel)
        )
        row = found.one_or_none()
        if row is None or alive is None:
            return None
        return alive if row.state == AccountState.LOGGED_IN else min(alive, row.changed_at)

    async def _fact(self, key: str) -> datetime | None:
        found = await self._connection.scalar(select(meta.c.value).where(meta.c.key == key))
        return None if found is None else datetime.fromisoformat(found)
