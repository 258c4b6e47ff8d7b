"""The pipeline: a batch of events becomes one transaction of archive, identity and effects.

Group commit: whatever waits (1 to 1024 events) is committed together, so a quiet service
answers at once and a flooded one keeps up. The transaction holds everything or nothing; a
crash before it loses nothing that was acknowledged, a crash after it doubles nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter
from typing import Generic, Protocol, TypeVar

import structlog

from bot.core.effects import Effect
from bot.core.errors import StorageAway
from bot.core.events import Event
from bot.core.failure import failure
from bot.core.poison import poison_alert
from bot.core.ports import Clock
from bot.core.seen import Closer, Context, Seen, SeenMessage, Suspect
from bot.intake import Intake, Waiting

# Half of what a batch costs is the same for one event and for hundreds: a flood of batches of
# 256 is committed at two thirds of this one's speed. 1024 events hold other writers up for 0.1 s.
BATCH = 1024
_NOTHING_MORE = Closer()
_RETRY_SECONDS = (0.05, 0.2, 1.0, 2.0, 5.0)

log = structlog.get_logger("pipeline")


class Work(Protocol):
    """One write transaction of the store, as the pipeline needs it."""

    async def save(self, events: Sequence[Event], *, now: datetime) -> list[Seen]:
        """Store events; give back those never seen before, in order, with our ids."""
        ...

    async def settle_echoes(self, own: Sequence[SeenMessage], *, now: datetime) -> list[Effect]:
        """Match our own posts, as the platform shows them, with what we sent."""
        ...

    async def load_context(self, seen: Sequence[Seen], *, now: datetime) -> Context:
        """Everything the decisions on these events may look at."""
        ...

    async def look_closer(self, suspects: Sequence[Suspect], *, now: datetime) -> Closer:
        """What is to be known of suspects before anything is decided about them."""
        ...

    async def apply(self, effects: Sequence[Effect], *, now: datetime) -> None:
        """Write records, and put intents into the outbox."""
        ...

    async def set_aside(self, event: Event, error: str, *, now: datetime) -> None:
        """Keep an event that cannot be processed, with its error."""
        ...


class Looked(Protocol):
    """A batch that was read."""

    @property
    def suspects(self) -> Sequence[Suspect]:
        """The messages of which more is to be known."""
        ...


W = TypeVar("W", bound=Work)
L = TypeVar("L", bound=Looked)


class Decisions(Protocol[L]):
    """All decisions on a batch, in two steps; both are pure."""

    def look(self, seen: Sequence[Seen], context: Context) -> L:
        """Read what came in."""
        ...

    def settle(self, looked: L, closer: Closer, now: datetime) -> list[Effect]:
        """What is to be done about it."""
        ...


# What else listens in the same transaction: SOP steps that wait for an event, colleagues who
# answer an alert. Gets what was seen and decided so far; gives back more to do.
Listener = Callable[[W, Sequence[Seen], Sequence[Effect], datetime], Awaitable[Sequence[Effect]]]


# Keeps an event and its error where the database does not take them as poison either.
Spill = Callable[[Event, str, datetime], Awaitable[None]]


class Watcher(Protocol):
    """Hears what the pipeline did: figures, live views."""

    def committed(self, seen: Sequence[Seen], effects: Sequence[Effect], seconds: float) -> None:
        """A batch is safe; it took so long from its taking to its commit."""
        ...

    def set_aside(self, event: Event) -> None:
        """An event was poison."""
        ...

    def storage_away(self) -> None:
        """The database did not answer; the batch waits."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Committed:
    """A batch that is safe: what was new in it, what was decided, and how long it took."""

    seen: Sequence[Seen]
    effects: Sequence[Effect]
    seconds: float


@dataclass(kw_only=True)
class Pipeline(Generic[W, L]):
    """Takes batches from the intake until it is cancelled."""

    intake: Intake
    open_work: Callable[[], AbstractAsyncContextManager[W]]
    wanted: Callable[[Event], bool]
    decisions: Decisions[L]
    clock: Clock
    watcher: Watcher
    spill: Spill
    listeners: Sequence[Listener[W]] = ()
    storage_away: bool = False  # a batch waits, because the database takes nothing

    async def run(self) -> None:
        """Commit batch after batch, until cancelled."""
        while True:
            await self.settle(await self.intake.take(BATCH))

    async def settle(self, batch: Sequence[Waiting]) -> None:
        """Commit a batch, wait out a database that is away, set poison aside."""
        wanted = [waiting for waiting in batch if self.wanted(waiting.event)]
        if wanted:
            await self._settle(wanted)
        self.storage_away = False
        for waiting in batch:
            waiting.acknowledge()

    async def _settle(self, batch: Sequence[Waiting]) -> None:
        try:
            done = await self._surely([waiting.event for waiting in batch])
        except Exception as error:
            if len(batch) == 1:
                await self._set_aside(batch[0].event, error)
                return
            # One of them is poison. Halving finds it and keeps the order of the others.
            middle = len(batch) // 2
            await self._settle(batch[:middle])
            await self._settle(batch[middle:])
        else:
            if done is not None:
                self._tell(done)

    async def _surely(self, events: Sequence[Event]) -> Committed | None:
        attempt = 0
        while True:
            try:
                return await self._commit(events)
            except StorageAway as error:
                self._note_away()
                log.warning("storage_away", events=len(events), error=str(error)[:200])
                await asyncio.sleep(_RETRY_SECONDS[min(attempt, len(_RETRY_SECONDS) - 1)])
                attempt += 1

    async def _commit(self, events: Sequence[Event]) -> Committed | None:
        started = perf_counter()
        now = self.clock.now()
        async with self.open_work() as work:
            seen = await work.save(events, now=now)
            if not seen:
                return None
            own = [s for s in seen if isinstance(s, SeenMessage) and s.event.own]
            effects = await work.settle_echoes(own, now=now) if own else []
            context = await work.load_context(seen, now=now)
            looked = self.decisions.look(seen, context)
            suspects = looked.suspects
            closer = await work.look_closer(suspects, now=now) if suspects else _NOTHING_MORE
            effects += self.decisions.settle(looked, closer, now)
            for listen in self.listeners:
                effects += await listen(work, seen, effects, now)
            if effects:
                await work.apply(effects, now=now)
        return Committed(seen=seen, effects=effects, seconds=perf_counter() - started)

    def _tell(self, done: Committed) -> None:
        try:
            self.watcher.committed(done.seen, done.effects, done.seconds)
        except Exception as error:
            # The batch is safe: whoever looks on, and cannot, makes no poison of it.
            log.error("watcher_failed", events=len(done.seen), **failure(error))

    async def _set_aside(self, event: Event, error: Exception) -> None:
        log.error("poison", channel=event.channel, ref=event.ref, **failure(error))
        text = f"{type(error).__name__}: {error}"
        while True:
            try:
                async with self.open_work() as work:
                    now = self.clock.now()
                    await work.set_aside(event, text, now=now)
                    await work.apply([poison_alert(event, error)], now=now)
            except StorageAway:
                self._note_away()
                await asyncio.sleep(_RETRY_SECONDS[-1])
            except Exception as second:
                log.critical("poison_not_stored", ref=event.ref, **failure(second))
                if await self._spilled(event, text):
                    break
                await asyncio.sleep(_RETRY_SECONDS[-1])
            else:
                break
        self.watcher.set_aside(event)

    async def _spilled(self, event: Event, text: str) -> bool:
        """Keep poison beside the database: an event that was heard is not given up."""
        try:
            await self.spill(event, text, self.clock.now())
        except Exception as error:
            log.critical("poison_not_kept", ref=event.ref, **failure(error))
            return False
        return True

    def _note_away(self) -> None:
        self.storage_away = True
        self.watcher.storage_away()
