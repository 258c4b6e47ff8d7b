"""What the API needs to show and change config.yaml (`bot.settings`)."""

from collections.abc import Collection, Sequence
from typing import Any, Protocol

from bot.core.rooms import RoomsSettings
from bot.settings.edits import Edit
from bot.settings.rooms import Place
from bot.settings.values import Changed, Colleagues, Preview, RulesOfRoom, Sheet, Tried


class Targets(Protocol):
    """Alert targets of colleagues (`bot.settings.targets.TargetDesk`)."""

    def add(self, name: str, address: str, *, expected: str) -> Changed:
        """One more target of a colleague."""
        ...

    def drop(self, name: str, target: int, *, expected: str) -> Changed:
        """One target less."""
        ...

    async def test(self, name: str, target: int, *, author: str) -> Tried:
        """Send a test message for real."""
        ...


class SettingsOffice(Protocol):
    """Shows, tries out, writes and takes back settings (`bot.settings.office.SettingsOffice`).

    What cannot be done is raised as `bot.settings.edits.NotEditable`, what would break the file
    as `bot.core.located.BrokenFile`.
    """

    @property
    def targets(self) -> Targets:
        """Who changes and tries alert targets."""
        ...

    def sheet(self, section: str = "") -> Sheet:
        """Every setting of a section."""
        ...

    def colleagues(self) -> Colleagues:
        """Everybody in `staff`."""
        ...

    def rooms_in_file(self) -> RoomsSettings:
        """The rooms section as the file says it."""
        ...

    def rules_of(self, place: Place) -> RulesOfRoom:
        """The rules of one room, and where each is set."""
        ...

    def preview(self, edits: Sequence[Edit]) -> Preview:
        """What a change would do."""
        ...

    def change(self, edits: Sequence[Edit], *, expected: str) -> Changed:
        """Make a change."""
        ...

    def put_rules(
        self, place: Place, values: dict[str, Any], general: Collection[str], *, expected: str
    ) -> Changed:
        """Make rules hold in one room, and others of it hold as everywhere."""
        ...

    def back(self, version: str, *, expected: str) -> Changed:
        """Make an earlier text count again."""
        ...

    def versions(self) -> Sequence[str]:
        """Earlier texts that can be gone back to, oldest first."""
        ...
