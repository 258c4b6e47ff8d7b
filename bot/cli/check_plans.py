"""What `check` finds in plans beyond their text: files that are not there, unready content."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

from bot.config import Settings
from bot.content.folder import ContentFolder
from bot.core.located import BrokenFile, Located, Problem, scan_yaml
from bot.plans.folder import find_file
from sop.cautions import Checking
from sop.content import Library
from sop.model import Attachment
from sop.parse import MAX_BYTES, pieces_of
from sop.pieces import parts_of
from sop.render import MAX_OUTPUT
from sop.shelf import PlanFile

_FILES = ("file", "image", "video")


def readable(plans: Iterable[PlanFile]) -> Iterator[Located]:
    """Every plan that can be looked into, whatever is wrong with it: all is told at once."""
    for one in plans:
        with suppress(BrokenFile):  # its mistakes are told where it is read as a plan
            yield scan_yaml(one.source, file=one.file, max_bytes=MAX_BYTES)


def unposted(located: Located) -> Iterator[Problem]:
    """Files that the steps of a plan post and that are not beside it."""
    folder = Path(located.file).parent
    for placed in pieces_of(located).placed:
        for part in parts_of(placed):
            media = part.message.media
            if media is None or media.in_folder is None:
                continue
            if mistake := find_file(folder, media.in_folder).mistake:
                yield located.problem((*part.path, "media", _key(media)), mistake)


def _key(media: Attachment) -> str:
    return next(key for key in _FILES if getattr(media, key) is not None)


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
    channels = () if settings is None else settings.channels
    longest = min((getattr(one, "max_text", MAX_OUTPUT) for one in channels), default=MAX_OUTPUT)
    library = None if folder is None else Library(pieces=folder.pieces)
    return Checking(today=today, library=library, longest=min(longest, MAX_OUTPUT))
