"""What the process remembers of an erased person: nothing, as soon as the erasure is over."""

import asyncio
import gc
import types
from contextlib import asynccontextmanager

from bot.bulletin import Bulletin
from bot.clock import ManualClock
from bot.core import text
from bot.core.ids import RoomId
from bot.core.notices import Notice
from bot.erasing import erase, forgetting
from bot.web.jobs import Jobs, JobState
from bot.web.live import Live, View
from storage.privacy.erasing import Erasing
from tests.support.builders import NOON
from tests.support.erasing import ADVERT, STUDENT, community, holds, settle

_NOT_OURS = (types.ModuleType, types.FunctionType, types.FrameType, type)


def _remembered(*roots):
    """Every text that can be reached from these, in which a word of the person stands."""
    seen, found, left = set(), [], list(roots)
    while left:
        one = left.pop()
        if id(one) in seen or isinstance(one, _NOT_OURS):
            continue
        seen.add(id(one))
        if isinstance(one, str | bytes):
            found += [one] if holds(one) else []
        else:
            left += gc.get_referents(one)
    return found


async def _begin(house):
    async with house.unit() as unit:
        return await unit.erasures.begin(STUDENT, author="admin", reason="", now=house.now)


@asynccontextmanager
async def _beside(work):
    async with asyncio.TaskGroup() as group:
        running = group.create_task(work)
        yield
        running.cancel()


async def _until(true):
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110 (looked at from outside)
            await asyncio.sleep(0.01)


async def test_the_process_remembers_no_word_of_the_person(database):
    house = await community(database)
    bulletin, jobs = Bulletin(), Jobs(lambda: NOON)
    live = Live(bulletin, house.store.read, boot="b")
    live.come(view := View(room=RoomId(1)))
    for number in range(1, 8):
        bulletin.post(Notice(kind="message", room=RoomId(1), id=number))
    place = await live.ready(0)
    assert holds(live.text(view, 0))

    async def work(_tell):
        return [ADVERT]

    async with _beside(jobs.run()):
        job = jobs.ask("backtest", work, author="wang")
        await _until(lambda: jobs.job(job.id, author="wang").state is JobState.DONE)
    text.repeat_key(ADVERT)
    roots = (live, jobs, text.repeat_key.__globals__["_remembered_key"], house.rulebook)
    assert all(_remembered(root) for root in roots)

    await _begin(house)
    await settle(database, house.now)
    forgetting(database, jobs, bulletin)()

    assert _remembered(*roots, house.store, house.live, house.alerts) == []
    assert await live.ready(place) > place
    assert "event: missed" in live.text(view, place).decode()


async def test_work_that_began_with_their_words_ends_without_a_result():
    jobs, through = Jobs(lambda: NOON), asyncio.Event()

    async def work(_tell):
        await through.wait()
        return [ADVERT]

    async with _beside(jobs.run()):
        job = jobs.ask("backtest", work, author="wang")
        await _until(lambda: jobs.job(job.id, author="wang").state is JobState.RUNNING)
        jobs.forget()
        through.set()
        await _until(lambda: jobs.job(job.id, author="wang").state.over)

    ended = jobs.job(job.id, author="wang")
    assert (ended.state, ended.result) == (JobState.FAILED, None)
    assert "ask for it again" in (ended.problem or "")


class Done:
    """Erasures that are done elsewhere: this process only sees how many there are."""

    def __init__(self, *marks):
        self._marks = list(marks)

    async def step(self, _now):
        return True  # so that the next look follows at once

    async def mark(self):
        return self._marks.pop(0) if len(self._marks) > 1 else self._marks[0]

    @property
    def over(self):
        return len(self._marks) == 1


async def test_it_is_forgotten_when_an_erasure_began_and_when_it_is_over():
    forgotten: list[bool] = []
    failures: list[str] = []
    worker = Done((4, 4), (4, 4), (5, 4), (5, 4), (5, 5), (5, 5), (5, 5))
    loop = erase(worker, ManualClock(NOON), failures.append, lambda: forgotten.append(True))
    async with _beside(loop):
        await _until(lambda: worker.over)

    assert (len(forgotten), failures) == (2, [])


async def test_every_process_sees_by_the_database_that_an_erasure_began_and_ended(database):
    house, other = await community(database), Erasing(database)
    before = await other.mark()
    await _begin(house)
    begun = await other.mark()
    await settle(database, house.now)

    assert len({before, begun, await other.mark()}) == 3
