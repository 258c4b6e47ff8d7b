"""A file written as a whole or not at all, with the owner and mode that it had."""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile


def write_whole(path: Path, text: str, *, mode: int = 0o644) -> None:
    """Replace a file by this text at one stroke; `mode` is that of a new one.

    Raises OSError where that cannot be, and then leaves everything as it was: also where the
    file's owner would be lost.
    """
    there = path.resolve()
    # The ending is none of a plan's or of settings', so that no half file is ever read as one.
    with NamedTemporaryFile(
        "w", encoding="utf-8", newline="", dir=there.parent, suffix=".new", delete=False
    ) as new:
        try:
            _fill(new.fileno(), there, mode)
            new.write(text)
            new.flush()
            os.fsync(new.fileno())
            Path(new.name).replace(there)
        except BaseException:  # also when interrupted: nobody would clear the half file away
            with suppress(OSError):
                Path(new.name).unlink()
            raise


def _fill(file: int, there: Path, mode: int) -> None:
    if not there.exists():
        os.fchmod(file, mode)
        return
    old, ours = there.stat(), os.fstat(file)
    if (old.st_uid, old.st_gid) != (ours.st_uid, ours.st_gid):
        os.fchown(file, old.st_uid, old.st_gid)
    os.fchmod(file, old.st_mode & 0o7777)
