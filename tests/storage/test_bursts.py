"""How many came into a room lately, and how much they said."""

from bot.core.conduct_effects import AlarmRoom
from bot.core.events import Event
from bot.core.ids import ChannelName, RoomId, UserRef
from bot.core.rooms import RoomRules
from bot.core.seen import Seen
from bot.core.staff import Staff, StaffAccount, StaffDirectory
from storage.conduct.bursts import bursts
from storage.conduct.conduct import Conduct
from storage.talk.archive import Archive
from storage.talk.context import load_context
from tests.support.builders import NOON, after, joined, listed, message

STAFF = StaffDirectory.of(
    [
        Staff(name="wang", accounts=(StaffAccount(channel=ChannelName("sim"), user="boss"),)),
        Staff(name="li", accounts=(StaffAccount(channel=ChannelName("sim"), name="李老师"),)),
    ]
)


async def stirred(database, *batches):
    """What stirs in the only room after the last batch."""
    async with database.write() as connection:
        seen: list[Seen] = []
        for batch in batches:
            seen = await Archive(connection).save(batch, received=NOON)
        found = await load_context(
            connection,
            seen,
            rules_for=lambda *_: RoomRules(),
            staff=STAFF,
            window=after(hours=1) - NOON,
            now=NOON,
        )
    return next(iter(found.bursts.values()), None)


def strangers(count, first=1, **other):
    return joined(*(f"s{n}" for n in range(first, first + count)), **other)


async def test_joins_within_the_window_are_counted_with_this_batch(database):
    burst = await stirred(
        database,
        [strangers(4, at=after(minutes=-30))],
        [strangers(3, first=10, at=after(minutes=-4))],
        [strangers(2, first=20), strangers(1, first=30)],
    )

    assert burst.joins == 6


async def test_whom_colleagues_or_we_ourselves_invited_is_not_counted(database):
    everybody = listed("群", "boss", "li", "u1", at=after(days=-1))
    li = message("大家好", sender="li", sender_name="李老师", at=after(days=-1))
    bot = message("我是小助手", sender="bot", own=True, at=after(days=-1))
    burst = await stirred(
        database,
        [everybody, li, bot],
        [strangers(20, inviter=UserRef("boss")), strangers(20, first=30, inviter=UserRef("li"))],
        [strangers(20, first=60, inviter=UserRef("bot"))],
        [strangers(2, first=90, inviter=UserRef("u1")), strangers(1, first=95)],
    )

    assert burst.joins == 3


async def test_who_came_before_a_person_ended_the_alarm_makes_no_second_one(database):
    first = await stirred(database, [strangers(12, at=after(minutes=-5))])
    async with database.write() as connection:
        conduct = Conduct(connection)
        alarm = AlarmRoom(room=RoomId(1), until=after(minutes=26), why="冲群")
        await conduct.alarm(alarm, after(minutes=-4))
        await conduct.end_alarm(RoomId(1), author="王", reason="新班开课", now=after(minutes=-3))

    then = await stirred(database, [strangers(2, first=50, at=after(minutes=-1))])

    assert first.joins == 12
    assert (then.joins, then.alarm) == (2, None)


async def test_a_listing_of_the_room_is_no_burst(database):
    everybody = listed("群", *(f"u{n}" for n in range(50)))

    assert await stirred(database, [everybody]) is None
    assert (await stirred(database, [strangers(1)])).joins == 1


async def test_what_newcomers_say_is_counted_and_what_others_say_is_not(database):
    talk = [message(f"第 {n} 条", sender="s1", at=after(minutes=-1)) for n in range(5)]
    others = [message(f"第 {n} 条", sender="u1", at=after(minutes=-1)) for n in range(5)]
    old = message("早", sender="s2", at=after(minutes=-30))
    burst = await stirred(
        database,
        [listed("群", "u1", at=after(days=-9)), strangers(2, at=after(hours=-2)), old],
        [*talk, *others],
    )

    assert (burst.joins, burst.said) == (0, 5)


async def test_the_usual_is_the_average_of_the_time_before(database):
    days = [strangers(10, first=100 * n, at=after(days=-n)) for n in range(1, 11)]
    burst = await stirred(database, days, [strangers(12)])

    assert burst.joins == 12
    assert 0.06 < burst.usual_joins < 0.08  # 100 in ten days, in windows of ten minutes


async def test_ordinary_talk_asks_for_nothing(database):
    settled: list[Event] = [listed("群", "u1", at=after(days=-9)), message("早", sender="u1")]
    async with database.write() as connection:
        seen = await Archive(connection).save(settled, received=NOON)

        assert await bursts(connection, seen[1:], {}, staff=STAFF, now=NOON) == {}


async def test_where_something_stirs_it_is_told_since_when_the_room_is_known(database):
    few = await stirred(database, [strangers(2)])
    many = await stirred(database, [strangers(12, first=10)])
    imported = message("早", sender="u1", at=after(days=-40))
    old = await stirred(database, [imported], [strangers(2, first=40)])

    assert (few.since, many.since, old.since) == (None, NOON, after(days=-40))
