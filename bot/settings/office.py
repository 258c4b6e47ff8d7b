"""Everything that people ask of the settings, in one place."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from bot.core.ports import Notifier
from bot.core.rooms import RoomsSettings
from bot.settings.allowed import only_words
from bot.settings.desk import SettingsDesk
from bot.settings.rooms import Place, edits_for
from bot.settings.targets import TargetDesk
from bot.settings.values import Changed


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsOffice(SettingsDesk):
    """Implements `bot.web.settings_ports.SettingsOffice`."""

    notifier: Notifier
    invalid: Callable[[Sequence[str]], Sequence[int]]

    @property
    def targets(self) -> TargetDesk:
        """Who changes and tries alert targets."""
        return TargetDesk(desk=self, notifier=self.notifier, invalid=self.invalid)

    def rooms_in_file(self) -> RoomsSettings:
        """The rooms section as the file says it."""
        return self.sheet_settings().rooms

    def put_rules(
        self, place: Place, values: dict[str, Any], general: Collection[str], *, expected: str
    ) -> Changed:
        """Make rules hold in one room, and others of it hold as everywhere."""
        _, settings = self.read()
        edits = edits_for(settings.rooms, place, values, general)
        only_words(edits)
        return self.write(edits, expected=expected)
