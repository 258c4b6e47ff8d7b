import asyncio

import pytest

from bot.channels.simulator.account import Faults
from bot.core.errors import ChannelAway, ChannelRefused, ChannelUnsure
from bot.core.events import AccountChanged, AccountState, GapFound, MessageReceived
from bot.core.ids import RoomRef, UserRef
from bot.core.ports import Accept, Act, Announce, ChannelTraits, Invite, Post, Recall, Remove
from tests.support.hearing import Heard, running
from tests.support.world import a_class, a_world


async def heard_of(seed: int, faults: Faults, posts: int = 40) -> list[str]:
    """Which echoes of forty posts come back."""
    place = a_world(seed=seed)
    room = place.room("英语学习打卡群", "小明")
    place.trouble(faults)
    heard = Heard()
    async with running(place.channel, heard):
        for number in range(posts):
            await place.channel.say(room, Post(text=str(number)))
        place.trouble(Faults())
        place.says(room, "小明", "完")
        await heard.one(MessageReceived, lambda e: e.text == "完")
    return [e.text for e in heard.all(MessageReceived, lambda e: e.own)]


async def test_echoes_get_lost_the_same_way_for_the_same_seed():
    lossy = Faults(lost_echoes=0.5)
    first = await heard_of(1, lossy)

    assert 5 < len(first) < 35
    assert await heard_of(1, lossy) == first
    assert await heard_of(2, lossy) != first


async def test_events_come_twice():
    assert await heard_of(1, Faults(repeats=1), posts=3) == ["0", "0", "1", "1", "2", "2"]


async def test_a_late_echo_comes_when_its_time_has_come():
    place, room = a_class()
    place.trouble(Faults(late_echo_seconds=60))
    heard = Heard()

    async with running(place.channel, heard):
        await place.channel.say(room, Post(text="早上好"))
        place.says(room, "小明", "早")
        await heard.one(MessageReceived, lambda e: e.text == "早")
        assert heard.all(MessageReceived, lambda e: e.own) == []
        place.move(seconds=61)
        echo = await heard.one(MessageReceived, lambda e: e.own)

    assert echo.text == "早上好"


async def test_a_platform_without_echoes_shows_none():
    place = a_world(traits=ChannelTraits(echoes=False))
    room = place.room("英语学习打卡群", "小明")
    heard = Heard()

    async with running(place.channel, heard):
        await place.channel.say(room, Post(text="早上好"))
        place.says(room, "小明", "早")
        await heard.one(MessageReceived)

    assert [e.own for e in heard.all(MessageReceived)] == [False]


async def test_a_lost_call_is_unsure_and_was_not_done():
    place, room = a_class()
    place.trouble(Faults(unsure_lost=1))

    async with running(place.channel, Heard()):
        with pytest.raises(ChannelUnsure):
            await place.channel.say(room, Post(text="早上好"))

    assert place.posted(room) == []


@pytest.mark.parametrize(("slow", "done_after"), [(3, 3), (60, 12)])
async def test_a_slow_call_ends_within_twelve_seconds(slow: float, done_after: float):
    place, room = a_class()
    place.trouble(Faults(slow_seconds=slow))

    async with running(place.channel, Heard()), asyncio.TaskGroup() as group:
        call = group.create_task(attempt(place.channel.say(room, Post(text="早上好"))))
        await asyncio.sleep(0)
        place.move(seconds=done_after - 1)
        await asyncio.sleep(0)
        assert not call.done()
        place.move(seconds=1)
        failed = await call

    assert place.posted(room) == ["早上好"]
    assert failed is (slow > 12)


async def attempt(call) -> bool:
    """Whether it ended unsure."""
    try:
        await call
    except ChannelUnsure:
        return True
    return False


async def test_refused_words_are_refused():
    place, room = a_class()
    place.trouble(Faults(refused_words=("红包",)))

    async with running(place.channel, Heard()):
        with pytest.raises(ChannelRefused):
            await place.channel.say(room, Post(text="发红包啦"))
        await place.channel.say(room, Post(text="上课啦"))

    assert place.posted(room) == ["上课啦"]


async def test_what_the_account_may_not_do_is_refused():
    place = a_world(traits=ChannelTraits(can_remove=False, can_announce=False))
    room = place.room("英语学习打卡群", "小明")
    said = place.says(room, "小明", "大家好")
    acts: list[Act] = [
        Remove(room=room, user=place.user("小明")),
        Announce(room=room, text="群规"),
        Recall(room=room, message=said),
        Invite(room=room, user=UserRef("nobody")),
        Remove(room=RoomRef("nowhere"), user=place.user("小明")),
        Accept(invitation="none"),
    ]

    async with running(place.channel, Heard()):
        for act in acts:
            with pytest.raises(ChannelRefused):
                await place.channel.act(act)
        with pytest.raises(ChannelRefused):
            await place.channel.tell(UserRef("nobody"), Post(text="在吗"))


async def test_what_is_said_while_away_is_not_heard_but_the_gap_is_told():
    place, room = a_class()
    heard = Heard()

    async with running(place.channel, heard):
        away = place.move(minutes=1)
        place.channel.go_away()
        place.says(room, "小明", "有人吗")
        back = place.move(minutes=5)
        place.channel.come_back()
        gap = await heard.one(GapFound)

    assert (gap.since, gap.until) == (away, back)
    assert heard.all(MessageReceived) == []


async def test_a_qr_code_is_shown_and_scanned():
    place, room = a_class()
    heard = Heard()

    async with running(place.channel, heard):
        place.channel.log_out()
        place.channel.show_qr("https://login.example/abc")
        with pytest.raises(ChannelAway):
            await place.channel.say(room, Post(text="早上好"))
        place.channel.log_in()
        await heard.one(GapFound)

    states = [e.state for e in heard.all(AccountChanged)]
    assert states == [
        AccountState.CONNECTING,
        AccountState.LOGGED_IN,
        AccountState.LOGGED_OUT,
        AccountState.SCAN,
        AccountState.LOGGED_IN,
    ]
    codes = [e.qr_code for e in heard.all(AccountChanged) if e.qr_code]
    assert codes == ["https://login.example/abc"]


async def test_what_a_stopped_service_did_not_take_counts_as_not_heard():
    place, room = a_class()
    heard = Heard()

    async with running(place.channel, heard):
        heard.shut()
        said_at = place.move(seconds=10)
        place.says(room, "小明", "没人收")
        await asyncio.sleep(0)
        place.move(minutes=10)
    place.move(minutes=10)
    later = Heard()
    async with running(place.channel, later):
        gap = await later.one(GapFound)

    assert gap.since == said_at
    assert later.all(MessageReceived) == []


async def test_the_talk_runs_beside_the_channel_and_may_end():
    spoken = asyncio.Event()

    async def play() -> None:
        spoken.set()

    place = a_world(play=play)
    heard = Heard()

    async with running(place.channel, heard):
        await spoken.wait()
        room = place.room("英语学习打卡群", "小明")
        place.says(room, "小明", "还在")
        await heard.one(MessageReceived)
