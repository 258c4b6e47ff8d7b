"""Erasures that were begun are gone through beside the pipeline, a little at a time."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from bot.beside import again_and_again
from bot.core.ports import Clock

_TURN = 0.005  # seconds in which others write
_REST = 1.0  # between looks when there is nothing to do


class Worker(Protocol):
    """Goes through erasures (`storage.privacy.erasing.Erasing`)."""

    async def step(self, now: datetime) -> bool:
        """Do the next part; False when there is nothing to do."""
        ...


async def erase(worker: Worker, clock: Clock, failed: Callable[[str], None]) -> None:
    """Do what is to be erased, until cancelled; `failed` counts the failures."""

    async def step() -> float:
        return _TURN if await worker.step(clock.now()) else _REST

    await again_and_again("erasure", step, failed)
