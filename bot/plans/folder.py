"""The folder of plans: read again when a file in it has changed."""

from pathlib import Path

from sop.parse import MAX_BYTES
from sop.shelf import FoundFile, PlanFile

_ENDINGS = frozenset({".yaml", ".yml"})
_NEVER_POSTED = _ENDINGS | {".json", ".old"}  # plans, their schema, what they said before
Stamp = tuple[int, int]


class PlanFolder:
    """Files ending in .yaml or .yml, directly in the folder."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder  # None: there are no files
        self._stamps: dict[Path, Stamp] | None = None

    def changed(self) -> tuple[PlanFile, ...] | None:
        """Every file, when anything in the folder changed since the last call; else None."""
        stamps = {path: stamp for path in self._paths() if (stamp := stamp_of(path)) is not None}
        if stamps == self._stamps:
            return None
        self._stamps = stamps
        return tuple(read_plan_file(path) for path in stamps)

    def find(self, file: str) -> FoundFile:
        """A file that a plan of the folder posts."""
        if self._folder is None:
            return FoundFile(mistake="there is no folder")
        return find_file(self._folder, file)

    def _paths(self) -> list[Path]:
        if self._folder is None:
            return []
        try:
            entries = sorted(self._folder.iterdir())
        except OSError:
            return []
        named = (p for p in entries if p.suffix in _ENDINGS and not p.name.startswith("."))
        # Whoever opens a pipe waits for its other end, and the whole service with them.
        return [p for p in named if p.is_file() or p.is_dir()]


def read_plan_file(path: Path) -> PlanFile:
    """One file, however large or unreadable it is."""
    try:
        with path.open("rb") as opened:
            text = opened.read(MAX_BYTES + 4)  # one character too many is enough to be refused
        # what is refused for its size may be cut in the middle of a character
        strict = "strict" if len(text) <= MAX_BYTES else "ignore"
        return PlanFile(file=str(path), source=text.decode("utf-8", strict))
    except UnicodeDecodeError as error:
        mistake = f"byte {error.start} is not UTF-8; save the file as UTF-8"
        return PlanFile(file=str(path), source="", mistake=mistake)
    except OSError as error:
        return PlanFile(file=str(path), source="", mistake=f"cannot be read: {error.strerror}")


def find_file(folder: Path, file: str) -> FoundFile:
    """A file below the folder, wherever links in it lead; what lies elsewhere is not posted."""
    try:
        root = folder.resolve()
        path = (root / file).resolve()
        mistake = _objection(root, path, file)
    except OSError as error:
        return FoundFile(mistake=f"{file!r} cannot be read: {error.strerror}")
    except (ValueError, RuntimeError):  # a NUL in it, links that go round
        return FoundFile(mistake=f"{file!r} leads nowhere")
    return FoundFile(mistake=mistake) if mistake else FoundFile(path=str(path))


def files_below(folder: Path, most: int = 500) -> tuple[str, ...]:
    """Files below the folder that a plan can post, by the names that it writes; `most` of them."""
    found: list[str] = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in name.parts)
        if not hidden and path.suffix not in _NEVER_POSTED and path.is_file():
            found.append(name.as_posix())
    return tuple(found[:most])


def _objection(root: Path, path: Path, file: str) -> str:
    if not path.is_relative_to(root):
        return f"{file!r} lies outside the plan folder; put the file there and write its name"
    if not path.exists():
        return f"there is no file {file!r} in the plan folder"
    return "" if path.is_file() else f"{file!r} is no file that could be posted"


def stamp_of(path: Path) -> Stamp | None:
    """What changes whenever a file does; None where it cannot be looked at."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return (stat.st_mtime_ns, stat.st_size)
