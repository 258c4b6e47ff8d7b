"""One WeChat account at work: everything wired together, and supervised for ever."""

import asyncio
from asyncio import TaskGroup
from contextlib import suppress
from datetime import datetime
from random import SystemRandom

from bot.channels.wechaty.apart import apart
from bot.channels.wechaty.door import Door
from bot.channels.wechaty.files import Files
from bot.channels.wechaty.intake import Intake
from bot.channels.wechaty.line import Line
from bot.channels.wechaty.names import Names
from bot.channels.wechaty.roomlist import RoomList
from bot.channels.wechaty.session import Session
from bot.channels.wechaty.settings import WechatySettings
from bot.channels.wechaty.speech import Speech
from bot.channels.wechaty.standing import Standing
from bot.core.events import AccountState, Event, MembersJoined, MessageReceived
from bot.core.ports import Clock, Inbox


class Account:
    """Connects, keeps connecting, and puts what it hears into the inbox."""

    def __init__(
        self, settings: WechatySettings, clock: Clock, inbox: Inbox, heard: datetime | None
    ) -> None:
        self._settings = settings
        self._inbox = inbox
        self._line = line = Line()
        self._random = SystemRandom()
        self.speech = Speech(line, settings)
        self.files = Files(line, settings)
        names = Names(line, settings)
        self._standing = Standing(settings.name, clock, inbox.put, heard)
        self._rooms = RoomList(settings.name, clock, line, names)
        door = Door(settings.name, line, names)
        self._intake = Intake(line, door, self._standing, settings)
        self._session = Session(
            line=line,
            names=names,
            rooms=self._rooms,
            intake=self._intake,
            standing=self._standing,
            settings=settings,
        )

    def heard_until(self) -> datetime:
        """Up to when everything that was said is in the inbox."""
        waiting = self._intake.oldest
        until = self._standing.heard_until()
        return until if waiting is None else min(waiting, until)

    def connect_now(self) -> None:
        """End the wait for the next try, or a connection on which nobody is logged in."""
        if self._line.user is None:
            self._session.anew.set()

    async def run(self) -> None:
        """Work until cancelled."""
        async with TaskGroup() as group:
            group.create_task(self._intake.run(self._emit))
            group.create_task(self._stay_connected())

    async def _emit(self, event: Event) -> None:
        match event:
            case MembersJoined(members=members, room=room) if any(one.own for one in members):
                self._rooms.want(room)
            case MessageReceived(room=room) | MembersJoined(room=room) if room is not None:
                self._rooms.seen(room)
            case _:
                pass
        await self._inbox.put(event)

    async def _stay_connected(self) -> None:
        await self._standing.tell(AccountState.CONNECTING)
        pause = self._settings.retry_seconds
        while True:
            reason = await apart(self._session.run(self._inbox.put))
            self._standing.failed(reason)
            self._standing.deaf(reason)
            await self._standing.tell(AccountState.AWAY, reason=reason)
            if self._session.logged_in:
                pause = self._settings.retry_seconds
            # Jitter, so that many accounts do not knock together at a gateway that comes back.
            with suppress(TimeoutError):
                async with asyncio.timeout(pause * self._random.uniform(0.5, 1.0)):
                    await self._session.anew.wait()
            self._session.anew.clear()
            pause = min(pause * 2, self._settings.retry_max_seconds)
