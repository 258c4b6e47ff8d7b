"""What any process committed is seen by its newest rows."""

import pytest

from bot.core.effects import AssignTask, Intent, RaiseAlert, Say, Severity
from bot.core.ids import LeadId, RoomId, StaffName, StudentId
from storage.service.abroad import MOST
from tests.support.builders import NOON, listed, message
from tests.support.moderating import House
from tests.web.talk import flagged, lead


@pytest.fixture
async def house(database):
    made = House(database)
    await made.hear(listed("一号群", "u1", "u2"))
    return made


async def _marks(house):
    return await house.ask(lambda unit: unit.abroad.marks())


async def _told(house, marks):
    """What is told of everything behind these marks: kind, id, room."""

    async def look(unit):
        found = await unit.abroad.beyond(marks)
        return await unit.abroad.notices(found)

    return {(one.kind, one.id, one.room) for one in await house.ask(look)}


async def test_what_comes_into_being_is_told_with_its_room(house):
    marks = await _marks(house)
    async with house.unit() as unit:
        seen = await unit.save([message("课程怎么报名？"), message("加V", sender="u2")], now=NOON)
        asking, advert = seen
        effects = [
            flagged(advert),
            lead(asking),
            RaiseAlert(kind="k", severity=Severity.INFO, reason="r", advice="a", group="g"),
            AssignTask(key="t", staff=StaffName("wang"), title="t", text="t", room=asking.room),
            Intent(deed=Say(room=RoomId(1), text="大家好"), key="x", reason=""),
        ]
        await unit.apply(effects, now=NOON)

    assert await _told(house, marks) == {
        ("message", asking.id, 1),
        ("message", advert.id, 1),
        ("case", 1, 1),
        ("lead", 1, 1),
        ("alert", 1, None),
        ("task", 1, 1),
        ("delivery", 1, 1),
    }
    assert await _told(house, await _marks(house)) == set()


async def test_what_people_change_is_told_by_its_line_of_the_audit(house):
    async with house.unit() as unit:
        [asking] = await unit.save([message("课程怎么报名？")], now=NOON)
        await unit.apply([lead(asking)], now=NOON)
    marks = await _marks(house)
    async with house.unit() as unit:
        await unit.records.assign_lead(LeadId(1), "li", author="wang", now=NOON)
        await unit.roster.tag(StudentId(10002), "vip", author="wang", now=NOON)
        for subject in ("plan:week", "channel:sim", "settings", "odd", "task:x", "feed:room:1"):
            await unit.audit.note("x", subject, author="wang", now=NOON)

    assert await _told(house, marks) == {
        ("lead", 1, 1),
        ("message", asking.id, 1),
        ("person", 10002, None),
        ("plan", None, None),
        ("channel", None, None),
    }


async def test_of_a_flood_the_newest_are_told(house):
    marks = await _marks(house)
    async with house.unit() as unit:
        await unit.save([message(f"第 {n} 条") for n in range(MOST + 20)], now=NOON)
    told = await _told(house, marks)

    newest = (await _marks(house))["message"]
    assert {one for _, one, _ in told} == set(range(newest - MOST + 1, newest + 1))
