"""Poison that somebody wants tried again goes through the pipeline once more."""

from collections.abc import Callable

import structlog

from bot.beside import again_and_again
from bot.core.ports import Clock
from bot.intake import Intake
from storage.unit import Store

_REST = 1.0  # seconds between looks

log = structlog.get_logger("poison")


async def try_again(
    store: Store, intake: Intake, clock: Clock, failed: Callable[[str], None]
) -> None:
    """Give what was asked for to the intake, until cancelled.

    Asked for in the database, so that a crash forgets no request; what was archived after all is
    recognised by the archive like any event that comes twice.
    """

    async def step() -> float:
        await retry_asked(store, intake, clock)
        return _REST

    await again_and_again("poison", step, failed)


async def retry_asked(store: Store, intake: Intake, clock: Clock) -> None:
    """Try everything again that was asked for, each until it is committed or set aside anew."""
    async with store.read() as unit:
        asked = await unit.archive.retries()
    for number, event in asked:
        await intake.put_and_wait(event)
        async with store.write() as unit:
            settled = await unit.archive.retried(number, now=clock.now())
        log.info("tried_again", poison=number, settled=settled)
