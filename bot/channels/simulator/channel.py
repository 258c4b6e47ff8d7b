"""The simulator as a channel: bot.core.ports.Channel over a `World`."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar, assert_never

from bot.channels.simulator.account import Account, Incoming
from bot.channels.simulator.views import Saying
from bot.channels.simulator.world import World
from bot.core.errors import ChannelAway, ChannelRefused, ChannelUnsure, TooLarge
from bot.core.events import AccountState, Media, kind_of_post
from bot.core.ids import ChannelName, MessageRef, RoomRef, UserRef
from bot.core.ports import (
    Accept,
    Act,
    Announce,
    ChannelTraits,
    Inbox,
    Invite,
    Post,
    Recall,
    Receipt,
    Remove,
)

T = TypeVar("T")

CALL_SECONDS = 12.0  # the longest that any call may take

Play = Callable[[], Awaitable[None]]  # makes people on the platform talk; cancelled with `run`


class SimulatorChannel:
    """One account in a `World`.

    `go_away`, `come_back`, `log_out`, `log_in`, `show_qr` and `account.faults` are the trouble
    one can have with a platform. `play` runs beside `run`: the talk of the community.
    """

    def __init__(self, world: World, account: Account, *, play: Play | None = None) -> None:
        self.world = world
        self.account = account
        self._play = play

    @property
    def name(self) -> ChannelName:
        """The configured name of the account."""
        return self.account.channel

    @property
    def traits(self) -> ChannelTraits:
        """What this platform can do."""
        return self.account.traits

    def heard_until(self) -> datetime | None:
        """A simulated world lives and ends with the process: there is nothing to miss."""
        return None

    async def run(self, inbox: Inbox) -> None:
        """Deliver events until cancelled."""
        self._turn(AccountState.CONNECTING)
        self.log_in("service started")
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._deliver(inbox, group))
                if self._play is not None:
                    group.create_task(_forever(self._play))
        finally:
            self.account.vanish(self.world.clock.now())

    def connect_now(self) -> None:
        """A simulated account never waits: it is connected whenever its platform is there."""

    async def say(self, room: RoomRef, post: Post) -> Receipt:
        """Speak in a room."""
        saying = self._saying(post)
        return await self._call(lambda: self.world.says(room, self.account.user, saying))

    async def tell(self, user: UserRef, post: Post) -> Receipt:
        """Speak to one account alone."""
        saying = self._saying(post)
        return await self._call(lambda: self.world.tells(user, self.account.user, saying))

    async def fetch(self, message: MessageRef, media: Media, limit: int) -> bytes:  # noqa: ARG002 (the port's signature)
        """The file that hangs on a message, where somebody put one there."""
        return await self._reach(lambda: self._content(message, limit))

    async def act(self, act: Act) -> None:
        """Remove, recall, invite, announce or accept."""
        await self._call(lambda: self._act(act))

    # ---- the platform's moods ----

    def go_away(self, reason: str = "the gateway does not answer") -> None:
        """The platform cannot be reached; what is said now is not heard."""
        self._turn(AccountState.AWAY, reason=reason)

    def come_back(self) -> None:
        """The platform can be reached again."""
        self.log_in("was away")

    def log_out(self, reason: str = "logged out on the phone") -> None:
        """The platform ends the login."""
        self._turn(AccountState.LOGGED_OUT, reason=reason)

    def show_qr(self, qr_code: str) -> None:
        """The platform wants its code to be scanned."""
        self._turn(AccountState.SCAN, qr_code=qr_code)

    def log_in(self, gap_reason: str = "was logged out") -> None:
        """The account is there: it says so, what it missed, and which rooms it is in."""
        self._turn(AccountState.LOGGED_IN)
        ref = str(self.world.event_ref())
        self.account.tell_gap(ref=ref, now=self.world.clock.now(), reason=gap_reason)
        for room in self.world.rooms_of(self.account.user):
            self.account.hear(self.world.listing(self.account, room))

    def _turn(self, state: AccountState, *, reason: str = "", qr_code: str = "") -> None:
        ref = str(self.world.event_ref())
        now = self.world.clock.now()
        self.account.turn(state, ref=ref, now=now, reason=reason, qr_code=qr_code)

    # ---- hearing ----

    async def _deliver(self, inbox: Inbox, group: asyncio.TaskGroup) -> None:
        while True:
            incoming = await self.account.next()
            if incoming.delay > 0:
                group.create_task(self._later(incoming, inbox))
            else:
                await inbox.put(incoming.event)
            self.account.taken()

    async def _later(self, incoming: Incoming, inbox: Inbox) -> None:
        await self.world.clock.sleep(incoming.delay)
        await inbox.put(incoming.event)

    # ---- speaking ----

    async def _call(self, do: Callable[[], MessageRef | None]) -> Receipt:
        return Receipt(ref=await self._reach(do))

    async def _reach(self, do: Callable[[], T]) -> T:
        """Do it as the platform would, with the account's faults."""
        faults = self.account.faults
        if not self.account.online:
            msg = f"{self.name} is {self.account.state}"
            raise ChannelAway(msg)
        if self.account.happens(faults.unsure_lost):
            msg = "the connection broke before the platform answered"
            raise ChannelUnsure(msg)
        done = do()
        if faults.slow_seconds > 0:
            await self.world.clock.sleep(min(faults.slow_seconds, CALL_SECONDS))
        if faults.slow_seconds >= CALL_SECONDS or self.account.happens(faults.unsure_done):
            msg = "the platform did not answer in time"
            raise ChannelUnsure(msg)
        return done

    def _content(self, message: MessageRef, limit: int) -> bytes:
        said = self.world.transcript.find(message)
        content = None if said is None else said.what.content
        if content is None:
            msg = f"no file hangs on {message}"
            raise ChannelRefused(msg)
        if len(content) > limit:
            msg = f"{len(content):,} bytes; {limit:,} were asked for"
            raise TooLarge(msg)
        return content

    def _saying(self, post: Post) -> Saying:
        if len(post.text) > self.traits.max_text:
            msg = f"{len(post.text)} characters; the platform takes {self.traits.max_text}"
            raise ChannelRefused(msg)
        if not post.text and post.media is None:
            msg = "the post is empty"
            raise ChannelRefused(msg)
        if any(word in post.text for word in self.account.faults.refused_words):
            msg = "the platform refused the content"
            raise ChannelRefused(msg)
        return Saying(
            text=post.text,
            kind=kind_of_post(post.media),
            media=post.media,
            mentions=tuple(mention.user for mention in post.mentions),
            mention_all=post.mention_all,
            nonce=post.nonce,
        )

    def _act(self, act: Act) -> None:
        me = self.account.user
        match act:
            case Remove(room=room, user=user):
                self._need(self.traits.can_remove, room, "remove members")
                self.world.leaves(room, user, remover=me)
            case Recall(room=room, message=message):
                self._need(self.traits.can_recall, room, "take back what others said")
                self.world.recalls(message, by=me)
            case Invite(room=room, user=user):
                self._need(user in self.world.names, room, "invite somebody unknown")
                self.world.joins(room, user, inviter=me)
            case Announce(room=room, text=text):
                self._need(self.traits.can_announce, room, "set announcements")
                self.world.announce(room, text, by=me)
            case Accept(invitation=invitation):
                self.world.accepts(self.account, invitation)
            case _:
                assert_never(act)

    def _need(self, allowed: bool, room: RoomRef, what: str) -> None:  # noqa: FBT001 (a guard's condition)
        if not allowed or self.account.user not in self.world.room_at(room).members:
            msg = f"may not {what} in {room}"
            raise ChannelRefused(msg)


async def _forever(play: Play) -> None:
    await play()
    await asyncio.Event().wait()  # the talk is over; the channel goes on
