"""How long after their time posts leave, when hundreds are due in the same minute."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from statistics import quantiles

from sqlalchemy import insert

from bench.report import Figure
from bench.stage import CHANNEL, LoadChannel, feed_all, say, settings_in
from bot.app import Service
from bot.channels.simulator.settings import SimulatorSettings
from bot.clock import SystemClock
from bot.core.ids import RoomRef
from bot.core.plans import NewRun
from bot.core.ports import Post, Receipt
from bot.core.sending import SendBudget
from bot.log import configure_logging
from storage.schema import upgrade
from storage.tables.people import room

_POSTS = {"small": 50, "budget": 500, "large": 5_000}
_MOMENTS = 50  # seconds of the minute; at each as many posts are due
_LEAD = timedelta(seconds=8)  # in which the service starts and lays the plan out
_MINUTE = 50.0  # seconds over which the moments are spread
_SECONDS = 1.0  # the budget
_FREELY = SendBudget(per_minute=10_000, spacing_seconds=0, jitter_seconds=0, per_day=1_000_000)


class _Listening(LoadChannel):
    """Notes when it is asked to say what."""

    def __init__(self, clock: SystemClock) -> None:
        super().__init__(feed=feed_all(()))
        self._clock = clock
        self.said: list[tuple[str, datetime]] = []

    async def say(self, room: RoomRef, post: Post) -> Receipt:  # noqa: ARG002 (the port's signature)
        """Take it at once."""
        self.said.append((post.text, self._clock.now()))
        return Receipt()


def measure(size: str, folder: Path) -> list[Figure]:
    """The median, the 99th in a hundred and the longest wait, from the due time to the call."""
    waits = asyncio.run(_measure(_POSTS[size], folder))
    marks = quantiles(waits, n=100)
    shown = f"{_POSTS[size]:,} posts in a minute"
    return [
        Figure(row="post leaves after its time, p50", size=shown, value=marks[49], unit="s"),
        Figure(
            row="post leaves after its time, longest",
            size=shown,
            value=max(waits),
            unit="s",
            budget=_SECONDS if size == "budget" else None,
            note=f"p99 {marks[98]:.2f} s; {len(waits) // _MOMENTS} at the same moment, one account",
        ),
    ]


async def _measure(posts: int, folder: Path) -> list[float]:
    clock = SystemClock()
    simulator = SimulatorSettings(name=CHANNEL, budget=_FREELY)
    settings = settings_in(folder).model_copy(update={"channels": (simulator,)})
    configure_logging(settings.log)
    channel = _Listening(clock)
    plans = folder / "plans"
    plans.mkdir()
    begin = clock.now().replace(microsecond=0) + _LEAD
    due = [begin + timedelta(seconds=_MINUTE * n / _MOMENTS) for n in range(_MOMENTS)]
    (plans / "bench.yaml").write_text(_plan(due), encoding="utf-8")
    service = Service(settings=settings, clock=clock, channels=[channel], plans=plans)
    await upgrade(service.database)
    await _start(service, posts // _MOMENTS, begin)
    say(f"{posts} posts within a minute")
    async with asyncio.TaskGroup() as group:
        task = group.create_task(service.run())
        await clock.sleep((_LEAD + timedelta(seconds=_MINUTE + 10)).total_seconds())
        service.stop.set()
        await task
    return [(at - due[int(text)]).total_seconds() for text, at in channel.said]


def _plan(due: Sequence[datetime]) -> str:
    head = (
        "name: bench\ntitle: bench\nzone: UTC\nseats: {t: {role: leader, account: room}}\nsteps:\n"
    )
    return head + "".join(
        f"  - {{id: s{n}, seat: t, say: '{n}',"
        f" when: {{date: {at:%Y-%m-%d}, at: '{at:%H:%M:%S}'}}}}\n"
        for n, at in enumerate(due)
    )


async def _start(service: Service, rooms: int, now: datetime) -> None:
    async with service.database.write() as connection:
        rows = [
            {"channel": CHANNEL, "ref": f"r{n}", "name": f"群{n}", "created_at": now}
            for n in range(rooms)
        ]
        await connection.execute(insert(room), rows)
    async with service.store.write() as unit:
        new = [
            NewRun(plan="bench", room=one.id, starts_on=now.date(), zone="UTC")
            for one in await unit.runs.rooms()
        ]
        await unit.runs.start(new, "bench", now - timedelta(minutes=1))
