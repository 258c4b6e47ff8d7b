"""The settings office of tests: over a file of theirs, with a notifier that writes down."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.alerts.notifier import invalid_targets
from bot.config import Settings, load_settings
from bot.core.errors import ChannelError
from bot.settings.office import SettingsOffice
from bot.settings.own_secrets import read_secrets


@dataclass
class Told:
    """A notifier that keeps what it is given, or says why it cannot."""

    sent: list[tuple[str, str, str]] = field(default_factory=list)
    trouble: ChannelError | None = None

    async def notify(self, target: str, title: str, body: str) -> None:
        if self.trouble is not None:
            raise self.trouble
        self.sent.append((target, title, body))


def no_settings() -> SettingsOffice:
    """Of a service that runs without a file."""
    return SettingsOffice(notifier=Told(), invalid=invalid_targets)


def office_over(
    path: Path, told: Told | None = None, environment: Mapping[str, str] | None = None
) -> SettingsOffice:
    """Over a file, which counts as taken up when the office is made."""
    given = environment or {}
    in_force: Settings = load_settings(path, environment={**read_secrets(path), **given})
    return SettingsOffice(
        path=path,
        settings=lambda: in_force,
        environment=lambda: given,
        notifier=told or Told(),
        invalid=invalid_targets,
    )
