"""How the demo's people answer the bot: colleagues take alerts on, members reply to its posts."""

import heapq
import random
import re
from dataclasses import dataclass
from itertools import count

from bot.channels.simulator.account import Account
from bot.channels.simulator.views import Spoken
from bot.channels.simulator.world import World
from bot.core.errors import ChannelRefused
from bot.core.ids import RoomRef, UserRef
from bot.demo.material import Replies

_ALERT = re.compile(r"收到 (\d+)")  # what an alert asks its reader to write back


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Reply:
    """What somebody will say at a time; `room` None: to the bot alone."""

    at: float  # seconds of the world's clock, since 1970
    number: int
    by: UserRef
    text: str
    room: RoomRef | None = None


class Audience:
    """Hears what the bot says and answers some of it, after a while.

    Not every alert is taken on: the others go to the next colleague, as in life.
    """

    def __init__(self, world: World, account: Account, replies: Replies, *, seed: int) -> None:
        self._world = world
        self._account = account
        self._replies = replies
        self._rng = random.Random(f"audience/{seed}")  # noqa: S311 (repeatable talk, no secret)
        self._waiting: list[Reply] = []
        self._numbers = count()
        world.listeners.append(self._hear)

    async def run(self) -> None:
        """Say what is due, until cancelled."""
        while True:
            await self._world.clock.sleep(self._replies.look_seconds)
            now = self._world.clock.now().timestamp()
            while self._waiting and self._waiting[0].at <= now:
                self._say(heapq.heappop(self._waiting))

    def _hear(self, spoken: Spoken) -> None:
        if spoken.by != self._account.user:
            return
        if spoken.room is None:
            self._hear_alone(spoken)
        elif spoken.what.mentions:
            self._hear_mentioned(spoken, spoken.room)
        else:
            self._hear_in_room(spoken.room)

    def _hear_alone(self, spoken: Spoken) -> None:
        """An alert: somebody takes it on."""
        found = _ALERT.search(spoken.what.text)
        if found and spoken.to is not None and self._chance(self._replies.take_alert):
            self._plan(self._replies.alert_seconds, spoken.to, f"收到 {found[1]}")

    def _hear_mentioned(self, spoken: Spoken, room: RoomRef) -> None:
        """A welcome, or an answer: whoever was meant says thanks."""
        if self._chance(self._replies.thank):
            by = self._rng.choice(spoken.what.mentions)
            self._plan(self._replies.room_seconds, by, self._rng.choice(self._replies.thanks), room)

    def _hear_in_room(self, room: RoomRef) -> None:
        """A post to everybody: some answer."""
        others = [u for u in self._world.room_at(room).members if u != self._account.user]
        if not others or not self._chance(self._replies.join_in):
            return
        for by in self._rng.sample(others, min(len(others), self._rng.randint(1, 3))):
            self._plan(self._replies.room_seconds, by, self._rng.choice(self._replies.posts), room)

    def _plan(
        self, seconds: tuple[float, float], by: UserRef, text: str, room: RoomRef | None = None
    ) -> None:
        at = self._world.clock.now().timestamp() + self._rng.uniform(*seconds)
        reply = Reply(at=at, number=next(self._numbers), by=by, text=text, room=room)
        heapq.heappush(self._waiting, reply)

    def _say(self, reply: Reply) -> None:
        try:
            if reply.room is None:
                self._world.tells(self._account.user, reply.by, reply.text)
            else:
                self._world.says(reply.room, reply.by, reply.text)
        except ChannelRefused:  # has left meanwhile, or was removed
            return

    def _chance(self, probability: float) -> bool:
        return self._rng.random() < probability
