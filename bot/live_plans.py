"""The plans of a service: at work, with their content, and everything that people ask of them."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.content.live import live_content
from bot.core.ids import ChannelName
from bot.plan_life.desk import PlanLife, lacking_of, longest_of
from bot.plans.desk import SopDesk
from bot.plans.folder import PlanFolder
from bot.plans.ports import FolderPort
from bot.rehearsal_desk import RehearsalDesk
from bot.rulebook import Rulebook
from sop.cautions import Checking
from sop.checks import Cast


class LivePlans:
    """The desks, all on one rulebook and the same plans.

    `folder` is where plans are edited; `at_work` stands in its place for those that run: a
    rehearsal has its own. `campaigns` and `contents` None: there are none.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        *,
        accounts: frozenset[ChannelName],
        folder: Path,
        at_work: FolderPort | None,
        campaigns: Path | None,
        contents: Path | None,
    ) -> None:
        self._rulebook = rulebook
        self._accounts = frozenset(str(name) for name in accounts)
        self._has_library = contents is not None
        self.desk = SopDesk(
            settings=lambda: rulebook.settings.sop,
            folder=at_work or PlanFolder(folder),
            cast=self._cast,
            zone_for=lambda room: rulebook.rules_for(room.channel, room.ref, room.name).zone,
            rules_for=rulebook.rules_for,
            library=lambda: self.content.library,
            staff=lambda: rulebook.staff,
        )
        self.content = live_content(rulebook, contents, lambda: self.desk.shelf)
        self.life = PlanLife(
            folder=folder,
            settings=lambda: rulebook.settings.sop,
            cast=self._cast,
            rules_for=rulebook.rules_for,
            checking=self._checking,
        )
        self.rehearsals = RehearsalDesk(
            settings=lambda: rulebook.settings,
            plans=folder,
            campaigns=campaigns,
            contents=contents,
        )

    def _cast(self) -> Cast:
        return Cast(
            accounts=self._accounts,
            staff=frozenset(str(one.name) for one in self._rulebook.settings.staff),
        )

    def _checking(self, now: datetime) -> Checking:
        settings = self._rulebook.settings
        return Checking(
            today=now.astimezone(ZoneInfo(settings.rooms.defaults.zone)).date(),
            library=self.content.library if self._has_library else None,
            longest=longest_of(settings.channels),
            lacking=lacking_of(settings.channels),
        )
