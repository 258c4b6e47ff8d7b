"""The work of one, told apart from what others do meanwhile."""

import asyncio
from itertools import count

import pytest

from bot.web.own_work import OwnWork


@pytest.fixture
def work():
    """A clock that goes on by a second whenever somebody looks at it."""
    return OwnWork(clock=count(0.0).__next__)


async def test_each_step_of_the_work_is_counted_and_nothing_between_them(work):
    async def in_three_steps():
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return "done"

    assert await work.of(in_three_steps()) == "done"
    assert work.taken == 3.0


async def test_what_others_do_meanwhile_is_theirs():
    work = OwnWork()
    turns = asyncio.Event()

    async def waits():
        await turns.wait()

    async def toils():
        sum(n * n for n in range(2_000_000))
        turns.set()

    await asyncio.gather(work.of(waits()), toils())

    assert work.taken < 0.02


async def test_what_is_called_off_ends_the_work(work):
    ended = []

    async def waits_for_ever():
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(True)

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await work.of(waits_for_ever())
    assert ended == [True]


async def test_what_goes_wrong_in_the_work_is_told(work):
    async def fails():
        await asyncio.sleep(0)
        raise LookupError

    with pytest.raises(LookupError):
        await work.of(fails())
    assert work.taken == 2.0
