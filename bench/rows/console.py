"""Consoles that watch live: how soon they see a commit, and what that costs the pipeline."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from pathlib import Path
from statistics import median

from bench.report import Figure, waiting
from bench.rows.pace import paced
from bench.stage import Stage, Stopwatch, Taken, feed_all, running, say, set_load_apart
from bench.talk import messages
from bot.clock import SystemClock
from bot.core.events import Event
from bot.core.notices import Notice

_CONSOLES = 20
_ROOMS, _PEOPLE = 200, 20_000
_RATE = 200  # messages a second
_SECONDS = {"small": 5, "budget": 10, "large": 60}
_BACKLOG = {"small": 5_000, "budget": 20_000, "large": 100_000}
_TURNS = 3
_REST = 1.0  # seconds
_SETTLES = 8.0  # seconds in which the alerts of the history are told
_ROUNDS = 5  # with and without consoles in turns: the machine is not always as quick
_HISTORY = 2_000  # messages before, so that every room is there
_CLOCK = SystemClock()
_WITHIN = 300.0  # ms
_COST = 10.0  # percent


@dataclass(slots=True)
class _Watched:
    """When messages were committed, and when a console had them."""

    committed: dict[int, float] = field(default_factory=dict)
    seen: dict[int, float] = field(default_factory=dict)

    def note(self, notices: Sequence[Notice]) -> None:
        """Called within the pipeline, right behind its commit."""
        now = _CLOCK.now().timestamp()
        for one in notices:
            if one.kind == "message" and one.id is not None:
                self.committed.setdefault(one.id, now)

    @property
    def waits(self) -> list[float]:
        """Milliseconds from the commit to a console."""
        return [
            (at - self.committed[n]) * 1000 for n, at in self.seen.items() if n in self.committed
        ]


def measure(size: str, folder: Path) -> list[Figure]:
    """Waits at a steady pace, and the throughput of a backlog with and without consoles."""
    waits, shares = asyncio.run(_pace(size, _made(folder / "pace")))
    alone, together = (median(shares[consoles]) * 100 for consoles in (False, True))
    bare, watched = asyncio.run(_backlogs(size, folder))
    lost = (1 - bare.processor / watched.processor) * 100
    per_second = [_BACKLOG[size] / taken.wall for taken in (bare, watched)]
    core = (watched.processor - bare.processor) / watched.wall * 100
    shown = f"{_RATE} messages/s, {_CONSOLES} consoles"
    many = f"{_BACKLOG[size]:,} messages, {_CONSOLES} consoles"
    return [
        *waiting("console: commit to client", shown, waits, of="messages", budget=_WITHIN),
        Figure(
            row="console: of a core, and so of the pipeline's throughput, that consoles cost",
            size=shown,
            value=together - alone,
            unit="%",
            budget=_COST,
            note=(
                f"the service takes {alone:.1f} % of a core without, {together:.1f} % with;"
                f" medians of {_TURNS} each, in turns"
            ),
        ),
        Figure(
            row="console: throughput of a backlog that consoles cost",
            size=many,
            value=lost,
            unit="%",
            budget=_COST,
            note=(
                f"of the service's processor time, {core:.1f} % of a core; by the clock"
                f" {per_second[0]:,.0f} messages/s without, {per_second[1]:,.0f} with;"
                f" medians of {_ROUNDS} each, in turns"
            ),
        ),
    ]


async def _pace(size: str, folder: Path) -> tuple[list[float], dict[bool, list[float]]]:
    """Waits in ms; and the share of a core that the service takes without consoles and with."""
    part = _RATE * _SECONDS[size]
    talk = iter(_talk(_HISTORY + part * 2 * _TURNS))
    waits: list[float] = []
    shares: dict[bool, list[float]] = {False: [], True: []}
    async with running(folder, feed_all(list(islice(talk, _HISTORY)))) as stage:
        await stage.play()
        await stage.indexed()
        await asyncio.sleep(_SETTLES)
        for number in range(_TURNS * 2):
            consoles = number % 2 == 1
            say(f"{_RATE} messages a second {'with' if consoles else 'without'} consoles")
            said = list(islice(talk, part))
            if consoles:
                async with _watching(stage) as watched:
                    shares[consoles].append(await _share(stage, said))
                waits += watched.waits
            else:
                shares[consoles].append(await _share(stage, said))
    return waits, shares


async def _share(stage: Stage, said: Sequence[Event]) -> float:
    stopwatch = Stopwatch()
    await paced(stage.service.intake, said, _RATE)
    await asyncio.sleep(_REST)  # what was said last is told, too
    return stopwatch.taken.processor / stopwatch.taken.wall


async def _backlogs(size: str, folder: Path) -> tuple[Taken, Taken]:
    """How long a backlog takes without consoles, and with them."""
    found: dict[bool, list[Taken]] = {False: [], True: []}
    for number in range(_ROUNDS * 2):
        consoles = number % 2 == 1
        here = _made(folder / f"backlog-{number}")
        found[consoles].append(await _backlog(size, here, consoles=consoles))
        taken = found[consoles][-1]
        say(f"{taken.processor:.2f} s of processor {'with' if consoles else 'without'} consoles")
    return _middle(found[False]), _middle(found[True])


def _middle(runs: Sequence[Taken]) -> Taken:
    return sorted(runs, key=lambda taken: taken.processor)[len(runs) // 2]


async def _backlog(size: str, folder: Path, *, consoles: bool) -> Taken:
    talk = _talk(_HISTORY + _BACKLOG[size])
    set_load_apart()
    async with running(folder, feed_all(talk[_HISTORY:])) as stage:
        for event in talk[:_HISTORY]:
            await stage.service.intake.put(event)
        await stage.service.intake.idle()
        await stage.indexed()
        if not consoles:
            return await stage.play()
        async with _watching(stage):
            return await stage.play()


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _talk(count: int) -> list[Event]:
    start = _CLOCK.now() - timedelta(seconds=count / 50)
    return list(messages(count, rooms=_ROOMS, people=_PEOPLE, per_second=50.0, start=start))


@asynccontextmanager
async def _watching(stage: Stage) -> AsyncIterator[_Watched]:
    """Consoles watch while the block lasts; afterwards it is known what they saw."""
    watched = _Watched()
    url = f"http://127.0.0.1:{stage.port}"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.watchers", url, str(_CONSOLES), str(_ROOMS)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=1 << 26,
    )
    stdin, stdout = process.stdin, process.stdout
    if stdin is None or stdout is None:
        msg = "pipes were asked for"
        raise RuntimeError(msg)
    await stdout.readline()
    leave = stage.service.bulletin.read_by(watched.note)
    try:
        yield watched
    finally:
        leave()
        stdin.close()
        told = json.loads(await stdout.readline() or b"{}")
        watched.seen.update({int(number): at for number, at in told.items()})
        await process.wait()
