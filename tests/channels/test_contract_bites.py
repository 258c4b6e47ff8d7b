"""A contract that cannot fail proves nothing: broken channels, and what catches each."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

import pytest

from bot.core.errors import ChannelAway, ChannelError
from bot.core.events import AccountChanged, Event, GapFound, Media, MessageReceived, RoomListed
from bot.core.ids import ChannelName, MessageRef, RoomRef, UserRef
from bot.core.ports import Act, ChannelTraits, Inbox, Post, Receipt
from tests.channels import contract
from tests.channels.contract import ChannelContract
from tests.channels.stage import Stage
from tests.channels.stage_simulator import SimulatorStage
from tests.support import hearing
from tests.support.world import a_world


class Honest:
    """Passes everything through; the broken ones change one thing."""

    def __init__(self) -> None:
        self.place = a_world()
        self.inner = self.place.channel

    @property
    def name(self) -> ChannelName:
        return self.inner.name

    @property
    def traits(self) -> ChannelTraits:
        return self.inner.traits

    def heard_until(self) -> datetime | None:
        return self.inner.heard_until()

    def connect_now(self) -> None:
        self.inner.connect_now()

    async def run(self, inbox: Inbox) -> None:
        await self.inner.run(_Through(self, inbox))

    async def say(self, room: RoomRef, post: Post) -> Receipt:
        return await self.inner.say(room, post)

    async def tell(self, user: UserRef, post: Post) -> Receipt:
        return await self.inner.tell(user, post)

    async def fetch(self, message: MessageRef, media: Media, limit: int) -> bytes:
        return await self.inner.fetch(message, media, limit)

    async def act(self, act: Act) -> None:
        await self.inner.act(act)

    def hear(self, event: Event) -> list[Event]:
        return [event]


class _Through:
    def __init__(self, channel: Honest, inbox: Inbox) -> None:
        self._channel = channel
        self._inbox = inbox

    async def put(self, event: Event) -> None:
        for heard in self._channel.hear(event):
            await self._inbox.put(heard)

    async def put_and_wait(self, event: Event) -> None:
        await self.put(event)


class Stuttering(Honest):
    """Tells each tenth message twice, under another id."""

    count = 0

    def hear(self, event: Event) -> list[Event]:
        self.count += isinstance(event, MessageReceived)
        if self.count % 10 == 9 and isinstance(event, MessageReceived):
            return [event, replace(event, ref=MessageRef(event.ref + "x"))]
        return [event]


class Swapping(Honest):
    """Tells messages in pairs, the later one first."""

    held: Event | None = None

    def hear(self, event: Event) -> list[Event]:
        if not isinstance(event, MessageReceived):
            return [event]
        if self.held is None:
            self.held = event
            return []
        first, self.held = self.held, None
        return [event, first]


class Impatient(Honest):
    """Throws away what a full inbox does not take at once."""

    async def run(self, inbox: Inbox) -> None:
        await self.inner.run(_Dropping(inbox))


class _Dropping:
    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    async def put(self, event: Event) -> None:
        try:
            async with asyncio.timeout(0.001):
                await self._inbox.put(event)
        except TimeoutError:
            return

    put_and_wait = put


class Estranged(Honest):
    """Does not know its own posts."""

    def hear(self, event: Event) -> list[Event]:
        return [replace(event, own=False) if isinstance(event, MessageReceived) else event]


class Decorating(Honest):
    """Shows the @name it writes before a post as part of the post."""

    async def say(self, room: RoomRef, post: Post) -> Receipt:
        names = "".join(f"@{mention.name} " for mention in post.mentions)
        return await self.inner.say(room, replace(post, text=names + post.text))


class Forgetful(Honest):
    """Does not list its rooms, nor tell its gaps."""

    def hear(self, event: Event) -> list[Event]:
        return [] if isinstance(event, RoomListed | GapFound) else [event]


class Deaf(Honest):
    """Does not tell that the platform went away."""

    def hear(self, event: Event) -> list[Event]:
        return [] if isinstance(event, AccountChanged) and event.user is None else [event]


class Polite(Honest):
    """Takes every refusal for a lost connection."""

    async def say(self, room: RoomRef, post: Post) -> Receipt:
        try:
            return await self.inner.say(room, post)
        except ChannelError as error:
            raise ChannelAway(str(error)) from error


class Clinging(Honest):
    """Does not end when it is cancelled."""

    async def run(self, inbox: Inbox) -> None:
        try:
            await super().run(inbox)
        except asyncio.CancelledError:
            await asyncio.sleep(0.2)


C = ChannelContract
CAUGHT: list[tuple[type[Honest], Callable[[ChannelContract, Stage], Awaitable[None]]]] = [
    (Stuttering, C.test_every_message_comes_once_and_in_the_order_of_its_room),
    (Swapping, C.test_a_full_inbox_makes_the_channel_wait_and_nothing_is_lost),
    (Impatient, C.test_a_full_inbox_makes_the_channel_wait_and_nothing_is_lost),
    (Estranged, C.test_own_posts_come_back_as_own_and_in_order),
    (Decorating, C.test_the_echo_of_a_post_with_a_mention_is_still_recognised),
    (Forgetful, C.test_a_login_is_told_and_every_room_is_listed),
    (Forgetful, C.test_when_it_comes_back_the_gap_is_told_and_it_hears_again),
    (Deaf, C.test_away_is_told_and_posts_are_not_done),
    (Polite, C.test_posts_that_the_platform_does_not_take_are_refused),
    (Polite, C.test_a_lost_answer_leaves_it_unsure_and_the_echo_tells),
    (Clinging, C.test_cancelling_ends_it_and_it_can_run_again),
]


@pytest.mark.parametrize(("broken", "sentence"), CAUGHT, ids=lambda part: part.__name__)
async def test_a_broken_channel_is_caught(broken, sentence, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(hearing, "PATIENCE", 0.1)
    monkeypatch.setattr(contract, "STOP_SECONDS", 0.1)
    channel = broken()
    stage = SimulatorStage(channel.place, channel)

    with pytest.raises(BaseException) as failed:  # noqa: PT011 (whatever shape the failure has)
        await sentence(ChannelContract(), stage)

    assert not isinstance(failed.value, pytest.skip.Exception)


async def test_an_honest_channel_passes():
    for _, sentence in CAUGHT:
        channel = Honest()
        await sentence(ChannelContract(), SimulatorStage(channel.place, channel))
