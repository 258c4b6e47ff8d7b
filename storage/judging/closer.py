"""What is looked up for suspects alone, before anything is decided about them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.seen import Closer, Suspect
from storage.conduct.conduct import Conduct
from storage.judging.histories import histories
from storage.judging.near import near_copies, open_cases


async def look_closer(
    connection: AsyncConnection, suspects: Sequence[Suspect], *, now: datetime
) -> Closer:
    """All that is known beyond the message; each part in a constant number of queries."""
    said = [suspect.message for suspect in suspects]
    students = {one.sender.student for one in said if one.sender.student is not None}
    rooms = {one.room for one in said if one.room is not None}
    conduct = Conduct(connection)
    return Closer(
        histories=await histories(connection, said, now=now),
        standings=await conduct.standings(students, now),
        alarms=await conduct.alarms(rooms, now),
        near=await near_copies(connection, suspects),
        open_cases=await open_cases(connection, suspects),
    )
