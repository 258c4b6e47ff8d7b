"""The settings in force, as campaigns ask them."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.plans import PlanRoom
from bot.core.rooms import RoomRules
from bot.core.staff import Staff
from bot.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class CampaignHouse:
    """Implements `bot.campaigns.ports.House`."""

    rulebook: Rulebook

    @property
    def language(self) -> str:
        """In which language members are told."""
        return self.rulebook.settings.judging.language

    @property
    def staff(self) -> Sequence[Staff]:
        """The colleagues."""
        return self.rulebook.settings.staff

    def rules_of(self, room: PlanRoom) -> RoomRules:
        """The rules of a room."""
        return self.rulebook.rules_for(room.channel, room.ref, room.name)
