"""A room as people read it: pages in both ways, filters, and how they are found."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from bot.core.events import MessageEdited, MessageKind, MessageRecalled, TopicChanged
from bot.core.ids import EventRef, RoomId
from bot.core.sending import DeliverySettings
from bot.core.staff import StaffDirectory
from bot.core.timeline import Shown, TimelineFilter
from storage.talk import timeline as reading
from storage.talk.timeline import Timeline
from storage.types import micros
from storage.unit import Store
from tests.support.builders import CHANNEL, NOON, ROOM, after, joined, left, listed, message
from tests.web.conftest import House

ALL = TimelineFilter()


@pytest.fixture
def store(database):
    return Store(database, House(), DeliverySettings)


async def save(store, *events):
    async with store.write() as unit:
        return await unit.save(events, now=NOON)


async def room_of(store):
    async with store.read() as unit:
        [room] = (await unit.roster.rooms()).items
        return room.id


def texts(page):
    return [one.message.found.text if one.message else one.event.what for one in page.items]


async def back_to_the_beginning(store, room, wanted=ALL, *, limit=3, looked_through=100):
    found, cursor, pages = [], None, 0
    while True:
        async with store.database.read() as connection:
            timeline = Timeline(connection, StaffDirectory(), looked_through=looked_through)
            page = await timeline.before(room, wanted, cursor, limit)
        found += texts(page)
        cursor, pages = page.older, pages + 1
        if cursor is None:
            return found, pages


async def test_a_room_is_read_back_page_by_page_without_gap_or_double(store):
    await save(store, *(message(f"第 {n} 条", at=after(seconds=n // 3)) for n in range(20)))
    room = await room_of(store)

    found, pages = await back_to_the_beginning(store, room)

    assert found == [f"第 {n} 条" for n in reversed(range(20))]
    assert pages == 7


async def test_who_came_and_went_stands_between_the_messages_of_its_moment(store):
    await save(
        store,
        listed("英语学习打卡群", "u1"),
        message("一", at=after(seconds=1)),
        joined("u2", at=after(seconds=1)),
        message("二", at=after(seconds=2)),
        left("u2", at=after(seconds=2)),
        TopicChanged(
            channel=CHANNEL, ref=EventRef("t1"), at=after(seconds=3), room=ROOM, topic="新名字"
        ),
    )
    room = await room_of(store)

    whole, _ = await back_to_the_beginning(store, room, limit=50)
    one_by_one, _ = await back_to_the_beginning(store, room, limit=1)

    assert whole == ["topic", "left", "二", "joined", "一"]
    assert one_by_one == whole


async def test_from_a_message_the_room_is_read_in_both_ways(store):
    seen = await save(store, *(message(f"{n}", at=after(seconds=n)) for n in range(9)))
    room = await room_of(store)

    async with store.read() as unit:
        middle = await unit.timeline.around(room, seen[4].id, 4)
        older = await unit.timeline.before(room, ALL, middle.older, 2)
        newer = await unit.timeline.after(room, ALL, middle.newer, 2)
        end = await unit.timeline.after(room, ALL, newer.items[0].cursor, 2)
        elsewhere = await unit.timeline.around(room + 1, seen[4].id, 4)

    assert texts(middle) == ["6", "5", "4", "3", "2"]
    assert texts(older) == ["1", "0"]
    assert texts(newer) == ["8", "7"]
    assert (texts(end), end.newer) == ([], None)
    assert elsewhere is None


async def test_what_was_said_later_is_found_from_the_newest_item(store):
    await save(store, message("一"))
    room = await room_of(store)
    async with store.read() as unit:
        newest = await unit.timeline.before(room, ALL, None, 50)
    await save(store, message("二", at=after(seconds=1)), joined("u3", at=after(seconds=2)))

    async with store.read() as unit:
        later = await unit.timeline.after(room, ALL, newest.newer, 50)

    assert texts(later) == ["joined", "二"]


async def test_filters_find_rare_messages_however_far_back(store):
    talk = [message(f"{n}", at=after(seconds=n)) for n in range(30)]
    talk[2] = replace(talk[2], text="图", kind=MessageKind.IMAGE)
    talk[20] = replace(talk[20], text="图二", kind=MessageKind.IMAGE)
    await save(store, *talk)
    room = await room_of(store)

    found, pages = await back_to_the_beginning(
        store, room, TimelineFilter(kind=Shown.IMAGE), looked_through=5
    )
    since, _ = await back_to_the_beginning(
        store, room, TimelineFilter(kind=Shown.IMAGE, since=after(seconds=10)), looked_through=5
    )

    assert found == ["图二", "图"]
    assert pages > 1
    assert since == ["图二"]


async def test_filters_by_person_time_and_origin(store):
    await save(
        store,
        message("甲", sender="u1"),
        message("乙", sender="u2", at=after(seconds=1)),
        message("丙", sender="u1", at=after(seconds=2)),
        message("我们", sender="bot", own=True, at=after(seconds=3)),
        joined("u4", at=after(seconds=4)),
    )
    room = await room_of(store)
    async with store.read() as unit:
        whose = await unit.timeline.whose([10001])
        by_person = await unit.timeline.before(room, TimelineFilter(identities=whose), None, 50)
        in_time = await unit.timeline.before(
            room, TimelineFilter(since=after(seconds=1), until=after(seconds=3)), None, 50
        )
        own = await unit.timeline.before(room, TimelineFilter(own=True), None, 50)
        events = await unit.timeline.before(room, TimelineFilter(kind=Shown.EVENT), None, 50)
        words = await unit.timeline.found(room, TimelineFilter(identities=whose), "丙", None, 50)

    assert texts(by_person) == ["丙", "甲"]
    assert texts(in_time) == ["丙", "乙"]
    assert texts(own) == ["我们"]
    assert texts(events) == ["joined"]
    assert texts(words) == ["丙"]


async def test_edits_recalls_quotes_and_mentions_stand_with_their_message(store):
    first = message("三点开会", sender="u1")
    answer = message("好的", sender="u2", at=after(seconds=1), quoted=first.ref, mentions=("u1",))
    await save(
        store,
        first,
        answer,
        MessageEdited(
            channel=CHANNEL,
            ref=EventRef("x1"),
            at=after(seconds=2),
            room=ROOM,
            message=first.ref,
            text="四点开会",
        ),
        MessageRecalled(
            channel=CHANNEL, ref=EventRef("x2"), at=after(seconds=3), room=ROOM, recalled=answer.ref
        ),
    )
    room = await room_of(store)

    async with store.read() as unit:
        page = await unit.timeline.before(room, ALL, None, 50)
    replied, asked = (one.message for one in page.items)

    assert [edit.text for edit in asked.found.edits] == ["四点开会"]
    assert replied.found.recalled == after(seconds=3)
    assert (replied.quoted.message, replied.quoted.text) == (asked.found.id, "三点开会")
    assert [one.name for one in replied.mentions] == ["名字u1"]


async def plan_of(database, statement):
    """How the database finds rows, in its own words."""
    async with database.read() as connection:
        compiled = statement.compile(
            dialect=connection.dialect, compile_kwargs={"literal_binds": True}
        )
        prefix = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
        if not database.is_sqlite:
            await connection.execute(text("ANALYZE message"))
            await connection.execute(text("SET enable_seqscan = off"))
            await connection.execute(text("SET enable_sort = off"))
            await connection.execute(text("SET random_page_cost = 1"))  # all of it is in memory
        rows = await connection.execute(text(f"{prefix} {compiled}"))
        return "\n".join(str(row[-1]) for row in rows)


@pytest.mark.parametrize("older", [True, False])
async def test_pages_are_found_by_the_index_of_the_room_and_not_by_counting(store, database, older):
    # An empty table costs nothing either way: the choice of the index is tossed up.
    there = [message(f"第 {n} 条", room=f"r{n % 40}", at=after(seconds=n)) for n in range(1000)]
    await save(store, *there)
    look = reading._Look(
        room=RoomId(1), wanted=ALL, at=(micros(after(seconds=500)), 0, 7), older=older
    )

    messages = await plan_of(database, look.messages(None).limit(51))
    events = await plan_of(database, look.events().limit(51))

    assert "ix_message_room_id_sent_at" in messages
    assert "ix_event_shown" in events
    assert "TEMP B-TREE" not in messages + events


async def test_what_was_made_of_messages_is_found_from_its_own_side(database):
    look = reading._Look(room=RoomId(1), wanted=TimelineFilter(has_case=True), at=None, older=True)

    plan = await plan_of(database, look.messages(None).limit(51))

    assert "ix_message_room_id_sent_at" not in plan
