"""The loop that runs errands: what happens to each, whatever the runner does."""

import asyncio
from collections.abc import Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import pytest

from bot.clock import ManualClock
from bot.core.answers import PictureFault, PictureSeen
from bot.core.errands import Errand, ErrandUnfinished
from bot.core.events import ErrandDone, Event
from bot.core.ids import ChannelName, ErrandId, MessageId, MessageRef, RoomRef
from bot.errands.loop import PAUSES, ErrandLoop
from tests.support.builders import NOON

SEEN = PictureSeen(codes=("https://a.example",))


def errand(number: int = 1, tries: int = 1) -> Errand:
    return Errand(
        id=ErrandId(number),
        kind="picture",
        message=MessageId(number),
        channel=ChannelName("sim"),
        ref=MessageRef(f"m{number}"),
        room=RoomRef("r1"),
        media=None,
        question="null",
        tries=tries,
    )


class Desk:
    """Errands in memory; `done` is what became of each."""

    def __init__(self, *waiting: Errand) -> None:
        self.waiting = list(waiting)
        self.done: list[tuple[Any, ...]] = []

    async def is_due(self, kind: str, now: datetime) -> bool:
        return bool(self.waiting)

    async def take(
        self, kind: str, *, owner: str, seconds: float, limit: int, now: datetime
    ) -> list[Errand]:
        taken, self.waiting = self.waiting[:limit], self.waiting[limit:]
        return taken

    async def end(
        self, number: ErrandId, owner: str, *, state: str, answer: object = None, note: str = ""
    ) -> bool:
        self.done.append((number, state, note))
        return True

    async def try_later(self, number: ErrandId, owner: str, due: datetime, note: str) -> bool:
        self.done.append((number, due, note))
        return True

    async def give_back(self, owner: str) -> None:
        self.done.append(("given back",))


class Work:
    def __init__(self, desk: Desk) -> None:
        self.errands = desk


class Inbox:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    async def put(self, event: Event) -> None:
        self.events.append(event)

    async def put_and_wait(self, event: Event) -> None:
        self.events.append(event)


class Running:
    """A loop over a desk, with a runner that does what the test says."""

    kind = "picture"

    def __init__(self, do: Callable[[Errand], Any], *errands: Errand, seconds: float = 5.0) -> None:
        self.desk, self.inbox, self.seconds, self._do = Desk(*errands), Inbox(), seconds, do
        self.loop = ErrandLoop(
            runner=self,
            open_work=self._open,
            look=self._open,
            inbox=self.inbox,
            clock=ManualClock(NOON),
            owner="me",
        )

    @asynccontextmanager
    async def _open(self):
        yield Work(self.desk)

    async def run(self, errand: Errand) -> PictureSeen:
        found = self._do(errand)
        if asyncio.iscoroutine(found):
            found = await found
        if isinstance(found, Exception):
            raise found
        assert isinstance(found, PictureSeen)
        return found

    def given_up(self, errand: Errand) -> PictureSeen:
        return PictureSeen(fault=PictureFault.NOT_HAD)


async def test_the_answer_is_told_before_the_errand_ends():
    running = Running(lambda _: SEEN, errand(7))

    assert await running.loop.step() == 0.0

    assert running.inbox.events == [
        ErrandDone(
            channel=ChannelName("sim"),
            ref="errand:7",  # type: ignore[arg-type]  # a literal
            at=NOON,
            room=RoomRef("r1"),
            message=MessageRef("m7"),
            answer=SEEN,
        )
    ]
    assert running.desk.done == [(7, "done", "")]


async def test_with_nothing_to_do_it_rests():
    assert await Running(lambda _: SEEN).loop.step() > 0


@pytest.mark.parametrize("tries", [1, 2, 3])
async def test_what_may_do_better_later_is_tried_again_ever_more_slowly(tries: int):
    running = Running(lambda _: ErrandUnfinished("ChannelAway"), errand(1, tries))

    await running.loop.step()

    assert running.desk.done == [(1, NOON + PAUSES[tries - 1], "ChannelAway")]
    assert running.inbox.events == []


async def test_after_the_last_try_it_is_given_up_with_a_note_and_that_is_told():
    running = Running(lambda _: ErrandUnfinished("ChannelAway"), errand(1, len(PAUSES) + 1))

    await running.loop.step()

    assert running.desk.done == [(1, "given_up", "ChannelAway")]
    (told,) = running.inbox.events
    assert isinstance(told, ErrandDone)
    assert told.answer == PictureSeen(fault=PictureFault.NOT_HAD)


async def test_one_that_hangs_is_cut_off_and_tried_again():
    running = Running(lambda _: asyncio.sleep(60), errand(1), seconds=0.05)

    await running.loop.step()

    assert running.desk.done == [(1, NOON + PAUSES[0], "TimeoutError")]


async def test_a_mistake_of_ours_fails_that_errand_alone():
    def do(one: Errand) -> object:
        return KeyError("mistake") if one.id == 1 else SEEN

    running = Running(do, errand(1), errand(2))

    await running.loop.step()

    assert sorted(running.desk.done) == [(1, "failed", "KeyError"), (2, "done", "")]
    assert len(running.inbox.events) == 1


async def test_who_is_stopped_gives_back_what_it_holds():
    running = Running(lambda _: asyncio.sleep(60), errand(1))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await running.loop.step()

    assert running.desk.done == [("given back",)]
