"""A channel that hears everything and writes down what it would say or do."""

import asyncio
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count

import structlog

from bot.core.errors import ChannelAway, ChannelRefused
from bot.core.events import (
    AccountChanged,
    AccountState,
    Event,
    Media,
    MessageReceived,
    kind_of_post,
)
from bot.core.ids import ChannelName, MessageRef, RoomRef, UserRef
from bot.core.ports import Act, Channel, ChannelTraits, Clock, Inbox, Post, Receipt

log = structlog.get_logger(__name__)

KEPT = 10_000  # what was written down longest ago is forgotten past this


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenDown:
    """Something that would have been done: a post in `room`, one to `user` alone, or an act."""

    at: datetime
    room: RoomRef | None = None
    user: UserRef | None = None
    post: Post | None = None
    act: Act | None = None


class DryRun:
    """Wraps a channel: listens through it, never speaks through it.

    Each post is answered with a receipt and comes back as its own echo, so that deliveries
    settle as if it had gone out. Acts change nothing. As with any channel, nothing is taken
    while the wrapped one is not logged in.
    """

    def __init__(self, channel: Channel, clock: Clock) -> None:
        self.written: deque[WrittenDown] = deque(maxlen=KEPT)
        self._channel = channel
        self._clock = clock
        self._own: AccountChanged | None = None  # while logged in: who we are
        self._echoes: asyncio.Queue[MessageReceived] = asyncio.Queue()
        self._numbers: Iterator[int] = count(1)

    @property
    def name(self) -> ChannelName:
        """The wrapped channel's name."""
        return self._channel.name

    @property
    def traits(self) -> ChannelTraits:
        """The wrapped channel's, but every post has its echo, with its nonce."""
        return replace(self._channel.traits, echoes=True, nonces=True)

    def heard_until(self) -> datetime | None:
        """As the wrapped channel says."""
        return self._channel.heard_until()

    async def run(self, inbox: Inbox) -> None:
        """Deliver the wrapped channel's events and our own echoes."""
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._channel.run(_Listening(self, inbox)))
                group.create_task(self._echo(inbox))
        finally:
            self._own = None

    def connect_now(self) -> None:
        """Hearing is done by the wrapped channel: it connects."""
        self._channel.connect_now()

    async def say(self, room: RoomRef, post: Post) -> Receipt:
        """Write a post down."""
        return self._write(WrittenDown(at=self._clock.now(), room=room, post=post), post)

    async def tell(self, user: UserRef, post: Post) -> Receipt:
        """Write a private post down."""
        return self._write(WrittenDown(at=self._clock.now(), user=user, post=post), post)

    async def fetch(self, message: MessageRef, media: Media, limit: int) -> bytes:
        """Looking changes nothing: the wrapped channel fetches it."""
        return await self._channel.fetch(message, media, limit)

    async def act(self, act: Act) -> None:
        """Write an act down."""
        self._who()
        self.written.append(WrittenDown(at=self._clock.now(), act=act))
        log.info("dry_run.act", channel=self.name, act=type(act).__name__)

    def notice(self, event: Event) -> None:
        """Learn who we are, and whether we are logged in, from what passes by."""
        if isinstance(event, AccountChanged):
            self._own = event if event.state is AccountState.LOGGED_IN else None

    def _who(self) -> AccountChanged:
        if self._own is None:
            msg = f"{self.name} is not logged in"
            raise ChannelAway(msg)
        return self._own

    def _write(self, written: WrittenDown, post: Post) -> Receipt:
        own = self._who()
        if not post.text and post.media is None:
            msg = "the post is empty"
            raise ChannelRefused(msg)
        if len(post.text) > self.traits.max_text:
            msg = f"{len(post.text)} characters; the platform takes {self.traits.max_text}"
            raise ChannelRefused(msg)
        # Unique over restarts: the archive would drop a second post with an old id.
        ref = MessageRef(f"dry-{written.at.timestamp():.6f}-{next(self._numbers)}")
        self.written.append(written)
        self._echoes.put_nowait(
            MessageReceived(
                channel=self.name,
                ref=ref,
                at=written.at,
                room=written.room,
                sender=own.user or UserRef("dry-run"),
                sender_name=own.user_name,
                text=post.text,
                kind=kind_of_post(post.media),
                mentions=tuple(mention.user for mention in post.mentions),
                media=post.media,
                own=True,
                nonce=post.nonce,
                to=written.user,
            )
        )
        log.info("dry_run.post", channel=self.name, room=written.room, user=written.user, ref=ref)
        return Receipt(ref=ref)

    async def _echo(self, inbox: Inbox) -> None:
        while True:
            await inbox.put(await self._echoes.get())


class _Listening:
    """The service's inbox, with the dry run looking on."""

    def __init__(self, dry_run: DryRun, inbox: Inbox) -> None:
        self._dry_run = dry_run
        self._inbox = inbox

    async def put(self, event: Event) -> None:
        self._dry_run.notice(event)
        await self._inbox.put(event)

    async def put_and_wait(self, event: Event) -> None:
        self._dry_run.notice(event)
        await self._inbox.put_and_wait(event)
