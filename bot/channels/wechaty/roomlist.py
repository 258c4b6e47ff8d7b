"""Rooms as they stand: listed after log-in, after joining, and when an unknown one speaks."""

import asyncio
from asyncio import Queue, TaskGroup
from datetime import datetime

import structlog

from bot.channels.wechaty.faults import NOT_NOW
from bot.channels.wechaty.line import Line
from bot.channels.wechaty.names import Names
from bot.channels.wechaty.standing import Emit
from bot.core.events import MemberSeen, RoomListed
from bot.core.ids import ChannelName, EventRef, RoomRef, UserRef
from bot.core.ports import Clock

_log = structlog.get_logger(__name__)

_AT_ONCE = 4  # members asked for together: what is being said comes first
_TRIES = 3
_PAUSE_SECONDS = 1.0
_ALL = ""


class RoomList:
    """Lists each room once a connection, and again when it is asked to."""

    def __init__(self, channel: ChannelName, clock: Clock, line: Line, names: Names) -> None:
        self._channel = channel
        self._clock = clock
        self._line = line
        self._names = names
        self._wanted: Queue[str] = Queue()
        self._known: set[str] = set()

    def want_all(self) -> None:
        """List every room that was not listed yet."""
        self._wanted.put_nowait(_ALL)

    def want(self, room: str) -> None:
        """List a room again."""
        self._known.add(room)
        self._wanted.put_nowait(room)

    def seen(self, room: str) -> None:
        """A room was heard of; list it if that was not done yet."""
        if room and room not in self._known:
            self.want(room)

    def forget(self) -> None:
        """A new log-in: what was listed may have changed."""
        self._known.clear()

    async def run(self, emit: Emit) -> None:
        """List what is wanted until cancelled; raises a `GatewayFault` when the line breaks."""
        while True:
            wanted = await self._wanted.get()
            rooms = await self._new_rooms() if wanted == _ALL else (wanted,)
            for room in rooms:
                listed = await self._list(room)
                if listed is not None:
                    await emit(listed)

    async def _new_rooms(self) -> tuple[str, ...]:
        try:
            rooms = await self._line.gateway.room_ids()
        except NOT_NOW as fault:
            _log.warning("wechaty.rooms_not_listed", fault=type(fault).__name__)
            return ()
        new = tuple(room for room in dict.fromkeys(rooms) if room and room not in self._known)
        self._known.update(new)
        return new

    async def _list(self, room: str) -> RoomListed | None:
        for attempt in range(_TRIES):
            try:
                return await self._listed(room, self._clock.now())
            except NOT_NOW as fault:
                _log.info("wechaty.room_not_listed", room=room, fault=type(fault).__name__)
                await asyncio.sleep(_PAUSE_SECONDS * attempt)
        self._known.discard(room)
        return None

    async def _listed(self, room: str, now: datetime) -> RoomListed:
        found = await self._line.gateway.room(room)
        return RoomListed(
            channel=self._channel,
            ref=EventRef(f"room:{room}:{now.timestamp():.6f}"),
            at=now,
            room=RoomRef(room),
            name=self._names.room_told(room, found.topic),
            members=await self._members(room, found.members),
            owner=UserRef(found.owner) if found.owner else None,
        )

    async def _members(self, room: str, users: tuple[str, ...]) -> tuple[MemberSeen, ...]:
        members: dict[str, MemberSeen] = {}
        left = iter(users)

        async def ask() -> None:
            for user in left:
                members[user] = await self._names.seen(room, user)

        try:
            async with TaskGroup() as group:
                for _ in range(_AT_ONCE):
                    group.create_task(ask())
        except ExceptionGroup as faults:
            raise faults.exceptions[0] from None
        return tuple(members[user] for user in users)
