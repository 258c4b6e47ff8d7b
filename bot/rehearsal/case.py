"""Everything that findings are made of."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.rooms import RoomRules
from bot.rehearsal.values import Asked, Played
from bot.rehearsal.words import Words
from sop.model import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A play, with what it is held against."""

    asked: Asked
    played: Played
    rules: RoomRules
    limit: int  # characters of a post
    words: Words

    @property
    def plan(self) -> Plan:
        """The rehearsed plan."""
        return self.asked.run.loaded.plan

    @property
    def place(self) -> ZoneInfo:
        """Where the room's wall clock hangs."""
        return ZoneInfo(self.played.zone)

    def clock(self, at: datetime) -> str:
        """A moment as the room's wall clock shows it."""
        return f"{at.astimezone(self.place):%m-%d %H:%M}"
