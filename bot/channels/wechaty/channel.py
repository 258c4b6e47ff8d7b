"""A WeChat account behind a Wechaty gateway, as a channel."""

from collections.abc import Callable
from datetime import datetime
from importlib.util import find_spec
from typing import Protocol

from bot.channels.wechaty.settings import WechatySettings
from bot.core.errors import ChannelAway, ConfigError
from bot.core.events import Media
from bot.core.ids import ChannelName, MessageRef, RoomRef, UserRef
from bot.core.ports import Act, ChannelTraits, Clock, Inbox, Post, Receipt

_NOT_RUNNING = "the channel is not running"


class _Speaker(Protocol):
    async def say(self, room: RoomRef, post: Post) -> Receipt: ...

    async def tell(self, user: UserRef, post: Post) -> Receipt: ...

    async def act(self, act: Act) -> None: ...


class _Fetcher(Protocol):
    async def fetch(self, message: MessageRef, media: Media, limit: int) -> bytes: ...


class WechatyChannel:
    """Keeps the port's contract over a gateway that comes and goes.

    `heard` is when this account last heard anything before this process started, if that is
    known: the first gap is then told from there. The library is imported when `run` starts;
    where it is not installed, making the channel raises `ConfigError`.
    """

    def __init__(
        self, settings: WechatySettings, clock: Clock, *, heard: datetime | None = None
    ) -> None:
        if find_spec("wechaty_grpc") is None or find_spec("grpclib") is None:
            msg = (
                f"channel {settings.name}: the Wechaty client is not installed; "
                "run: pip install 'groupkeeper[wechaty]'"
            )
            raise ConfigError(msg)
        self._settings = settings
        self._clock = clock
        self._heard = heard
        self._speaker: _Speaker | None = None
        self._fetcher: _Fetcher | None = None
        self._until: Callable[[], datetime | None] = lambda: heard
        self._connect: Callable[[], None] | None = None

    @property
    def name(self) -> ChannelName:
        """The configured name of the account."""
        return self._settings.name

    @property
    def traits(self) -> ChannelTraits:
        """WeChat shows us our own posts, without an id that we could give them."""
        return ChannelTraits(
            max_text=self._settings.max_text,
            mini_programs=self._settings.mini_programs,
            link_cards=self._settings.link_cards,
        )

    def heard_until(self) -> datetime | None:
        """Up to when everything that was said is in the inbox."""
        return self._until()

    async def run(self, inbox: Inbox) -> None:
        """Deliver events until cancelled; a gateway that is away never ends it."""
        from bot.channels.wechaty.account import Account  # noqa: PLC0415 - the extra is optional

        account = Account(self._settings, self._clock, inbox, self._heard)
        self._speaker, self._fetcher = account.speech, account.files
        self._until = account.heard_until
        self._connect = account.connect_now
        try:
            await account.run()
        finally:
            self._speaker = self._fetcher = self._connect = None

    def connect_now(self) -> None:
        """Try at once, where the next try would come later."""
        if self._connect is not None:
            self._connect()

    async def say(self, room: RoomRef, post: Post) -> Receipt:
        """Speak in a room."""
        return await self._connected().say(room, post)

    async def tell(self, user: UserRef, post: Post) -> Receipt:
        """Speak to one account alone."""
        return await self._connected().tell(user, post)

    async def fetch(self, message: MessageRef, media: Media, limit: int) -> bytes:
        """The picture or file that hangs on a message."""
        if self._fetcher is None:
            raise ChannelAway(_NOT_RUNNING)
        return await self._fetcher.fetch(message, media, limit)

    async def act(self, act: Act) -> None:
        """Remove, invite, announce or accept."""
        await self._connected().act(act)

    def _connected(self) -> _Speaker:
        if self._speaker is None:
            raise ChannelAway(_NOT_RUNNING)
        return self._speaker
