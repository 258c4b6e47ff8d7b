"""From a commit to the screen: a room that is open in a real Chromium while much is said."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from playwright.async_api import Page

from bench.browsing import signed_in
from bench.report import Figure, waiting
from bench.rows.pace import paced
from bench.stage import Stage, feed_all, running, say
from bench.talk import messages
from bot.clock import SystemClock
from bot.core.events import MessageReceived
from bot.core.notices import Notice
from tests.support.asking import Reached
from tests.support.browser import chromium

_RATE = 200  # messages a second, in all rooms
_SECONDS = {"small": 10, "budget": 30, "large": 120}
_ROOMS, _PEOPLE = 200, 20_000
_HISTORY = 2_000  # messages before, so that every room is there
_PAGE = 200  # messages that are asked for at once
_REST = 2.0  # seconds until the last is shown
_WITHIN = 300.0  # ms
_CLOCK = SystemClock()

# Notes by its text when a message stood on the page for the frame that is drawn next.
_WATCH = """() => {
  window.bench = {};
  const look = () => {
    for (const one of document.querySelectorAll(".gk-text"))
      window.bench[one.textContent] ??= performance.timeOrigin + performance.now();
  };
  const talk = document.querySelector(".gk-talk");
  new MutationObserver(() => requestAnimationFrame(look))
    .observe(talk, { childList: true, subtree: true });
}"""


def measure(size: str, folder: Path) -> list[Figure]:
    """Milliseconds from the commit of what is said in the open room until it is shown."""
    waits = asyncio.run(_measure(_SECONDS[size], folder))
    shown = f"{_RATE} messages/s, one room open"
    of = "messages with Chromium beside the service"
    return waiting("console: commit to screen", shown, waits, of=of, budget=_WITHIN)


async def _measure(seconds: int, folder: Path) -> list[float]:
    count = _HISTORY + _RATE * seconds
    start = _CLOCK.now() - timedelta(seconds=count / 50)
    talk = list(_told_apart(messages(count, rooms=_ROOMS, people=_PEOPLE, start=start)))
    async with running(folder, feed_all(talk[:_HISTORY])) as stage, chromium() as browser:
        await stage.play()
        await stage.indexed()
        async with signed_in(browser, stage) as window:
            page = await window.new_page()
            await page.goto("/rooms/1")
            await page.locator(".gk-text").first.wait_for()
            return await _waits(stage, page, talk[_HISTORY:])


def _told_apart(talk: Iterable[MessageReceived]) -> Iterable[MessageReceived]:
    """The same, and no two texts alike."""
    for number, one in enumerate(talk):
        yield replace(one, text=f"{one.text} {number}")


async def _waits(stage: Stage, page: Page, talk: Sequence[MessageReceived]) -> list[float]:
    committed: dict[int, float] = {}

    def note(notices: Sequence[Notice]) -> None:
        now = _CLOCK.now().timestamp() * 1000
        for one in notices:
            # Of what stood there before some is told of anew: a case was made of it.
            if one.kind == "message" and one.room == 1 and (one.id or 0) > _HISTORY:
                committed.setdefault(one.id or 0, now)

    await page.evaluate(_WATCH)
    leave = stage.service.bulletin.read_by(note)
    say(f"{_RATE} messages a second")
    await paced(stage.service.intake, talk, _RATE)
    await asyncio.sleep(_REST)
    leave()
    shown: dict[str, float] = await page.evaluate("() => window.bench")
    texts = await _texts(stage, len(committed))
    lost = [number for number in committed if texts[number] not in shown]
    if lost:
        msg = f"{len(lost)} of {len(committed)} messages were never shown"
        raise RuntimeError(msg)
    return [shown[texts[number]] - at for number, at in committed.items()]


async def _texts(stage: Stage, count: int) -> dict[int, str]:
    """What the newest messages of the room say."""
    service = Reached(url=f"http://127.0.0.1:{stage.port}")
    texts: dict[int, str] = {}
    asked: dict[str, str | int] = {"limit": _PAGE}
    while len(texts) < count:
        page = await service.get("/rooms/1/timeline", **asked)
        texts |= {one["message"]["id"]: one["message"]["text"] for one in page["items"]}
        if page["older"] is None:
            break
        asked["before"] = page["older"]
    return texts
