"""Poison that somebody wants tried again goes through the pipeline once more."""

import asyncio

import structlog

from bot.core.errors import StorageAway
from bot.core.ports import Clock
from bot.intake import Intake
from storage.unit import Store

_REST = 1.0  # seconds between looks
_AWAY = 5.0

log = structlog.get_logger("poison")


async def try_again(store: Store, intake: Intake, clock: Clock) -> None:
    """Give what was asked for to the intake, until cancelled.

    Asked for in the database, so that a crash forgets no request; what was archived after all is
    recognised by the archive like any event that comes twice.
    """
    while True:
        try:
            await retry_asked(store, intake, clock)
            rest = _REST
        except StorageAway as error:
            log.warning("storage_away", error=type(error).__name__)
            rest = _AWAY
        await asyncio.sleep(rest)


async def retry_asked(store: Store, intake: Intake, clock: Clock) -> None:
    """Try everything again that was asked for, each until it is committed or set aside anew."""
    async with store.read() as unit:
        asked = await unit.archive.retries()
    for number, event in asked:
        await intake.put_and_wait(event)
        async with store.write() as unit:
            settled = await unit.archive.retried(number, now=clock.now())
        log.info("tried_again", poison=number, settled=settled)
