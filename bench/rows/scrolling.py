"""A room's page with all of a long talk loaded: how smoothly it scrolls in a real Chromium."""

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import mean, quantiles

from playwright.async_api import CDPSession, Page

from bench.browsing import busy, debugged, signed_in
from bench.report import Figure
from bench.stage import feed_all, running, say
from bench.talk import messages
from bot.clock import SystemClock
from tests.support.browser import chromium

_LOADED = {"small": 10_000, "budget": 100_000, "large": 300_000}
_PEOPLE = 500
_AHEAD = 5_000  # messages that are not loaded yet when all others are
_PAGE = 200  # messages that come at once
_SPEED = 5_400  # px/s: 90 a frame, a wheel that is turned fast
_FAR = 4 * _SPEED  # px of one turning
_DRAGGED = (120, 1_600)  # frames, px of each
_REST = 1.0  # seconds until what was begun has ended
_FRAMES = 60.0  # a second, the budget
_FLOOR, _DRAGGING = "scrolling: an empty page, for comparison", "scrolling: its bar dragged"
_ALLOWED = 0.97  # of the budget: a frame now and then is the machine's, see the plain page

# Frames that are drawn, those in which a part of the talk is not there yet, and tasks that keep the
# page from drawing for more than 50 ms.
_WATCH = """() => {
  window.bench = { frames: [], long: 0, gaps: 0, pages: 0 };
  new PerformanceObserver((list) => { window.bench.long += list.getEntries().length; })
    .observe({ type: "longtask" });
  new PerformanceObserver((list) => {
    for (const one of list.getEntries())
      if (one.name.includes("/timeline?")) window.bench.pages += 1;
  }).observe({ type: "resource" });
  const talk = document.querySelector(".gk-talk");
  const uncovered = () => {
    const place = (one) => one.getBoundingClientRect();
    const blocks = [...talk.querySelectorAll(".gk-block")].map(place);
    const { top, bottom } = place(talk);
    return blocks.length > 0 && (Math.min(...blocks.map((one) => one.top)) > top + 1
                                 || Math.max(...blocks.map((one) => one.bottom)) < bottom - 2);
  };
  let last = performance.now();
  const tick = (now) => {
    window.bench.frames.push(now - last);
    last = now;
    if (uncovered()) window.bench.gaps += 1;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}"""
_TAKE = """() => {
  const { frames, long, gaps } = window.bench;
  Object.assign(window.bench, { frames: [], long: 0, gaps: 0 });
  return { frames, long, gaps };
}"""
# As somebody does who wants to be at the beginning: to the top again and again.
_LOAD = """async (pages) => {
  const talk = document.querySelector(".gk-talk");
  while (window.bench.pages < pages) {
    talk.scrollTop = 0;
    await new Promise(requestAnimationFrame);
  }
}"""
_PLACE = """(part) => {
  const talk = document.querySelector(".gk-talk");
  talk.scrollTop = (talk.scrollHeight - talk.clientHeight) * part;
}"""
# The bar at the side, dragged: three screens in each frame, nothing of which was drawn before.
_DRAG = """async ([frames, step]) => {
  const talk = document.querySelector(".gk-talk");
  for (let n = 0; n < frames; n++) {
    talk.scrollTop -= step;
    await new Promise(requestAnimationFrame);
  }
}"""
_EMPTY = """<style>body { margin: 0 } .gk-talk { height: 100vh; overflow-y: auto }
.gk-talk > div { height: 4000000px }</style><div class="gk-talk"><div></div></div>"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """What came of turning the wheel."""

    frames: Sequence[float]  # ms from one to the next
    long: int
    gaps: int  # frames
    busy: float  # ms of processor of the page's main thread

    @property
    def per_second(self) -> float:
        return 1000 / mean(self.frames)

    @property
    def late(self) -> float:
        return quantiles(self.frames, n=20)[18]


def measure(size: str, folder: Path) -> list[Figure]:
    """Frames a second where talk was drawn before, is drawn first, and is loaded; of nothing."""
    return asyncio.run(_measure(size, folder))


async def _measure(size: str, folder: Path) -> list[Figure]:
    count = _LOADED[size] + _AHEAD
    say(f"{count:,} messages in one room")
    start = SystemClock().now() - timedelta(seconds=count)
    talk = messages(count, rooms=1, people=_PEOPLE, per_second=1.0, start=start)
    async with running(folder, feed_all(talk)) as stage, chromium() as browser:
        await stage.play()
        await stage.indexed()
        plain = await browser.new_page()
        await plain.set_content(_EMPTY)
        nothing = await _Wheel.at(plain)
        floor = [await nothing.turned(1), await nothing.turned(-1)]
        await plain.close()
        async with signed_in(browser, stage) as window:
            page = await window.new_page()
            await page.goto("/rooms/1")
            await page.locator(".gk-text").first.wait_for()
            turns = await _turns(page, _LOADED[size] // _PAGE)
            held = await page.evaluate("() => performance.memory?.usedJSHeapSize / 2 ** 20 || 0")
    shown = f"{_LOADED[size]:,} messages loaded"
    figures = [_figure(name, shown, turn, size) for name, turn in turns.items()]
    return [
        _figure(_FLOOR, "nothing", _together(floor), size),
        *figures,
        Figure(row="scrolling: memory of the page's scripts", size=shown, value=held, unit="MiB"),
    ]


def _together(turns: Sequence[_Turn]) -> _Turn:
    return _Turn(
        frames=[one for turn in turns for one in turn.frames],
        long=sum(turn.long for turn in turns),
        gaps=sum(turn.gaps for turn in turns),
        busy=sum(turn.busy for turn in turns),
    )


def _figure(name: str, shown: str, turn: _Turn, size: str) -> Figure:
    # What is dragged to is drawn in the frame after: three screens in each are no reading.
    gaps = "" if name == _DRAGGING else f", {turn.gaps} frames with a gap"
    held = size == "budget" and name not in (_FLOOR, _DRAGGING)
    return Figure(
        row=name,
        size=shown,
        value=turn.per_second,
        unit="frames/s",
        budget=_FRAMES * _ALLOWED if held else None,
        higher_is_better=True,
        note=(
            f"p95 frame {turn.late:.0f} ms, {turn.long} tasks over 50 ms{gaps};"
            f" {turn.busy / len(turn.frames):.1f} ms of processor a frame"
        ),
    )


class _Wheel:
    """Turns the wheel over the talk of a page."""

    def __init__(self, page: Page, line: CDPSession) -> None:
        self._page, self._line = page, line

    @classmethod
    async def at(cls, page: Page) -> "_Wheel":
        """A wheel over this page, which is watched from now on."""
        await page.evaluate(_WATCH)
        return cls(page, await debugged(page))

    async def turned(self, down: int) -> _Turn:
        """Turn it upwards (-1) or downwards (1), and see how the page follows."""
        gesture = {"x": 640, "y": 400, "yDistance": -down * _FAR, "speed": _SPEED}
        mouse = gesture | {"gestureSourceType": "mouse"}
        return await self._seen(self._line.send("Input.synthesizeScrollGesture", mouse))

    async def dragged(self) -> _Turn:
        """Drag the bar upwards."""
        return await self._seen(self._page.evaluate(_DRAG, _DRAGGED))

    async def _seen(self, moving: Awaitable[object]) -> _Turn:
        before = await busy(self._line)
        await self._page.evaluate(_TAKE)
        await moving
        told = await self._page.evaluate(_TAKE)
        return _Turn(**told, busy=await busy(self._line) - before)


async def _turns(page: Page, pages: int) -> dict[str, _Turn]:
    wheel = await _Wheel.at(page)
    say(f"loading {pages:,} pages")
    clock = asyncio.get_running_loop().time
    began = clock()
    await page.evaluate(_LOAD, pages)
    say(f"{clock() - began:.0f} s; turning the wheel")
    found = {}
    for name, place, down in (
        ("loading more", 0.0, -1),
        ("drawn for the first time", 0.5, -1),
        ("drawn before", None, 1),
        ("near the end", 0.98, -1),
    ):
        if place is not None:
            await page.evaluate(_PLACE, place)
        await asyncio.sleep(_REST)
        found[f"scrolling: {name}"] = await wheel.turned(down)
    await page.evaluate(_PLACE, 0.3)
    await asyncio.sleep(_REST)
    found[_DRAGGING] = await wheel.dragged()
    return found
