"""`groupkeeper ...` as a process of its own, to be signalled, starved and watched from outside."""

import asyncio
import contextlib
import re
import resource
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp
import psutil

TOKEN = "a-token-of-the-api-for-tests"  # nobody's secret
_COMMAND = "import sys; from bot.cli.main import main; sys.argv[0] = 'groupkeeper'; main()"
_START_SECONDS = 30


class Command:
    """A running command: what it says, how it ends; of `run` and `demo` also what its API says."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._said: list[str] = []
        self.url = ""  # of the API, once it is told

    @property
    def pid(self) -> int:
        """The process."""
        return self._process.pid

    @property
    def said(self) -> str:
        """Everything it wrote on standard error."""
        return "".join(self._said)

    async def listen(self) -> None:
        """Read what it says until it ends."""
        assert self._process.stderr is not None
        while line := (await self._process.stderr.readline()).decode(errors="replace"):
            self._said.append(line)
            if found := re.search(r"API: (http\S+?)/api/v1", line):
                self.url = found[1]

    async def says(self, pattern: str, *, seconds: float = 40) -> None:
        """Wait for words on standard error."""
        await self.until(lambda: _soon(re.search(pattern, self.said)), seconds=seconds)

    async def ready(self) -> None:
        """Wait until /readyz says so."""
        await self.until(lambda: _soon(self.url), seconds=_START_SECONDS)
        await self.until(self.is_ready)

    async def is_ready(self) -> bool:
        """What /readyz says."""
        async with aiohttp.ClientSession() as session, session.get(f"{self.url}/readyz") as answer:
            return answer.status == 200

    async def get(self, path: str) -> Any:
        """What the API says under `/api/v1`, or the text of /metrics."""
        headers = {"Authorization": f"Bearer {TOKEN}"}
        where = f"{self.url}{path}" if path == "/metrics" else f"{self.url}/api/v1{path}"
        async with (
            aiohttp.ClientSession(headers=headers) as session,
            session.get(where) as answer,
        ):
            assert answer.status == 200, await answer.text()
            return await (answer.text() if path == "/metrics" else answer.json())

    async def messages(self) -> int:
        """How many are archived."""
        return int((await self.get("/figures"))["messages"])

    async def until(self, look: Callable[[], Awaitable[Any]], *, seconds: float = 40) -> Any:
        """Wait until `look` gives something true, and give it back."""
        found = None
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not (found := await look()):
                    assert self._process.returncode is None, f"it ended: {self.said}"
                    await asyncio.sleep(0.05)
        assert found, f"did not come in {seconds} s; it said:\n{self.said[-5000:]}"
        return found

    def signal(self, number: signal.Signals) -> None:
        """Send a signal."""
        self._process.send_signal(number)

    async def ended(self, *, seconds: float = 10) -> int:
        """Its exit code; it must come in this time."""
        async with asyncio.timeout(seconds):
            return await self._process.wait()

    def limit_files(self, size: int | None) -> None:
        """Let no file of it grow beyond `size` bytes, as on a full disk; None: let them."""
        most = resource.RLIM_INFINITY
        soft = most if size is None else size
        psutil.Process(self.pid).rlimit(resource.RLIMIT_FSIZE, (soft, most))

    async def kill(self) -> None:
        """End it, if it still lives."""
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()


async def _soon(value: Any) -> Any:
    return value


@contextlib.asynccontextmanager
async def command(folder: Path, *words: str, **environment: str) -> AsyncIterator[Command]:
    """Run `groupkeeper` with these words in this folder, with an empty home of its own."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", _COMMAND, *words),
        cwd=folder,
        env={
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "PATH": "",
            "HOME": str(folder),
            **environment,
        },
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    running = Command(process)
    async with asyncio.TaskGroup() as group:
        group.create_task(running.listen())
        try:
            yield running
        finally:
            await running.kill()


def write_config(folder: Path, url: str, more: str = "") -> None:
    """A config.yaml with this database, any free port, and the token of the tests."""
    text = f"storage: {{url: '{url}', busy_timeout_seconds: 0.5}}\n"
    text += f"web: {{port: 0, token: {TOKEN}}}\n"
    (folder / "config.yaml").write_text(text + more, encoding="utf-8")
