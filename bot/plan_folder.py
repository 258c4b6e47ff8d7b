"""The folder of plans: read again when a file in it has changed."""

from pathlib import Path

from sop.parse import MAX_BYTES
from sop.shelf import PlanFile

_ENDINGS = frozenset({".yaml", ".yml"})
_Stamp = tuple[int, int]


class PlanFolder:
    """Files ending in .yaml or .yml, directly in the folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stamps: dict[Path, _Stamp] | None = None

    def changed(self) -> tuple[PlanFile, ...] | None:
        """Every file, when anything in the folder changed since the last call; else None."""
        stamps = {path: stamp for path in self._paths() if (stamp := _stamp(path)) is not None}
        if stamps == self._stamps:
            return None
        self._stamps = stamps
        return tuple(read_plan_file(path) for path in stamps)

    def _paths(self) -> list[Path]:
        try:
            entries = sorted(self._folder.iterdir())
        except OSError:
            return []
        return [p for p in entries if p.suffix in _ENDINGS and not p.name.startswith(".")]


def read_plan_file(path: Path) -> PlanFile:
    """One file, however large or unreadable it is."""
    try:
        with path.open("rb") as opened:
            text = opened.read(MAX_BYTES + 1)  # one byte too many is enough to be refused
        return PlanFile(file=str(path), source=text.decode("utf-8"))
    except UnicodeDecodeError as error:
        mistake = f"byte {error.start} is not UTF-8; save the file as UTF-8"
        return PlanFile(file=str(path), source="", mistake=mistake)
    except OSError as error:
        return PlanFile(file=str(path), source="", mistake=f"cannot be read: {error.strerror}")


def _stamp(path: Path) -> _Stamp | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return (stat.st_mtime_ns, stat.st_size)
