"""Against what `check` looks at plans: the content library, and how long a post may be."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot.config import Settings
from bot.content.folder import ContentFolder
from bot.core.located import Problem, scan_yaml
from bot.plan_life.desk import longest_of
from sop.cautions import Checking
from sop.content import Library


def content_of(folder: Path, settings: Settings) -> ContentFolder:
    """The content library as its files stand."""
    library = ContentFolder(folder)
    library.read(frozenset(str(one.name) for one in settings.staff))
    return library


def mistakes_of(library: ContentFolder) -> Iterator[Problem]:
    """Every mistake in the files of the content library."""
    for one in library.refused:
        yield from one.error.problems
    for piece in library.pieces.values():
        if piece.mistake:
            located = scan_yaml(piece.source, file=piece.file)
            yield located.problem(("media",), piece.mistake)


def checking_by(settings: Settings | None, folder: ContentFolder | None, today: date) -> Checking:
    """Against what plans are looked at."""
    library = None if folder is None else Library(pieces=folder.pieces)
    longest = longest_of(() if settings is None else settings.channels)
    return Checking(today=today, library=library, longest=longest)
