"""Against what `check` looks at plans: the content library, and how long a post may be."""

from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

from bot.config import Settings, load_settings
from bot.content.folder import ContentFolder
from bot.core.located import Problem, scan_yaml
from bot.plan_life.checking import cards_failing
from bot.plan_life.desk import lacking_of, longest_of
from sop.cautions import Checking
from sop.content import Library
from sop.parse import LoadedPlan


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


def failing_cards(config: Path, loaded: LoadedPlan, own: Collection[str]) -> list[Problem]:
    """Cards of a plan that would fail where these accounts, or those of its seats, speak."""
    settings = load_settings(config)
    library = content_of(config.resolve().parent / settings.sop.content, settings)
    lacking = lacking_of(settings.channels)
    return cards_failing(loaded, lacking, Library(pieces=library.pieces), own)


def checking_by(settings: Settings | None, folder: ContentFolder | None, today: date) -> Checking:
    """Against what plans are looked at."""
    library = None if folder is None else Library(pieces=folder.pieces)
    channels = () if settings is None else settings.channels
    return Checking(
        today=today,
        library=library,
        longest=longest_of(channels),
        lacking=lacking_of(channels),
    )
