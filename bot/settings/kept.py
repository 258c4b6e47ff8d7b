"""config.yaml on the disk: read with its version, replaced as a whole, its earlier texts kept.

Earlier texts lie in a folder beside the file, for its owner alone, and not in the database:
whoever wrote a token into the file must not find it in every backup.
"""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.settings.edits import NotEditable
from bot.whole_file import write_whole

KEPT = 50  # earlier texts
_VERSION = 12  # characters that name a text


class ChangedMeanwhile(NotEditable):
    """The file is not what whoever changes it has seen."""


class NoSuchVersion(NotEditable):
    """No such text is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text of config.yaml, and the name of this very text."""

    source: str
    version: str


def version_of(source: str) -> str:
    """The name of a text: the same text has the same name."""
    return hashlib.sha256(source.encode()).hexdigest()[:_VERSION]


@dataclass(frozen=True, slots=True)
class KeptFile:
    """One config.yaml."""

    path: Path

    @property
    def _folder(self) -> Path:
        there = self.path.resolve()
        return there.with_name(f"{there.name}.versions")

    def read(self) -> Text:
        """What it says now; raises NotEditable where it cannot be read."""
        try:
            source = self.path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            msg = f"{self.path.name} cannot be read: {error}"
            raise NotEditable(msg) from None
        return Text(source=source, version=version_of(source))

    def version(self, name: str) -> str:
        """An earlier text."""
        found = [one for one in self._names() if one.stem == name]
        if not found:
            msg = f"the text {name!r} of {self.path.name} is not kept any more"
            raise NoSuchVersion(msg)
        return found[0].read_bytes().decode("utf-8")

    def versions(self) -> list[str]:
        """The names of the earlier texts that are kept."""
        return [one.stem for one in self._names()]

    def replace(self, source: str, *, expected: str) -> Text:
        """Write another text, and keep the one before.

        Raises ChangedMeanwhile where the file does not say what was expected, and NotEditable
        where it cannot be written.
        """
        try:
            with self._locked():
                before = self.read()
                if before.version != expected:
                    msg = (
                        f"{self.path.name} was changed in the meantime (it is {before.version} now,"
                        f" not {expected}); look at it again"
                    )
                    raise ChangedMeanwhile(msg)
                self._keep(before)
                write_whole(self.path, source)
        except OSError as error:
            msg = (
                f"{self.path.name} cannot be written ({error.strerror or error}): the service needs"
                " the right to write it and its folder"
            )
            raise NotEditable(msg) from None
        return Text(source=source, version=version_of(source))

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One at a time, also from other processes of this machine."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        with (self._folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _keep(self, text: Text) -> None:
        copy = self._folder / f"{text.version}.yaml"
        write_whole(copy, text.source, mode=0o600)
        for old in self._names()[:-KEPT]:
            old.unlink()

    def _names(self) -> list[Path]:
        """The earlier texts, oldest first."""
        return sorted(self._folder.glob("*.yaml"), key=lambda one: one.stat().st_mtime_ns)
