"""A chat platform in the test's own process, reached over loopback: it outlives killed clients.

JSON lines. The client sends {"say": number, "room", "text"} and {"ack": ref}; the platform
answers {"reply": number, "ref" or "away"} and shows every post as {"echo": {...}}, again at each
connection until it is acknowledged. What is shown at the beginning ends with {"caught_up": true}.
"""

import asyncio
import contextlib
import json
import random
import secrets
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.core.errors import ChannelAway, ChannelRefused, ChannelUnsure
from bot.core.events import AccountChanged, AccountState, Media, MessageReceived
from bot.core.ids import ChannelName, EventRef, MessageRef, RoomRef, UserRef
from bot.core.ports import Act, ChannelTraits, Clock, Inbox, Post, Receipt

NAME = ChannelName("far")


@dataclass(kw_only=True)
class RemoteWorld:
    """The platform. Every trouble is a probability; the dice are seeded."""

    clock: Clock
    dice: random.Random
    no_ref: float = 0.3  # the answer does not tell the post's id
    no_answer: float = 0.02  # done, but never answered
    away: float = 0.02  # not done
    no_echo: float = 0.0
    again: float = 0.1  # an echo is shown twice
    slowness: float = 0.004  # seconds, at most, between taking a post and answering
    posts: Counter[tuple[str, str]] = field(default_factory=Counter)
    port: int = 0
    _unheard: dict[str, dict[str, Any]] = field(default_factory=dict)
    _lines: set[asyncio.StreamWriter] = field(default_factory=set)
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator["RemoteWorld"]:
        """Serve on a free port."""
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            for line in list(self._lines):
                line.close()

    async def posted(self, number: int, seconds: float) -> bool:
        """Wait until so many posts were taken in all; False when that takes too long."""
        try:
            async with asyncio.timeout(seconds), self._news:
                await self._news.wait_for(lambda: self.posts.total() >= number)
        except TimeoutError:
            return False
        return True

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for echo in self._unheard.values():
            _write(writer, {"echo": echo})
        _write(writer, {"caught_up": True})
        self._lines.add(writer)
        try:
            async with asyncio.TaskGroup() as group:
                async for line in reader:
                    given = json.loads(line)
                    if "ack" in given:
                        self._unheard.pop(given["ack"], None)
                    else:
                        group.create_task(self._take(given, writer))
        except* (ConnectionError, json.JSONDecodeError):
            pass  # a killed client may leave half a line
        finally:
            self._lines.discard(writer)
            writer.close()

    async def _take(self, given: dict[str, Any], writer: asyncio.StreamWriter) -> None:
        if self.dice.random() < self.away:
            _write(writer, {"reply": given["say"], "away": True})
            return
        # Taken at once: from here on it stands in the room, whatever happens to the client.
        self.posts[given["room"], given["text"]] += 1
        ref = f"p{self.posts.total()}"
        async with self._news:
            self._news.notify_all()
        echo = {"ref": ref, "room": given["room"], "text": given["text"], "at": self._now()}
        early = self.dice.random() < 0.5
        if early:
            self._show(echo)
        await asyncio.sleep(self.dice.uniform(0, self.slowness))
        if self.dice.random() >= self.no_answer:
            told = None if self.dice.random() < self.no_ref else ref
            _write(writer, {"reply": given["say"], "ref": told})
        if not early:
            self._show(echo)

    def _now(self) -> str:
        return self.clock.now().isoformat()

    def _show(self, echo: dict[str, Any]) -> None:
        if self.dice.random() < self.no_echo:
            return
        self._unheard[echo["ref"]] = echo
        times = 2 if self.dice.random() < self.again else 1
        for line in self._lines:
            for _ in range(times):
                _write(line, {"echo": echo})


def _write(writer: asyncio.StreamWriter, line: dict[str, Any]) -> None:
    if not writer.is_closing():
        writer.write(json.dumps(line).encode() + b"\n")


class RemoteChannel:
    """The client's side: a channel that acknowledges an echo when it is committed."""

    def __init__(self, port: int, clock: Clock) -> None:
        self._port = port
        self._clock = clock
        self._number = 0
        self._waiting: dict[int, asyncio.Future[Receipt]] = {}
        self._writer: asyncio.StreamWriter | None = None
        self.listening = asyncio.Event()  # the store knows that the account is connecting

    @property
    def name(self) -> ChannelName:
        return NAME

    @property
    def traits(self) -> ChannelTraits:
        return ChannelTraits(echoes=True)

    def heard_until(self) -> datetime | None:
        return None

    def connect_now(self) -> None:
        """It connects once, and at once."""

    async def run(self, inbox: Inbox) -> None:
        await inbox.put_and_wait(self._account(AccountState.CONNECTING))
        self.listening.set()
        reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        backlog: list[asyncio.Task[None]] = []
        async with asyncio.TaskGroup() as group:
            async for line in reader:
                said = json.loads(line)
                if "echo" in said:
                    backlog.append(group.create_task(self._hear(inbox, said["echo"])))
                elif "caught_up" in said:
                    group.create_task(self._caught_up(inbox, tuple(backlog)))
                else:
                    self._answered(said)

    async def _caught_up(self, inbox: Inbox, backlog: tuple[asyncio.Task[None], ...]) -> None:
        for hearing in backlog:
            await hearing
        await inbox.put_and_wait(self._account(AccountState.LOGGED_IN))

    async def _hear(self, inbox: Inbox, echo: dict[str, Any]) -> None:
        await inbox.put_and_wait(
            MessageReceived(
                channel=NAME,
                ref=MessageRef(echo["ref"]),
                at=datetime.fromisoformat(echo["at"]).astimezone(UTC),
                room=RoomRef(echo["room"]),
                sender=UserRef("bot"),
                sender_name="小助手",
                text=echo["text"],
                own=True,
            )
        )
        if self._writer is not None:
            _write(self._writer, {"ack": echo["ref"]})

    def _account(self, state: AccountState) -> AccountChanged:
        ref = EventRef(secrets.token_hex(8))
        return AccountChanged(channel=NAME, ref=ref, at=self._clock.now(), state=state)

    def _answered(self, said: dict[str, Any]) -> None:
        waiting = self._waiting.pop(said["reply"], None)
        if waiting is None or waiting.done():
            return
        if said.get("away"):
            waiting.set_exception(ChannelAway("not now"))
        else:
            waiting.set_result(Receipt(ref=said["ref"]))

    async def say(self, room: RoomRef, post: Post) -> Receipt:
        if self._writer is None or self._writer.is_closing():
            msg = "not connected"
            raise ChannelAway(msg)
        self._number += 1
        answer: asyncio.Future[Receipt] = asyncio.get_running_loop().create_future()
        self._waiting[self._number] = answer
        _write(self._writer, {"say": self._number, "room": room, "text": post.text})
        try:
            await self._writer.drain()
        except ConnectionError as error:
            raise ChannelUnsure(str(error)) from error
        return await answer

    async def tell(self, user: UserRef, post: Post) -> Receipt:
        msg = "nobody is told anything here"
        raise ChannelRefused(msg)

    async def fetch(self, message: MessageRef, media: Media, limit: int) -> bytes:
        msg = "there are no files here"
        raise ChannelRefused(msg)

    async def act(self, act: Act) -> None:
        msg = "nothing is done here"
        raise ChannelRefused(msg)
