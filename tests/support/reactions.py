"""Posts that are watched, and what is measured of them."""

from typing import Any

from bot.core.feedback import Watched
from bot.core.ids import OccurrenceId, RoomId, RunId
from bot.core.staff import Staff, StaffAccount, StaffDirectory
from storage.sop.reactions import Reactions
from tests.support.people import at

WEEK = 7 * 24 * 60  # minutes
STAFF = StaffDirectory.of([Staff(name="wang", accounts=(StaffAccount(channel="wx", user="wang"),))])


def watched(number=1, *, minutes=30, start=0.0, **other):
    given: dict[str, Any] = {
        "occurrence": OccurrenceId(number),
        "run": RunId(1),
        "room": RoomId(1),
        "since": at(start),
        "until": at(start + minutes),
    }
    return Watched(**given | other)


async def measured(database, *watches, staff=STAFF, **other):
    async with database.read() as connection:
        return await Reactions(connection, staff).measure(watches, **other)


async def one(database, **other):
    return (await measured(database, watched(**other)))[OccurrenceId(1)]
