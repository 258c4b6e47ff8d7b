"""Everything that people ask of the settings, in one place."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from bot.core.located import read_yaml
from bot.core.ports import Notifier
from bot.core.rooms import RoomsSettings
from bot.settings.allowed import only_words
from bot.settings.desk import SettingsDesk
from bot.settings.edits import Drop, Put, at
from bot.settings.rooms import ENTRIES, Place, edits_for
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
        text, settings = self.read()
        edits = edits_for(settings.rooms, place, values, general)
        # An entry that moves is written anew: with what ${NAME} stands for, if it held one.
        data = read_yaml(text.source, file="config.yaml").data
        moved = [one for one in edits if isinstance(one, Drop) and one.path[:-1] == ENTRIES]
        only_words([*edits, *(Put(path=one.path, value=at(data, one.path)) for one in moved)])
        return self.write(edits, expected=expected)
