"""How somebody wants to see a plan rehearsed, in values."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.core.ids import RoomId


class Against(StrEnum):
    """Who is in the room while a plan is rehearsed."""

    SIMULATED = "simulated"  # members who react as a model says
    SILENT = "silent"  # nobody says a word
    PAST = "past"  # the room's own archive


@dataclass(frozen=True, slots=True, kw_only=True)
class Staging:
    """In which room, from when on, among whom."""

    room: RoomId | None = None  # None: the one of this name, or one that is not there yet
    room_name: str = ""  # a name or platform id, with * and ?
    start: date | None = None  # day 1; None: tomorrow, or as its campaign begins
    event_at: datetime | None = None  # by the wall clock of the plan
    against: Against = Against.SIMULATED
    members: int | None = None  # None: as many as the room has
    days: int | None = None  # at most so many; None: to the plan's end
    seed: int = 1
