"""Beside the database: the file for poison that the database does not take either."""

import asyncio
import contextlib
import fcntl
import json
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.core.events import Event
from storage.settings import StorageSettings
from storage.talk.payload import whole_payload

_NAME = "groupkeeper.poison.jsonl"


def poison_file(settings: StorageSettings) -> Path:
    """Beside SQLite's file; in the working folder for PostgreSQL."""
    url = make_url(settings.url)
    name = url.database if url.get_backend_name() == "sqlite" else None
    if name is None or name in {"", ":memory:"}:
        return Path(_NAME)
    return Path(name).with_name(_NAME)


class PoisonFile:
    """One JSON object a line; it holds what people said, so only its owner may read it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def keep(self, event: Event, error: str, now: datetime) -> None:
        """Append an event, on the disk when this returns; raises `OSError`."""
        line = {
            "at": now.isoformat(),
            "channel": event.channel,
            "ref": event.ref,
            "kind": type(event).__name__,
            "error": error,
            "payload": json.loads(whole_payload(event)),
        }
        await asyncio.to_thread(self._append, json.dumps(line))

    async def rewrite(self, change: Callable[[str], str]) -> None:
        """Change its lines, all or none; what is appended meanwhile waits. Raises `OSError`."""
        await asyncio.to_thread(self._rewrite, change)

    def _rewrite(self, change: Callable[[str], str]) -> None:
        try:
            handle = self._held(os.O_RDONLY)
        except FileNotFoundError:
            return
        with os.fdopen(handle, encoding="utf-8", errors="replace") as file:
            fresh = self._path.with_name(f"{self._path.name}.new")
            fresh.unlink(missing_ok=True)  # of a process that was killed over it
            lines = file.read().splitlines()
            changed = [change(line) for line in lines]
            if changed != lines:
                self._replace(fresh, "".join(f"{line}\n" for line in changed).encode())

    def _replace(self, fresh: Path, whole: bytes) -> None:
        new = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            _write(new, whole)
        except OSError:
            fresh.unlink()  # a disk that is full keeps no second copy of what people said
            raise
        finally:
            os.close(new)
        fresh.replace(self._path)

    def _held(self, how: int) -> int:
        """The file, opened, with nobody else at it until it is closed."""
        while True:
            handle = os.open(self._path, how, 0o600)
            fcntl.flock(handle, fcntl.LOCK_EX)
            with contextlib.suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(handle), self._path.stat()):
                    return handle
            os.close(handle)  # another stands in its place by now

    def _append(self, line: str) -> None:
        handle = self._held(os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        try:
            size = os.fstat(handle).st_size
            whole = f"{line}\n".encode("ascii")
            try:
                _write(handle, whole)
            except OSError:
                os.ftruncate(handle, size)  # half a line would spoil the next one
                raise
        finally:
            os.close(handle)

    def count(self) -> int:
        """How many events are in it."""
        try:
            with self._path.open("rb") as file:
                return sum(1 for _ in file)
        except FileNotFoundError:
            return 0


def _write(handle: int, whole: bytes) -> None:
    while whole:
        whole = whole[os.write(handle, whole) :]
    os.fsync(handle)
