"""The full-text index follows the archive, off the pipeline's way."""

from collections.abc import Callable

from bot.beside import again_and_again
from storage.unit import Store

ROWS = 500  # indexed in one transaction, fewer where texts are long: while it lasts, others wait
_REST = 0.5  # seconds between looks when there is nothing to do


async def follow(store: Store, *, busy: Callable[[], bool], failed: Callable[[str], None]) -> None:
    """Index what was archived, until cancelled; while the pipeline is busy, it goes first."""

    async def step() -> float:
        return _REST if busy() else await _index(store)

    await again_and_again("search", step, failed)


async def _index(store: Store) -> float:
    async with store.write() as unit:
        done = await unit.search.index_pending(ROWS)
    return 0.0 if done else _REST
