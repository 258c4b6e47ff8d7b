"""The desk of the content library by the settings in force."""

from collections.abc import Callable
from pathlib import Path

from bot.content.desk import ContentDesk
from bot.content.folder import ContentFolder
from bot.rulebook import Rulebook
from sop.shelf import Shelf


def live_content(
    rulebook: Rulebook, folder: Path | None, shelf: Callable[[], Shelf]
) -> ContentDesk:
    """The desk of a service; `folder` None: there is no library."""
    return ContentDesk(
        settings=lambda: rulebook.settings.sop,
        folder=ContentFolder(folder),
        staff=lambda: frozenset(str(one.name) for one in rulebook.settings.staff),
        shelf=shelf,
    )
