"""What a browser that was never here loads, and how soon it shows something."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from playwright.async_api import BrowserContext

from bench.browsing import signed_in
from bench.report import Figure
from bench.stage import feed_all, running, say
from bench.talk import messages
from tests.support.browser import chromium

_MESSAGES = {"small": 1_000, "budget": 10_000, "large": 100_000}
_OPENINGS = 5  # each in a window of its own, with nothing kept
_REST = 1.0  # seconds in which a page that stands loads what is left
_PAINT = 1_500.0  # ms, the budget
_WEIGHT = 350.0  # kB of compressed script, the budget
_PAGES = {"sign-in": "/sign-in", "home": "/now", "a room": "/rooms/1"}

_TOLD = """() => {
  const loaded = performance.getEntriesByType("resource");
  const scripts = loaded.filter((one) => new URL(one.name).pathname.endsWith(".js"));
  const sum = (given) => given.reduce((all, one) => all + one.encodedBodySize, 0) / 1000;
  const [paint] = performance.getEntriesByName("first-contentful-paint");
  return { paint: paint.startTime, scripts: sum(scripts), all: sum(loaded) };
}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    paint: float  # ms until something is shown
    stands: float  # ms until the page's heading is
    scripts: float  # kB, compressed as they came
    all: float


def measure(size: str, folder: Path) -> list[Figure]:
    """First contentful paint, and the weight of the scripts, of pages that are opened first."""
    return asyncio.run(_measure(size, folder))


async def _measure(size: str, folder: Path) -> list[Figure]:
    talk = messages(_MESSAGES[size], rooms=20, people=1_000)
    figures = []
    async with running(folder, feed_all(talk)) as stage, chromium() as browser:
        await stage.play()
        await stage.indexed()
        for name, path in _PAGES.items():
            say(f"opening {path}")
            opened = []
            for _ in range(_OPENINGS):
                async with signed_in(browser, stage) as window:
                    if name == "sign-in":
                        await window.clear_cookies()
                    opened.append(await _opened(window, path))
            figures += _figures(name, opened, size)
    return figures


async def _opened(window: BrowserContext, path: str) -> _Opened:
    page = await window.new_page()
    await page.goto(path)
    await page.get_by_role("heading", level=1).wait_for()
    stands = float(await page.evaluate("() => performance.now()"))
    await asyncio.sleep(_REST)
    told: dict[str, Any] = await page.evaluate(_TOLD)
    return _Opened(**told, stands=stands)


def _figures(name: str, opened: Sequence[_Opened], size: str) -> list[Figure]:
    paints = [one.paint for one in opened]
    shown = f"{name}; {_MESSAGES[size]:,} messages"
    return [
        Figure(
            row="console: first contentful paint",
            size=shown,
            value=median(paints),
            unit="ms",
            budget=_PAINT,
            note=(
                f"{len(paints)} openings: {min(paints):.0f} to {max(paints):.0f} ms;"
                f" its heading stands after {median(one.stands for one in opened):.0f} ms"
            ),
        ),
        Figure(
            row="console: scripts that are loaded, compressed",
            size=shown,
            value=max(one.scripts for one in opened),
            unit="kB",
            budget=_WEIGHT if name != "a room" else None,
            note=f"with styles and answers {max(one.all for one in opened):.0f} kB",
        ),
    ]
