"""The service remembers until when it lived."""

from storage.service.heartbeat import Heartbeat
from tests.support.builders import NOON, after


async def test_a_new_database_has_never_lived(database):
    async with database.read() as connection:
        assert await Heartbeat(connection).last() is None


async def test_the_last_beat_counts(database):
    for moment in (NOON, after(seconds=10)):
        async with database.write() as connection:
            await Heartbeat(connection).beat(moment)

    async with database.read() as connection:
        assert await Heartbeat(connection).last() == after(seconds=10)
