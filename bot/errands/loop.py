"""The loop that runs errands: leased, in bounded time, again after a while, and given up at last.

The answer is committed by the pipeline before the errand ends here. Killed in between, the next
process runs the errand once more, and the archive drops the second answer by its ref.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, Protocol

import structlog

from bot.core.answers import Answer
from bot.core.errands import Errand, ErrandUnfinished
from bot.core.errors import StorageAway
from bot.core.events import ErrandDone
from bot.core.failure import failure
from bot.core.ids import ErrandId, EventRef
from bot.core.ports import Clock, Inbox

AT_A_TIME = 4  # of one kind
PAUSES = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=15))  # between tries
_REST = 1.0  # seconds between looks when there is nothing to do
_MARGIN = 60.0  # seconds of a lease beyond the time an errand may take

log = structlog.get_logger("errands")


class Runner(Protocol):
    """Runs the errands of one kind.

    `run` may be called again for the same errand. It raises `ErrandUnfinished` for what another
    try may mend; anything else that it raises is a mistake of ours and ends the errand.
    """

    kind: str
    seconds: float  # that a run may take

    async def run(self, errand: Errand) -> Answer:
        """The answer."""
        ...

    def given_up(self, errand: Errand) -> Answer | None:
        """What is told after the last try; None: nothing, the message is not judged again."""
        ...


class Desk(Protocol):
    """The part of the store that keeps errands."""

    async def is_due(self, kind: str, now: datetime) -> bool:
        """Whether there is something to take."""
        ...

    async def take(
        self, kind: str, *, owner: str, seconds: float, limit: int, now: datetime
    ) -> list[Errand]:
        """Lease what is due."""
        ...

    async def end(
        self, number: ErrandId, owner: str, *, state: str, answer: object = None, note: str = ""
    ) -> bool:
        """It is over."""
        ...

    async def try_later(self, number: ErrandId, owner: str, due: datetime, note: str) -> bool:
        """Once more when it is due."""
        ...

    async def give_back(self, owner: str) -> None:
        """Somebody stops."""
        ...


class Work(Protocol):
    """One write transaction of the store, as errands need it."""

    @property
    def errands(self) -> Desk:
        """Where errands are kept."""
        ...


class ErrandLoop:
    """Runs the errands of one kind until it is cancelled."""

    def __init__(
        self,
        *,
        runner: Runner,
        open_work: Callable[[], AbstractAsyncContextManager[Work]],
        look: Callable[[], AbstractAsyncContextManager[Work]],
        inbox: Inbox,
        clock: Clock,
        owner: str,
    ) -> None:
        self._runner = runner
        self._open_work = open_work
        self._look = look
        self._inbox = inbox
        self._clock = clock
        self._owner = f"{owner}/{runner.kind}"

    async def step(self) -> float:
        """Run what is due; the seconds to rest until the next look."""
        # Looking keeps no writer waiting: nearly always there is nothing to do.
        async with self._look() as work:
            if not await work.errands.is_due(self._runner.kind, self._clock.now()):
                return _REST
        async with self._open_work() as work:
            due = await work.errands.take(
                self._runner.kind,
                owner=self._owner,
                seconds=self._runner.seconds + _MARGIN,
                limit=AT_A_TIME,
                now=self._clock.now(),
            )
        if not due:
            return _REST
        try:
            await self._run_all(due)
        except asyncio.CancelledError:
            await self._give_back()
            raise
        return 0.0

    async def _run_all(self, due: Sequence[Errand]) -> None:
        async with asyncio.TaskGroup() as group:
            for errand in due:
                group.create_task(self._run(errand))

    async def _run(self, errand: Errand) -> None:
        try:
            async with asyncio.timeout(self._runner.seconds):
                answer = await self._runner.run(errand)
        except (ErrandUnfinished, TimeoutError) as error:
            await self._later(errand, str(error) or type(error).__name__)
        except Exception as error:  # noqa: BLE001 (a door: one errand must not stop the others)
            log.error("errand_failed", errand=errand.id, **failure(error))
            await self._end(errand, None, state="failed", note=type(error).__name__)
        else:
            await self._end(errand, answer, state="done")

    async def _later(self, errand: Errand, note: str) -> None:
        if errand.tries > len(PAUSES):
            log.warning("errand_given_up", errand=errand.id, tries=errand.tries, note=note)
            await self._end(errand, self._runner.given_up(errand), state="given_up", note=note)
            return
        due = self._clock.now() + PAUSES[errand.tries - 1]
        async with self._open_work() as work:
            await work.errands.try_later(errand.id, self._owner, due, note)

    async def _end(
        self, errand: Errand, answer: Answer | None, *, state: str, note: str = ""
    ) -> None:
        if answer is not None:
            await self._inbox.put_and_wait(self._told(errand, answer))
        kept: dict[str, Any] | None = None if answer is None else asdict(answer)
        async with self._open_work() as work:
            await work.errands.end(errand.id, self._owner, state=state, answer=kept, note=note)

    def _told(self, errand: Errand, answer: Answer) -> ErrandDone:
        return ErrandDone(
            channel=errand.channel,
            ref=EventRef(f"errand:{errand.id}"),
            at=self._clock.now(),
            room=errand.room,
            message=errand.ref,
            answer=answer,
        )

    async def _give_back(self) -> None:
        """What was not finished is anybody's at once, instead of when its lease is over."""
        try:
            async with self._open_work() as work:
                await work.errands.give_back(self._owner)
        except StorageAway:
            log.info("errands_keep_their_lease")
