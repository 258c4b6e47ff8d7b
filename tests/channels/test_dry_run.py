import asyncio

import pytest

from bot.channels.dry_run import DryRun
from bot.core.events import MessageReceived
from bot.core.ids import RoomRef, UserRef
from bot.core.ports import ChannelTraits, Post, Remove
from tests.channels.contract import ChannelContract
from tests.channels.stage import Stage
from tests.channels.stage_simulator import SimulatorStage
from tests.support.hearing import Heard, running
from tests.support.world import Somewhere, a_world


class DryStage(SimulatorStage):
    """What is posted is what was written down; nothing reaches the platform."""

    def __init__(self, place: Somewhere) -> None:
        self.dry_run = DryRun(place.channel, place.world.clock)
        super().__init__(place, self.dry_run)
        self.cannot = frozenset({"acts", "mute", "unsure"})

    async def posted(self, room: RoomRef) -> list[str]:
        return [w.post.text for w in self.dry_run.written if w.room == room and w.post]

    async def told(self, name: str) -> list[str]:
        user = self.place.user(name)
        return [w.post.text for w in self.dry_run.written if w.user == user and w.post]


class TestDryRun(ChannelContract):
    @pytest.fixture
    def stage(self) -> Stage:
        return DryStage(a_world(traits=ChannelTraits(echoes=True)))


async def test_nothing_reaches_the_platform():
    place = a_world(traits=ChannelTraits(echoes=False))
    room = place.room("英语学习打卡群", "小明", "发广告的")
    dry_run = DryRun(place.channel, place.world.clock)
    heard = Heard()

    async with running(dry_run, heard):
        advertiser = place.user("发广告的")
        receipt = await dry_run.say(room, Post(text="早上好", nonce="n-1"))
        await dry_run.tell(place.user("小明"), Post(text="你的学号是 10001"))
        await dry_run.act(Remove(room=room, user=advertiser))
        echoes = await heard.some(2, MessageReceived, lambda e: e.own)

    assert list(place.world.transcript) == []
    assert advertiser in place.world.room_at(room).members
    assert (echoes[0].ref, echoes[0].nonce) == (receipt.ref, "n-1")
    assert [type(w.act) for w in dry_run.written] == [type(None), type(None), Remove]


async def test_after_a_restart_its_ids_are_new():
    place = a_world()
    room = place.room("英语学习打卡群", "小明")
    refs = []
    for _ in range(2):
        dry_run = DryRun(place.channel, place.world.clock)
        async with running(dry_run, Heard()):
            refs.append((await dry_run.say(room, Post(text="早上好"))).ref)
        place.move(seconds=1)

    assert refs[0] != refs[1]


async def test_an_echo_waits_for_a_full_inbox_and_is_not_lost():
    place = a_world()
    room = place.room("英语学习打卡群", "小明")
    dry_run = DryRun(place.channel, place.world.clock)
    heard = Heard()

    async with running(dry_run, heard):
        heard.shut()
        for number in range(50):
            await dry_run.say(room, Post(text=f"第{number}条"))
        await asyncio.sleep(0)
        assert heard.all(MessageReceived) == []
        heard.open()
        echoes = await heard.some(50, MessageReceived)

    assert [e.text for e in echoes] == [f"第{n}条" for n in range(50)]
    assert {e.sender for e in echoes} == {UserRef(place.account.user)}
