"""Whether an account hears what people say, and since when it does again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import ChannelName
from storage.service.heartbeat import Heartbeat
from storage.tables.people import gap

_BEHIND = timedelta(minutes=1)  # what was heard is committed within seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """How well an account hears."""

    deaf: bool  # it is away, or what it heard is not committed yet
    heard_again: datetime | None  # the end of the last time in which it could not hear

    def again_since(self, moment: datetime) -> datetime | None:
        """When it began to hear again, if it could not at some time since that moment."""
        again = self.heard_again
        return again if again is not None and again > moment else None


async def hearing(
    connection: AsyncConnection, channels: Collection[ChannelName], now: datetime
) -> Mapping[ChannelName, Hearing]:
    """How well these accounts hear."""
    heartbeat = Heartbeat(connection)
    found: dict[ChannelName, Hearing] = {}
    for channel in channels:
        heard = await heartbeat.heard(channel)
        again = await connection.scalar(
            select(func.max(gap.c.until)).where(gap.c.channel == channel)
        )
        found[channel] = Hearing(
            deaf=heard is not None and now - heard > _BEHIND, heard_again=again
        )
    return found
