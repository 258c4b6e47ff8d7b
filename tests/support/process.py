"""`groupkeeper run` as a process of its own, watched through its API like anybody would."""

import asyncio
import contextlib
import re
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp
import psutil

from tests.support.waiting import TooLate

TOKEN = "a-token-of-the-api-for-tests"  # nobody's secret
_START_SECONDS = 60
_COMMAND = "from bot.cli.main import main; main()"


class GroupkeeperProcess:
    """The running service: its figures, its lists, its database."""

    def __init__(
        self, process: asyncio.subprocess.Process, url: str, folder: Path, said: list[str]
    ) -> None:
        self._process = process
        self._said = said
        self._url = url
        self._folder = folder
        self._session = aiohttp.ClientSession(headers={"Authorization": f"Bearer {TOKEN}"})

    async def get(self, path: str, **asked: str | int) -> Any:
        """What the API says under `/api/v1`."""
        async with self._session.get(f"{self._url}{path}", params=asked) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def post(self, path: str, body: Any) -> Any:
        """What the API answers to an order."""
        async with self._session.post(f"{self._url}{path}", json=body) as answer:
            assert answer.status < 300, await answer.text()
            return await answer.json()

    async def items(self, path: str, **asked: str | int) -> list[dict[str, Any]]:
        """The first page of a list."""
        return list((await self.get(path, **asked))["items"])

    async def until(
        self, holds: Callable[[dict[str, Any]], bool], *, seconds: float = 40
    ) -> dict[str, Any]:
        """Wait for the figures to be so."""

        async def look() -> dict[str, Any] | None:
            figures = await self.get("/figures")
            return figures if holds(figures) else None

        return dict(await self.eventually(look, seconds=seconds))

    async def eventually(self, look: Callable[[], Awaitable[Any]], *, seconds: float = 40) -> Any:
        """Wait until `look` gives something true, and give it back, or raise TooLate."""
        found = None
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not (found := await look()):  # noqa: ASYNC110 - it is asked from outside
                    await asyncio.sleep(0.1)
        if not found:
            told = [await self.get("/figures"), await self.items("/channels"), *self._said[-50:]]
            msg = f"did not come in {seconds} s:\n" + "\n".join(str(one).rstrip() for one in told)
            raise TooLate(msg)
        return found

    def memory(self) -> float:
        """MiB that the process holds."""
        return float(psutil.Process(self._process.pid).memory_info().rss) / (1 << 20)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What stands in its database, looked at from outside."""
        with contextlib.closing(sqlite3.connect(self._folder / "gk.db")) as database:
            return database.execute(query).fetchall()

    async def stop(self) -> int:
        """Ask it to stop, as systemd would; its exit code."""
        await self._session.close()
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
        return await self._process.wait()


@contextlib.asynccontextmanager
async def groupkeeper(folder: Path, config: str) -> AsyncIterator[GroupkeeperProcess]:
    """Run it with this config on SQLite in this folder; it must stop in order at the end."""
    storage = f"storage: {{url: 'sqlite+aiosqlite:///{folder}/gk.db'}}\n"
    web = f"web: {{port: 0, token: {TOKEN}}}\n"
    (folder / "config.yaml").write_text(storage + web + config, encoding="utf-8")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", _COMMAND, "run", "--config", str(folder / "config.yaml")),
        cwd=folder,
        env={"PYTHONPATH": str(Path(__file__).parents[2]), "PATH": "", "HOME": str(folder)},
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr is not None
    said: list[str] = []
    reading: asyncio.Task[None] | None = None
    running: GroupkeeperProcess | None = None
    try:
        async with asyncio.timeout(_START_SECONDS):
            url = await _address(process.stderr, said)
        reading = asyncio.ensure_future(_read_on(process.stderr, said))
        running = GroupkeeperProcess(process, url, folder, said)
        yield running
    finally:
        code = await running.stop() if running is not None else await _kill(process)
        if reading is not None:
            await reading
        assert code == 0, "".join(said[-200:])


async def _kill(process: asyncio.subprocess.Process) -> int:
    if process.returncode is None:
        process.kill()
    return await process.wait()


async def _address(stderr: asyncio.StreamReader, said: list[str]) -> str:
    while line := (await stderr.readline()).decode():
        said.append(line)
        if found := re.search(r"API: (http\S+)", line):
            return found[1]
    msg = "it ended before it served: " + "".join(said)
    raise AssertionError(msg)


async def _read_on(stderr: asyncio.StreamReader, said: list[str]) -> None:
    while line := (await stderr.readline()).decode(errors="replace"):
        said.append(line)
