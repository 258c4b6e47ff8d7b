"""The folder of the content library: read again when a file in it, or below it, has changed."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from bot.plans.folder import Stamp, find_file, read_plan_file, stamp_of
from sop.content import LoadedContent
from sop.content_parse import FoundMedia, RefusedContent, stock_content

_ENDINGS = frozenset({".yaml", ".yml"})
_MOST_FILES = 5000  # below the folder; more are not watched
_CHUNK = 1024 * 1024


class ContentFolder:
    """Pieces are files ending in .yaml or .yml directly in it; what they post lies below it."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder  # None: there is no library
        self._stamps: dict[Path, Stamp] | None = None
        self._marks: dict[tuple[Path, Stamp], str] = {}
        self._staff: frozenset[str] | None = None
        self.pieces: dict[str, LoadedContent] = {}
        self.refused: tuple[RefusedContent, ...] = ()

    def read(self, staff: frozenset[str] | None) -> bool:
        """Take up what changed; whether anything did. Blocks while it reads."""
        stamps = {path: stamp for path in self._paths() if (stamp := stamp_of(path)) is not None}
        if stamps == self._stamps and staff == self._staff:
            return False
        self._stamps, self._staff = stamps, staff
        files = [read_plan_file(path) for path in stamps if self._is_piece(path)]
        self.pieces, self.refused = stock_content(files, self.pieces, staff, self._find)
        return True

    @property
    def files(self) -> tuple[str, ...]:
        """The files of pieces, sound or not."""
        return tuple(str(path) for path in self._stamps or () if self._is_piece(path))

    def _is_piece(self, path: Path) -> bool:
        return path.parent == self._folder and path.suffix in _ENDINGS

    def _paths(self) -> list[Path]:
        found: list[Path] = []
        if self._folder is None:
            return found
        try:
            for path in sorted(self._folder.rglob("*")):
                if not path.name.startswith(".") and path.is_file():
                    found.append(path)
                if len(found) == _MOST_FILES:
                    break
        except OSError:
            return found
        return found

    def _find(self, file: str) -> FoundMedia:
        found = find_file(self._folder or Path(), file)
        if found.mistake:
            return FoundMedia(mistake=found.mistake.replace("plan folder", "content folder"))
        path = Path(found.path)
        stamp = stamp_of(path)
        try:
            mark = self._marks.get((path, stamp)) if stamp else None
            mark = mark or sha256(b"".join(_hashed(path))).hexdigest()
        except OSError as error:
            return FoundMedia(mistake=f"{file!r} cannot be read: {error.strerror}")
        if stamp:
            self._marks[path, stamp] = mark
        return FoundMedia(path=found.path, mark=mark)


def _hashed(path: Path) -> Iterator[bytes]:
    """The hashes of a file's parts, so that a film is not held in memory."""
    with path.open("rb") as opened:
        while part := opened.read(_CHUNK):
            yield sha256(part).digest()
