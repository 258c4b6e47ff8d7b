"""Stories in a real Chromium, against the real service on the demo community."""

import asyncio
import re
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.support.asking import Reached
from tests.support.browser import (
    ARTEFACTS,
    DESK,
    PHONE,
    ROOT,
    Watched,
    chromium,
    violations,
)

_HERE = Path(__file__).parent
_COMMAND = "from bot.cli.main import main; main()"
_START_SECONDS = 90
_WAIT_MS = 30_000  # for whatever a page is waited for; the machine may be busy
_QUIET = "localStorage['groupkeeper.console'] ??= JSON.stringify({popups: false})"
ROOMS = 3  # of the demo community
PASSWORD = "correct horse battery staple"
expect.set_options(timeout=_WAIT_MS)


@pytest.hookimpl(tryfirst=True)  # before xdist looks for the groups
def pytest_collection_modifyitems(items):
    """The stories of a file share a demo that nobody else works on; they stay on one worker."""
    for item in items:
        if _HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group(f"browser-{item.path.stem}"))
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
            item.add_marker(pytest.mark.timeout(300, func_only=True))
            item.add_marker(pytest.mark.flaky(reruns=2))  # told in the summary; thrice is a fault


@dataclass(kw_only=True)
class Demo(Reached):
    """The demo service in a process of its own."""

    said: list[str]
    process: asyncio.subprocess.Process
    folder: Path = Path()  # demo.db is there
    names: "count[int]" = field(default_factory=lambda: count(1))

    @property
    def link(self) -> str:
        """The one-time link that it printed."""
        found = re.search(r"http://\S+/welcome#\S+", "".join(self.said))
        assert found, f"it printed no link: {self.said}"
        return found[0]

    async def until(self, look: Callable[[], Awaitable[Any]], *, seconds: float = 40) -> Any:
        """Wait until `look` gives something true."""
        found = None
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not (found := await look()):  # noqa: ASYNC110 - it is asked from outside
                    await asyncio.sleep(0.1)
        assert found, f"did not come in {seconds} s; it said: {self.said[-20:]}"
        return found


@asynccontextmanager
async def running_demo(folder: Path, *flags: str) -> AsyncIterator[Demo]:
    """`groupkeeper demo`, kept in this folder."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", _COMMAND, "demo", "--port", "0"),
        *("--keep", str(folder / "demo.db"), *flags),
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": "", "HOME": str(folder), "LANG": "zh_CN.UTF-8"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    assert process.stdout is not None
    said: list[str] = []
    try:
        async with asyncio.timeout(_START_SECONDS):
            while not (found := re.search(r"API: (http://[^/\s]+)", "".join(said))):
                line = await process.stdout.readline()
                assert line, f"it ended before it served: {said}"
                said.append(line.decode(errors="replace"))
        reading = asyncio.ensure_future(_read_on(process.stdout, said))
        yield Demo(url=found[1], said=said, process=process, folder=folder)
        process.terminate()
        await process.wait()
        await reading
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _read_on(stream: asyncio.StreamReader, said: list[str]) -> None:
    while line := await stream.readline():
        said.append(line.decode(errors="replace"))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser():
    """The Chromium of this worker."""
    async with chromium() as found:
        yield found


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def demo(tmp_path_factory):
    """The demo of a file of stories: thirty times as fast as life."""
    async with running_demo(tmp_path_factory.mktemp("demo"), "--speed", "30") as found:

        async def peopled():
            return len((await found.get("/rooms"))["items"]) == ROOMS

        await found.until(peopled)
        yield found


OpenPage = Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(browser: Browser, demo: Demo):
    """Opens the console in a window of its own: `await open_page("/rooms", role="viewer")`.

    `role` None: nobody is signed in. `grants` are those of POST /logins/make. A script error,
    something the policy refused or a request to another host fails the test. `popups`: new
    alerts show themselves; the demo raises many, and whoever clicks is in their way.
    """
    watched: list[Watched] = []
    async with AsyncExitStack() as stack:

        async def open_it(  # noqa: PLR0913 - every look a page may have, by name
            path: str = "/",
            *,
            role: str | None = "admin",
            phone: bool = False,
            language: str = "zh-CN",
            dark: bool = False,
            popups: bool = False,
            at: Demo = demo,
            **login: Any,
        ) -> Page:
            context = await browser.new_context(
                base_url=at.url,
                viewport=PHONE if phone else DESK,
                has_touch=phone,
                is_mobile=phone,
                locale=language,
                timezone_id="Asia/Shanghai",
                color_scheme="dark" if dark else "light",
                reduced_motion="reduce",
            )
            stack.push_async_callback(context.close)
            context.set_default_timeout(_WAIT_MS)
            if not popups:
                await context.add_init_script(_QUIET)
            if role is not None:
                await sign_in(context, at, role=role, **login)
            page = await context.new_page()
            watched.append(Watched(page, at.url))
            await page.goto(path)
            return page

        yield open_it
    errors = [error for one in watched for error in one.errors]
    assert not errors, errors


async def sign_in(context: BrowserContext, demo: Demo, *, role: str, **login: Any) -> str:
    """Give this window the session of a new colleague; their name."""
    name = f"{role}-{next(demo.names)}"
    made = await demo.post("/logins/make", {"name": name, "role": role, **login})
    answer = await context.request.post(
        "/api/v1/session/welcome", data={"key": made["key"], "password": PASSWORD}
    )
    assert answer.ok, await answer.text()
    return name


@pytest.fixture
def shot():
    """Keeps a picture of a page as an artefact: `await shot(page, "review")`."""

    async def keep(page: Page, name: str) -> Path:
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        path = ARTEFACTS / f"{name}.png"
        await page.screenshot(path=path)
        return path

    return keep


@pytest.fixture
def axe():
    """Finds a page accessible, or says where it is not: `await axe(page)`."""

    async def look(page: Page) -> None:
        found = await violations(page)
        assert not found, "\n".join(found)

    return look
