"""Processes are killed (SIGKILL) while they post; the platform and the database live on.

0 posts doubled, 0 lost, and what nobody can know is listed for a person.
"""

import asyncio
import contextlib
import json
import random
import sys
from collections import Counter
from datetime import timedelta
from time import monotonic

import pytest

from bot.clock import SystemClock
from bot.core.effects import Intent, OnLate, OnUnknown, Say
from bot.core.events import RoomListed
from bot.core.ids import EventRef, RoomId, RoomRef
from bot.core.outbound import DeliveryState
from tests.support.crash_child import open_store
from tests.support.remote_world import NAME, RemoteWorld

POSTS = 600
ROOMS = 60
KILLS = 200
UNSETTLED = ("pending", "claimed", "sending", "unknown")

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


class Nursery:
    """The process that forks groupkeepers and kills them."""

    def __init__(self, process):
        self._process = process

    async def does(self, command):
        self._process.stdin.write(command.encode() + b"\n")
        await self._process.stdin.drain()
        return (await self._process.stdout.readline()).decode().strip()

    async def spawn(self, steps=""):
        return await self.does(f"spawn {steps}")

    async def kill(self, child):
        assert await self.does(f"kill {child}") == "killed", "it died before it was killed"


@contextlib.asynccontextmanager
async def a_nursery(url, world, plan=""):
    told = json.dumps({"url": url, "port": world.port, "plan": plan})
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.support.crash_child",
        told,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    try:
        yield Nursery(process)
    finally:
        process.stdin.close()
        await process.wait()


class Service:
    """What the test knows: what is to be posted, what stands in the rooms, what the outbox says."""

    def __init__(self, url, world):
        self.world = world
        self.clock = SystemClock()
        self.store = open_store(url)
        self.wanted: Counter[tuple[str, str]] = Counter()

    async def prepare(self, posts, rooms, on_unknown):
        """Rooms, and posts for them; every fifth has the same text as others in its room."""
        now = self.clock.now()
        refs = [RoomRef(f"room-{n}") for n in range(rooms)]
        listed = [
            RoomListed(channel=NAME, ref=EventRef(ref), at=now, room=ref, name=ref, members=())
            for ref in refs
        ]
        async with self.store.write() as unit:
            await unit.archive.save(listed, received=now)
            numbers = {}
            for ref in refs:
                numbers[ref] = await _room_id(unit, ref)
            intents = []
            for n in range(posts):
                ref = refs[n % rooms]
                text = "今天的签到开始了" if n // rooms % 5 == 0 else f"第 {n} 条通知"
                self.wanted[ref, text] += 1
                intents.append(
                    Intent(
                        deed=Say(room=numbers[ref], text=text),
                        key=f"post:{n}",
                        reason="计划",
                        due=now - timedelta(minutes=1) + timedelta(milliseconds=n),
                        on_unknown=on_unknown,
                        on_late=OnLate.SEND,
                    )
                )
            await unit.outbox.enqueue(intents, now)

    async def counts(self):
        async with self.store.read() as unit:
            return await unit.outbox.counts()

    async def settled(self, seconds):
        """Wait until every delivery is settled, or held for a person.

        Fails when nothing moves for so long: a busy machine is slow, a stalled service stands.
        """
        counts, moved = await self.counts(), monotonic()
        while any(counts[state] for state in UNSETTLED):
            if monotonic() - moved > seconds:
                pytest.fail(f"nothing moved for {seconds} s: {counts}")
            await asyncio.sleep(0.1)
            before, counts = counts, await self.counts()
            if counts != before:
                moved = monotonic()
        return counts

    async def held(self):
        async with self.store.read() as unit:
            page = await unit.outbox.deliveries(state=DeliveryState.HELD, limit=500)
        return page.items

    async def decide(self):
        """A person compares the held posts with the rooms, then sends or cancels each."""
        rows = await self.held()
        missing = self.wanted - self.world.posts
        for row in rows:
            ref = await self._ref(row.room)
            async with self.store.write() as unit:
                now = self.clock.now()
                if missing[ref, row.deed.text] > 0:
                    missing[ref, row.deed.text] -= 1
                    assert await unit.outbox.release_held(row.id, "王老师", now)
                else:
                    assert await unit.outbox.cancel(row.id, "王老师", now)
        return len(rows)

    async def _ref(self, number):
        from sqlalchemy import select

        from storage.tables.people import room

        async with self.store.database.read() as connection:
            return await connection.scalar(select(room.c.ref).where(room.c.id == number))

    @property
    def doubled(self):
        return self.world.posts - self.wanted

    @property
    def lost(self):
        return self.wanted - self.world.posts


async def _room_id(unit, ref):
    from sqlalchemy import select

    from storage.tables.people import room

    found = await unit._connection.scalar(select(room.c.id).where(room.c.ref == ref))
    return RoomId(found)


@contextlib.asynccontextmanager
async def a_service(url, *, posts=POSTS, rooms=ROOMS, on_unknown=OnUnknown.RESEND, **troubles):
    dice = random.Random(20260520)  # noqa: S311 (a test that can be repeated)
    async with RemoteWorld(clock=SystemClock(), dice=dice, **troubles).open() as world:
        service = Service(url, world)
        try:
            await service.prepare(posts, rooms, on_unknown)
            async with a_nursery(url, world) as nursery:
                yield service, nursery, dice
        finally:
            await service.store.database.close()


async def kill_at_random(service, nursery, dice, kills, children):
    """Kill one of the children at a random moment, again and again; another takes its place."""
    alive = [await nursery.spawn() for _ in range(children)]
    posts = service.wanted.total()
    for number in range(1, kills + 1):
        about = posts * number // kills + dice.randint(-4, 4)
        await service.world.posted(about, 0.5)
        await asyncio.sleep(dice.uniform(0, 0.02))
        victim = alive.pop(dice.randrange(len(alive)))
        await nursery.kill(victim)
        alive.append(await nursery.spawn())
    return alive


async def test_nothing_is_doubled_or_lost_by_200_kills(store_url):
    children = 2 if store_url.startswith("postgresql") else 1
    async with a_service(store_url) as (service, nursery, dice):
        await kill_at_random(service, nursery, dice, KILLS, children)
        await service.settled(60)
        listed = await service.decide()
        counts = await service.settled(30)

        assert service.doubled == Counter()
        assert service.lost == Counter()
        assert counts["sent"] + counts["cancelled"] == POSTS
        print(f"{KILLS} kills, {POSTS} posts, {listed} listed for a person")  # noqa: T201 (the figures, with -s)


async def test_where_echoes_get_lost_and_the_policy_is_hold_nothing_is_doubled(store_url):
    posts, kills = 150, 40
    async with a_service(
        store_url, posts=posts, on_unknown=OnUnknown.HOLD, no_echo=0.3, no_answer=0.1
    ) as (service, nursery, dice):
        await kill_at_random(service, nursery, dice, kills, children=1)
        counts = await service.settled(60)

        assert service.doubled == Counter()
        unlisted = service.lost.total() - len(await service.held())
        assert unlisted <= 0, "what is missing from the rooms is listed for a person"
        assert counts["held"] > 0


async def test_a_crash_before_each_write_and_commit_doubles_and_loses_nothing(store_url):
    steps = 45  # from the start of a process until it has posted and heard several times
    async with a_service(store_url, posts=3 * steps, rooms=3 * steps, away=0, no_answer=0) as (
        service,
        nursery,
        _,
    ):
        for step in range(1, steps + 1):
            child = await nursery.spawn(str(step))
            assert await nursery.does(f"await {child}") == "killed"
        assert service.world.posts.total() < 3 * steps, "each had something to do"
        await nursery.spawn()
        await service.settled(60)
        await service.decide()
        await service.settled(30)

        assert service.doubled == Counter()
        assert service.lost == Counter()
