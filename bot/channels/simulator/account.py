"""Our account on the platform: what it hears, and the trouble it has."""

import asyncio
import random
from collections import deque
from dataclasses import dataclass
from datetime import datetime

from bot.core.events import AccountChanged, AccountState, Event, GapFound, MessageReceived
from bot.core.ids import ChannelName, EventRef, UserRef
from bot.core.ports import ChannelTraits


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """What goes wrong, and how often: probabilities from 0 to 1, seconds of the world's clock."""

    lost_echoes: float = 0.0  # the platform never shows our post to us
    repeats: float = 0.0  # an event comes twice
    late_echo_seconds: float = 0.0  # our post is shown to us this much later
    slow_seconds: float = 0.0  # a call takes this long; past 12 s it counts as unsure
    unsure_done: float = 0.0  # a call is carried out, its answer gets lost
    unsure_lost: float = 0.0  # a call gets lost, and so does its answer
    refused_words: tuple[str, ...] = ()  # posts with one of them are not let through


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """An event on its way to the channel. `delay` is in seconds."""

    event: Event
    delay: float = 0.0


class Account:
    """A bot account as the platform knows it; `hear` is called by the world.

    It hears only while it is online. What is said at other times is gone, as with WeChat, and
    a `GapFound` says so when it comes back.
    """

    def __init__(
        self,
        *,
        channel: ChannelName,
        user: UserRef,
        name: str,
        traits: ChannelTraits,
        rng: random.Random,
    ) -> None:
        self.channel = channel
        self.traits = traits
        self.user = user
        self.name = name
        self.faults = Faults()
        self.state = AccountState.LOGGED_OUT
        self.rng = rng
        self._feed: deque[Incoming] = deque()
        self._news = asyncio.Event()
        self._deaf_since: datetime | None = None

    @property
    def online(self) -> bool:
        """Whether it hears and may speak."""
        return self.state is AccountState.LOGGED_IN

    @property
    def waiting(self) -> int:
        """How many events the channel did not take yet."""
        return len(self._feed)

    def hear(self, event: Event) -> None:
        """Show the account an event, with its faults."""
        if not self.online:
            return
        own = isinstance(event, MessageReceived) and event.own
        if own and (not self.traits.echoes or self.happens(self.faults.lost_echoes)):
            return
        delay = self.faults.late_echo_seconds if own else 0.0
        self._put(event, delay)
        if self.happens(self.faults.repeats):
            self._put(event, delay)

    def happens(self, probability: float) -> bool:
        """Whether a fault of this probability strikes now."""
        return probability > 0 and self.rng.random() < probability

    def turn(
        self, state: AccountState, *, ref: str, now: datetime, reason: str = "", qr_code: str = ""
    ) -> None:
        """Put the account into a state and say so."""
        if self.online and state is not AccountState.LOGGED_IN:
            self._deaf_since = now
        self.state = state
        event = AccountChanged(
            channel=self.channel,
            ref=EventRef(ref),
            at=now,
            state=state,
            user=self.user if self.online else None,
            user_name=self.name if self.online else "",
            qr_code=qr_code,
            reason=reason,
        )
        self._put(event)

    def tell_gap(self, *, ref: str, now: datetime, reason: str) -> None:
        """Say since when it could not hear, if there was such a time."""
        if self._deaf_since is None:
            return
        since, self._deaf_since = self._deaf_since, None
        self._put(
            GapFound(
                channel=self.channel,
                ref=EventRef(ref),
                at=now,
                since=since,
                until=now,
                reason=reason,
            )
        )

    def vanish(self, now: datetime) -> None:
        """The service stopped: what it did not take is gone, and counts as not heard."""
        untaken = [item.event.at for item in self._feed]
        if self.online:
            self._deaf_since = min([*untaken, now])
        self._feed.clear()
        self.state = AccountState.LOGGED_OUT

    async def next(self) -> Incoming:
        """Wait for the next event. It stays first until `taken`, so that none is lost between."""
        while not self._feed:
            self._news.clear()
            await self._news.wait()
        return self._feed[0]

    def taken(self) -> None:
        """The channel has handed the first event on."""
        self._feed.popleft()

    def _put(self, event: Event, delay: float = 0.0) -> None:
        self._feed.append(Incoming(event=event, delay=delay))
        self._news.set()
