"""Open consoles hear of what other processes commit: the command line, a second service."""

import asyncio
from contextlib import asynccontextmanager, suppress

import pytest

from bot.bulletin import Bulletin
from bot.core.effects import AssignTask
from bot.core.errors import StorageAway
from bot.core.ids import StaffName, StudentId
from bot.core.notices import Notice
from bot.core.sending import DeliverySettings
from bot.web.abroad import Abroad
from bot.web.live import Live, View
from storage.unit import Store
from tests.support.builders import NOON, message
from tests.web.conftest import House
from tests.web.talk import apply, flagged
from tests.web.watching import room_of, watch


@pytest.fixture
def other(database):
    """Another process on the same database: nobody watches there."""
    return Store(database, House(), DeliverySettings, Bulletin())


class Hours:
    """A clock that is moved by hand."""

    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


async def _merge(other):
    async with other.write() as unit:
        await unit.roster.merge(
            source=StudentId(10002), into=StudentId(10001), author="li", reason="", now=NOON
        )


@pytest.mark.timeout(60)
@pytest.mark.usefixtures("community")
async def test_a_console_hears_of_a_merge_and_of_a_message_of_another_process(
    client, service, other
):
    room = await room_of(service)
    reader, _ = await watch(client, room=room)
    service.bulletin.post(Notice(kind="alert", id=1))
    await reader.until("alert")  # by now the first look is over: what was there then is the mark
    await _merge(other)
    merged = (await reader.until("person"))[-1]
    async with other.write() as unit:
        await unit.save([message("另一个进程听到的")], now=NOON)
    item = (await reader.until("item"))[-1]

    assert merged[1]["id"] == 10002
    assert item[1]["message"]["text"] == "另一个进程听到的"


async def _seen(abroad, hours, seconds=1.0):
    hours.now += seconds
    return [(one.kind, one.id) for one in await abroad.look()]


@pytest.fixture
async def looking(service, community):
    hours = Hours()
    abroad = Abroad(service.store.read, now=hours)
    assert await _seen(abroad, hours, 0) == []  # the mark
    return abroad, hours


async def test_nothing_is_told_twice_and_nothing_sooner_than_a_second(looking, other):
    abroad, hours = looking
    await _merge(other)

    assert await _seen(abroad, hours, 0.5) == []
    assert abroad.wait == 0.5
    assert await _seen(abroad, hours, 0.5) == [("person", 10002)]
    assert await _seen(abroad, hours) == []
    assert await _seen(abroad, hours) == []


async def test_what_this_process_told_itself_is_not_told_again(looking, service, community):
    abroad, hours = looking
    advert = community[-1]
    await apply(service, flagged(advert))
    abroad.tell([Notice(kind="case", id=1), Notice(kind="message", id=advert.id)])

    assert await _seen(abroad, hours) == []
    assert await _seen(abroad, hours) == []


async def test_when_nobody_watched_meanwhile_nothing_old_is_told(looking, other):
    abroad, hours = looking
    abroad.forget()
    await _merge(other)

    assert await _seen(abroad, hours) == []
    assert await _seen(abroad, hours) == []


async def test_a_store_that_is_away_is_asked_again(service, other, community):
    hours, away = Hours(), [True]

    def read():
        if away.pop() if away else False:
            raise StorageAway
        return service.store.read()

    abroad = Abroad(read, now=hours)
    assert await _seen(abroad, hours) == []
    assert await _seen(abroad, hours) == []
    await _merge(other)
    assert await _seen(abroad, hours) == [("person", 10002)]


class Interrupted:
    """A store that breaks off once, between the finding of rows and the reading of them."""

    def __init__(self, read, fault):
        self._read, self._faults = read, [fault]

    @asynccontextmanager
    async def __call__(self):
        async with self._read() as unit:
            self.abroad, self.marks, self.beyond = self, unit.abroad.marks, unit.abroad.beyond
            self._notices = unit.abroad.notices
            yield self

    async def notices(self, found):
        if self._faults:
            raise self._faults.pop()
        return await self._notices(found)


@pytest.mark.usefixtures("community")
@pytest.mark.parametrize("fault", [StorageAway(), asyncio.CancelledError()], ids=repr)
async def test_what_was_found_and_not_read_is_told_at_the_next_look(service, other, fault):
    hours = Hours()
    abroad = Abroad(Interrupted(service.store.read, fault), now=hours)
    await _seen(abroad, hours)
    await _merge(other)

    with suppress(asyncio.CancelledError):  # who looked has closed the console
        assert await _seen(abroad, hours) == []
    assert await _seen(abroad, hours) == [("person", 10002)]


async def test_what_another_process_makes_and_changes_at_once_is_told_twice(looking, other):
    abroad, hours = looking
    async with other.write() as unit:
        task = AssignTask(key="t", staff=StaffName("li"), title="t", text="t")
        await unit.apply([task], now=NOON)
    made = await _seen(abroad, hours)
    async with other.write() as unit:
        details = {"after": {"staff": "li"}}
        await unit.audit.note("task.give", "task:1", author="li", now=NOON, details=details)

    assert made == await _seen(abroad, hours) == [("task", 1)]


async def test_with_nobody_there_the_store_is_not_asked(service):
    asked, first = [], asyncio.Event()

    def read():
        asked.append(True)
        first.set()
        return service.store.read()

    live = Live(service.bulletin, read, boot="b", abroad=Abroad(read, every=0.0))
    view = View()
    live.come(view)
    async with asyncio.timeout(20), asyncio.TaskGroup() as group:
        waiting = group.create_task(live.ready(0))
        await first.wait()
        service.bulletin.post(Notice(kind="alert", id=1))
        assert await waiting == 1
    live.go(view, linger=0)
    before = len(asked)
    for _ in range(100):
        await asyncio.sleep(0)

    assert len(asked) == before
