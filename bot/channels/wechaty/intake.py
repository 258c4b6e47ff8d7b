"""Bounded intake: events wait in line, payloads are fetched a few at a time, order is kept.

When the line is full the reader waits, and through HTTP/2's flow control the gateway does: a
burst costs the gateway memory, not us. What waits here survives a lost connection.
"""

import asyncio
from asyncio import Queue, Task, TaskGroup
from collections import deque
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.channels.wechaty.door import Door
from bot.channels.wechaty.faults import NOT_NOW, GatewayFault
from bot.channels.wechaty.line import Line
from bot.channels.wechaty.settings import WechatySettings
from bot.channels.wechaty.standing import Emit, Standing
from bot.channels.wechaty.wire import EventType, RawEvent
from bot.core.events import Event

_log = structlog.get_logger(__name__)

_PAUSE_SECONDS = 0.2  # before the second try, then doubling
_MAX_BREAKS = 5  # connections that may break under one event


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An event as it was heard."""

    raw: RawEvent
    heard: datetime
    connection: int  # the number of the connection it came through


class Intake:
    """From the gateway's stream to our inbox."""

    def __init__(
        self, line: Line, door: Door, standing: Standing, settings: WechatySettings
    ) -> None:
        self._line = line
        self._door = door
        self._standing = standing
        self._attempts = settings.fetch_attempts
        self._waiting: Queue[Waiting] = Queue(settings.queue_size)
        self._fetching: Queue[Task[Event | None]] = Queue(settings.fetch_concurrency)
        self._heard: deque[datetime] = deque()  # of everything that is not in the inbox yet

    async def put(self, raw: RawEvent, heard: datetime) -> None:
        """Take an event in; waits while the line is full."""
        await self._waiting.put(Waiting(raw=raw, heard=heard, connection=self._line.number))
        self._heard.append(heard)

    @property
    def oldest(self) -> datetime | None:
        """When the first of what waits here was heard; None: everything is in the inbox."""
        return self._heard[0] if self._heard else None

    @property
    def backlog(self) -> int:
        """How many events wait for their payload."""
        return self._waiting.qsize()

    async def run(self, emit: Emit) -> None:
        """Translate and emit, in the order of the stream, until cancelled."""
        async with TaskGroup() as group:
            group.create_task(self._emit_in_order(emit))
            while True:
                waiting = await self._waiting.get()
                # A full queue of fetches holds us here: that is the bound on concurrency.
                await self._fetching.put(group.create_task(self._translate(waiting)))

    async def _emit_in_order(self, emit: Emit) -> None:
        while True:
            event = await (await self._fetching.get())
            if event is not None:
                await emit(event)
            self._heard.popleft()

    async def _translate(self, waiting: Waiting) -> Event | None:
        answered = breaks = 0
        while True:
            await self._line.wait()
            try:
                return await self._door.translate(waiting.raw, waiting.heard)
            except NOT_NOW as fault:
                answered += 1
                if answered >= self._tries(waiting):
                    return self._give_up(waiting, fault)
                await asyncio.sleep(_PAUSE_SECONDS * 2 ** (answered - 1))
            except GatewayFault as fault:
                breaks += 1
                if breaks >= _MAX_BREAKS:
                    return self._give_up(waiting, fault)
                await asyncio.sleep(_PAUSE_SECONDS)
            except Exception as mistake:  # noqa: BLE001 (a door: one event must not end the service)
                return self._give_up(waiting, mistake)

    def _tries(self, waiting: Waiting) -> int:
        # A gateway that was restarted forgot its messages: asking it thrice takes long for nothing.
        return self._attempts if waiting.connection == self._line.number else 1

    def _give_up(self, waiting: Waiting, fault: Exception) -> Event | None:
        raw = waiting.raw
        ref = raw.text("messageId") or raw.text("roomInvitationId") or raw.text("roomId")
        kind = EventType(raw.type).name.lower()
        if isinstance(fault, GatewayFault):
            _log.info("wechaty.unfetched", kind=kind, ref=ref, fault=type(fault).__name__)
        else:
            _log.error("wechaty.untranslated", kind=kind, ref=ref, exc_info=fault)
        bare = self._door.bare(raw, waiting.heard)
        if bare is None:
            self._standing.lost(waiting.heard)
        return bare
