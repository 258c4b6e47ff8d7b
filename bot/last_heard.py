"""Until when accounts heard before: asked before there is a service."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.core.ids import ChannelName
from storage.engine import Database, make_engine
from storage.schema import upgrade
from storage.service.heartbeat import Heartbeat
from storage.settings import StorageSettings


async def last_heard(
    settings: StorageSettings, channels: Sequence[ChannelName]
) -> Mapping[ChannelName, datetime | None]:
    """Until when each account heard before; brings the database up to date on the way."""
    database = Database(make_engine(settings))
    try:
        await upgrade(database)
        async with database.read() as connection:
            heartbeat = Heartbeat(connection)
            return {name: await heartbeat.heard(name) for name in channels}
    finally:
        await database.close()
