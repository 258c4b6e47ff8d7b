"""The full-text index follows the archive, off the pipeline's way."""

import asyncio
from collections.abc import Callable

import structlog

from bot.core.errors import StorageAway
from storage.unit import Store

ROWS = 500  # indexed in one transaction: some 10 ms in which the pipeline waits
_REST = 0.5  # seconds between looks when there is nothing to do
_AWAY = 5.0

log = structlog.get_logger("search")


async def follow(store: Store, *, busy: Callable[[], bool]) -> None:
    """Index what was archived, until cancelled; while the pipeline is busy, it goes first."""
    while True:
        try:
            rest = _REST if busy() else await _step(store)
        except StorageAway as error:
            log.warning("storage_away", error=type(error).__name__)
            rest = _AWAY
        await asyncio.sleep(rest)


async def _step(store: Store) -> float:
    async with store.write() as unit:
        done = await unit.search.index_pending(ROWS)
    return 0.0 if done == ROWS else _REST
