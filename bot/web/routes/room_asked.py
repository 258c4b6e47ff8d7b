"""The room that a path names."""

from typing import Any

from bot.web.endpoint import ById, Call
from bot.web.problems import missing


async def room_asked(call: Call[ById, Any, Any]) -> Any:  # noqa: ANN401 (storage.people.room_book.RoomListing)
    """The room as the store lists it; refuses one that is not there."""
    found = await call.unit.roster.room(call.where.id)
    if found is None:
        missing(f"there is no room {call.where.id}")
    return found
