"""What is known at one moment: the campaigns in force, the rooms, the settings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.core.ids import RoomId, StaffName
from bot.core.plans import PlanRoom
from bot.core.rooms import RoomRules
from bot.core.staff import Staff
from sop.campaigns.shelf import CampaignShelf


class House(Protocol):
    """The settings in force (`bot.campaigns.house.CampaignHouse`)."""

    @property
    def language(self) -> str:
        """In which language members are told: "zh" or "en"."""
        ...

    @property
    def staff(self) -> Sequence[Staff]:
        """The colleagues."""
        ...

    def rules_of(self, room: PlanRoom) -> RoomRules:
        """The rules of a room."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """What is known at one moment: the campaigns in force, the rooms, the settings."""

    shelf: CampaignShelf
    house: House
    rooms: Mapping[RoomId, PlanRoom] = field(default_factory=dict)
    restored: datetime | None = None  # when the database was put back from a backup
    _places: dict[str, list[PlanRoom]] = field(default_factory=dict)  # asked for again and again

    def lost(self, since: datetime) -> bool:
        """Whether what was done since then may be forgotten: the database was put back after."""
        return self.restored is not None and since <= self.restored

    def due(self, since: datetime) -> datetime | None:
        """When a post is due whose time came then: at once (None).

        Where it may be out already it keeps its time, and the outbox holds it for a person.
        """
        return since if self.lost(since) else None

    def is_place(self, name: str, room: PlanRoom) -> bool:
        """Whether a campaign takes place in a room."""
        series = self.house.rules_of(room).series
        return self.shelf.campaigns[name].fits(room.ref, room.name, series)

    def rooms_of(self, name: str) -> list[PlanRoom]:
        """The rooms of a campaign."""
        if name not in self._places:
            rooms = [room for room in self.rooms.values() if self.is_place(name, room)]
            self._places[name] = rooms
        return self._places[name]

    def staff_of(self, name: str) -> StaffName | None:
        """Who follows a campaign up; None: nobody is named."""
        named = self.shelf.campaigns[name].staff
        return None if named is None else StaffName(named)
