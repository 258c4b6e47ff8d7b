"""Erasures that were begun are gone through beside the pipeline, a little at a time."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from bot.beside import again_and_again
from bot.core.notices import ERASED, News, Notice
from bot.core.ports import Clock
from bot.core.remembering import forget_remembered

_TURN = 0.005  # seconds in which others write
_REST = 1.0  # between looks when there is nothing to do


class Worker(Protocol):
    """Goes through erasures (`storage.privacy.erasing.Erasing`)."""

    async def step(self, now: datetime) -> bool:
        """Do the next part; False when there is nothing to do."""
        ...

    async def mark(self) -> object:
        """Something else as soon as an erasure was begun or ended, by whichever process."""
        ...


class Remembers(Protocol):
    """Keeps what people wrote, to be quick."""

    def forget(self) -> None:
        """Keep none of it."""
        ...


def forgetting(database: Remembers, jobs: Remembers, news: News) -> Callable[[], None]:
    """What makes this process forget what people wrote, of whomever."""

    def forget() -> None:
        forget_remembered()
        database.forget()
        jobs.forget()
        news.post_all((Notice(kind=ERASED),))  # live views

    return forget


async def erase(
    worker: Worker, clock: Clock, failed: Callable[[str], None], forget: Callable[[], None]
) -> None:
    """Do what is to be erased, until cancelled; `failed` counts the failures.

    `forget` empties what this process remembers of people: it is called when an erasure was
    begun, and again when it is over, for what was looked up in between.
    """
    known: object = None

    async def step() -> float:
        nonlocal known
        busy = await worker.step(clock.now())
        mark = await worker.mark()
        if known is not None and mark != known:
            forget()
        known = mark
        return _TURN if busy else _REST

    await again_and_again("erasure", step, failed)
