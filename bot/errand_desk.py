"""The errands of the service: which kinds there are, and the loops that run them."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from uuid import uuid4

from bot.beside import again_and_again
from bot.core.ports import Channel, Clock, Inbox
from bot.errands.loop import ErrandLoop, Runner, Work
from bot.pictures.errand import PictureErrands
from bot.pictures.limits import PictureLimits
from bot.pictures.reader import PictureReader
from handlers.media_settings import PictureSettings


def limits_of(settings: PictureSettings) -> PictureLimits:
    """How much a picture may cost, as the settings say."""
    return PictureLimits(
        max_bytes=settings.max_bytes,
        max_pixels=settings.max_pixels,
        seconds=settings.seconds,
        memory_mb=settings.memory_mb,
        max_codes=settings.max_codes,
    )


@dataclass(kw_only=True)
class ErrandDesk:
    """Runs errands of every kind beside the pipeline until it is cancelled."""

    open_work: Callable[[], AbstractAsyncContextManager[Work]]
    look: Callable[[], AbstractAsyncContextManager[Work]]
    inbox: Inbox
    clock: Clock
    channels: Sequence[Channel]
    pictures: Callable[[], PictureSettings]
    others: Sequence[Runner] = ()  # beside the one that reads pictures

    def __post_init__(self) -> None:
        self._reader = PictureReader(self._limits)
        fetching = {channel.name: channel for channel in self.channels}
        pictures = PictureErrands(fetching, self._reader, self._limits)
        owner = uuid4().hex  # of this process
        self._loops = [
            ErrandLoop(
                runner=runner,
                open_work=self.open_work,
                look=self.look,
                inbox=self.inbox,
                clock=self.clock,
                owner=owner,
            )
            for runner in (pictures, *self.others)
        ]

    async def run(self, failed: Callable[[str], None]) -> None:
        """Run what is due, again and again."""
        try:
            async with asyncio.TaskGroup() as group:
                for loop in self._loops:
                    group.create_task(again_and_again("errands", loop.step, failed))
        finally:
            await self._reader.close()

    def _limits(self) -> PictureLimits:
        return limits_of(self.pictures())
