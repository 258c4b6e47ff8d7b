"""Processes are killed while a plan is at work: several messages in a row, and what was expected.

In half of the rooms people answer. Every room hears its three messages, and then exactly one of
two branches, each once.
"""

import asyncio
import contextlib
import random
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.clock import SystemClock
from bot.core.events import MessageReceived, RoomListed
from bot.core.ids import EventRef, MessageRef, RoomRef, UserRef
from bot.core.plans import NewRun
from storage.tables.sop import occurrence, run
from storage.tables.watches import watch
from tests.scenarios.test_crash import Service, a_nursery, kill_at_random
from tests.support.remote_world import NAME, RemoteWorld

ROOMS = 30
KILLS = 60
WITHIN = 3  # seconds in which an answer is expected
TALK = 300  # seconds through which the people of every other room talk

PLAN = """
name: crash
title: 崩溃
zone: UTC
seats: {{t: {{role: leader, account: room}}}}
steps:
  - id: ask
    seat: t
    when: {{date: {date}, at: "{at}"}}
    grace: 1h
    say: [{{text: 一}}, {{text: 二, pause: 1s}}, {{text: 三, pause: 1s}}]
    expect: {{speakers: 1, within: {within}s}}
    then: [{{say: 真棒}}]
    otherwise: [{{say: 有人吗}}]
  - {{id: after, seat: t, when: {{after: ask}}, grace: 1h, say: 四}}
"""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


def refs():
    return [RoomRef(f"room-{n}") for n in range(ROOMS)]


async def prepare(service, began):
    """Rooms in which the plan runs; in every other one somebody writes each second from now on."""
    listed = [
        RoomListed(channel=NAME, ref=EventRef(ref), at=began, room=ref, name=ref, members=())
        for ref in refs()
    ]
    talk = [
        MessageReceived(
            channel=NAME,
            ref=MessageRef(f"{ref}:{second}"),
            at=began + timedelta(seconds=second),
            room=ref,
            sender=UserRef("u1"),
            sender_name="小林",
            text="来了",
        )
        for ref in refs()[::2]
        for second in range(TALK)
    ]
    async with service.store.write() as unit:
        await unit.archive.save([*listed, *talk], received=began)
        rooms = await unit.runs.rooms()
        new = [NewRun(plan="crash", room=r.id, starts_on=began.date(), zone="UTC") for r in rooms]
        await unit.runs.start(new, "test", began)
    for number, ref in enumerate(refs()):
        branch = "有人吗" if number % 2 else "真棒"
        service.wanted.update({(ref, text): 1 for text in ("一", "二", "三", "四", branch)})


async def over(service, seconds):
    """Wait until every room has heard everything, deciding on what is held for a person."""
    for _ in range(int(seconds / 0.5)):
        await asyncio.sleep(0.5)
        await service.decide()
        if not service.lost:
            return


async def states(service):
    async with service.store.database.read() as connection:
        steps = await connection.execute(select(occurrence.c.step, occurrence.c.state))
        watches = await connection.scalars(select(watch.c.state))
        runs = await connection.scalars(select(run.c.id))
        return Counter(tuple(row) for row in steps), Counter(watches), len(list(runs))


@contextlib.asynccontextmanager
async def at_work(url):
    clock = SystemClock()
    dice = random.Random(20260520)  # noqa: S311 (a test that can be repeated)
    began = clock.now() + timedelta(seconds=2)
    plan = PLAN.format(date=began.date(), at=f"{began:%H:%M:%S}", within=WITHIN)
    async with RemoteWorld(clock=clock, dice=dice).open() as world:
        service = Service(url, world)
        try:
            await prepare(service, began - timedelta(seconds=2))
            async with a_nursery(url, world, plan) as nursery:
                yield service, nursery, dice
        finally:
            await service.store.database.close()


async def test_no_message_of_a_row_and_no_branch_is_doubled_or_lost(store_url):
    children = 2 if store_url.startswith("postgresql") else 1
    async with at_work(store_url) as (service, nursery, dice):
        await kill_at_random(service, nursery, dice, KILLS, children)
        await over(service, 90)
        await asyncio.sleep(2)  # whatever would be doubled would come now
        steps, watches, runs = await states(service)

        assert service.doubled == Counter()
        assert service.lost == Counter()
        assert watches == {"met": ROOMS / 2, "missed": ROOMS / 2}
        assert runs == ROOMS
        assert steps["ask", "done"] == ROOMS
        assert steps["ask.then.1", "skipped"] == steps["ask.otherwise.1", "skipped"] == ROOMS / 2
        print(f"{KILLS} kills, {service.world.posts.total()} posts in {ROOMS} rooms")  # noqa: T201 (the figures, with -s)
