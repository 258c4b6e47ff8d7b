import asyncio
import itertools
from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.channels.simulator.settings import SimulatorSettings
from bot.channels.simulator.weave import Weaver
from bot.clock import ManualClock
from bot.core.events import (
    MembersJoined,
    MessageReceived,
    RoomInvited,
    RoomListed,
)
from bot.core.ids import ChannelName
from bot.core.ports import Accept
from bot.demo.community import demo_start, members_by_room, simulator_channel
from bot.demo.material import load_cast, load_material
from tests.support.builders import NOON
from tests.support.hearing import Heard, running

DEMO = SimulatorSettings(name=ChannelName("demo"), community="demo", seed=17)
MATERIAL = load_material()
CAST = load_cast()


async def a_stretch(minutes: int, settings: SimulatorSettings = DEMO) -> Heard:
    """What is heard of so many virtual minutes of the demo's morning."""
    clock = ManualClock(demo_start(NOON))
    channel = simulator_channel(settings, clock)
    heard = Heard()
    async with running(channel, heard):
        for _ in range(minutes * 60):
            clock.move(timedelta(seconds=1))
            await asyncio.sleep(0)
            await asyncio.sleep(0)
    return heard


def cues(seed: int, number: int):
    weaver = Weaver(
        MATERIAL, members_by_room(CAST), seed=seed, hour=lambda at: (8 + int(at // 3600)) % 24
    )
    return list(itertools.islice(weaver.cues(), number))


@pytest.mark.parametrize("seed", range(3))
async def test_in_ten_minutes_everything_worth_showing_happens(seed: int):
    heard = await a_stretch(10, DEMO.model_copy(update={"seed": seed}))
    said = heard.all(MessageReceived)
    texts = " ".join(message.text for message in said)

    assert len(said) > 60
    assert {listed.name for listed in heard.all(RoomListed)} == {
        room.name for room in CAST.rooms.values()
    }
    assert heard.all(MembersJoined)
    assert heard.all(RoomInvited)
    assert "多少钱" in texts
    assert "我的学号" in texts
    repeated = Counter(message.text for message in said if "兼职" in message.text)
    assert repeated.most_common(1)[0][1] >= 10, "a raid over all rooms"


async def test_the_same_seed_gives_the_same_day():
    first, again = await a_stretch(4), await a_stretch(4)

    assert first.events == again.events


async def test_the_bot_can_follow_an_invitation_and_hears_the_new_room():
    clock = ManualClock(NOON)
    channel = simulator_channel(DEMO, clock)
    heard = Heard()

    async with running(channel, heard):
        while not heard.all(RoomInvited):
            clock.move(timedelta(seconds=1))
            await asyncio.sleep(0)
        await channel.act(Accept(invitation=heard.all(RoomInvited)[0].invitation))
        listed = (await heard.some(4, RoomListed))[3]
        while not heard.all(MessageReceived, lambda e: e.room == listed.room):
            clock.move(timedelta(seconds=5))
            await asyncio.sleep(0)

    assert listed.name == heard.all(RoomInvited)[0].room_name
    assert len(listed.members) > 20


async def test_stopped_and_started_again_the_talk_goes_on():
    clock = ManualClock(NOON)
    channel = simulator_channel(DEMO, clock)
    talks = []
    for _ in range(2):
        heard = Heard()
        async with running(channel, heard):
            for _ in range(120):
                clock.move(timedelta(seconds=1))
                await asyncio.sleep(0)
        talks.append([message.ref for message in heard.all(MessageReceived)])
        clock.move(timedelta(hours=3))

    assert all(talks)
    assert not set(talks[0]) & set(talks[1])


def test_it_goes_on_without_being_a_loop():
    day = cues(3, 15_000)
    hours = day[-1].at / 3600
    sayings = [cue.text for cue in day if cue.text]
    halves = sayings[: len(sayings) // 2], sayings[len(sayings) // 2 :]

    assert hours > 12
    assert Counter(sayings).most_common(1)[0][1] < len(sayings) / 50
    assert halves[0] != halves[1]
    pairs = {(cue.who, cue.text) for cue in day if cue.text}
    assert len(pairs) > len(sayings) * 0.7, "the same words are mostly somebody else's"


def test_something_happens_every_few_seconds():
    times = [cue.at for cue in cues(4, 5_000)]
    gaps = sorted(later - earlier for earlier, later in itertools.pairwise(times))

    assert sum(gaps) / len(gaps) < 7
    assert gaps[int(len(gaps) * 0.99)] < 30


def test_an_empty_community_has_nobody():
    channel = simulator_channel(SimulatorSettings(), ManualClock(NOON))

    assert channel.world.rooms == {}
    assert channel.name == "sim"


def test_the_demo_begins_shortly_before_its_plan():
    start = demo_start(datetime(2026, 5, 20, 20, 0, tzinfo=UTC))  # already the 21st in Shanghai

    local = start.astimezone(ZoneInfo("Asia/Shanghai"))
    assert (local.day, local.hour, local.minute) == (21, 8, 25)
