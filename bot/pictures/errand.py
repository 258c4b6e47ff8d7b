"""The errand of kind "picture": fetch what hangs on a message, and have it read."""

from collections.abc import Callable, Mapping
from typing import Protocol

from bot.core.answers import Answer, PictureFault, PictureSeen
from bot.core.errands import PICTURE, Errand, ErrandUnfinished
from bot.core.errors import ChannelAway, ChannelRefused, ChannelUnsure, TooLarge
from bot.core.events import Media
from bot.core.ids import ChannelName, MessageRef
from bot.pictures.limits import PictureLimits


class Fetches(Protocol):
    """What is asked of a `bot.core.ports.Channel` here."""

    async def fetch(self, message: MessageRef, media: Media, limit: int) -> bytes:
        """The picture or file that hangs on a message."""
        ...


class Reads(Protocol):
    """What is asked of a `bot.pictures.reader.PictureReader` here."""

    async def read(self, content: bytes) -> PictureSeen:
        """What is in a picture."""
        ...


class PictureErrands:
    """Implements `bot.errands.loop.Runner`."""

    kind = PICTURE
    seconds = 90.0  # a fetch ends within a minute

    def __init__(
        self,
        channels: Mapping[ChannelName, Fetches],
        reader: Reads,
        limits: Callable[[], PictureLimits],
    ) -> None:
        self._channels = channels
        self._reader = reader
        self._limits = limits

    async def run(self, errand: Errand) -> Answer:
        """What is in the picture, or why that is not to be known."""
        channel = self._channels.get(errand.channel)
        if channel is None:  # taken out of the configuration meanwhile
            return self.given_up(errand)
        try:
            content = await channel.fetch(
                errand.ref, errand.media or Media(), self._limits().max_bytes
            )
        except TooLarge:
            return PictureSeen(fault=PictureFault.TOO_LARGE)
        except ChannelRefused:
            return self.given_up(errand)
        except (ChannelAway, ChannelUnsure) as error:
            raise ErrandUnfinished(type(error).__name__) from error
        return await self._reader.read(content)

    def given_up(self, _errand: Errand) -> Answer:
        """What is said of a picture that nobody could get."""
        return PictureSeen(fault=PictureFault.NOT_HAD)
