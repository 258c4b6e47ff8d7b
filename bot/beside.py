"""What goes on beside the pipeline, again and again, whatever goes wrong with it."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.core.errors import StorageAway
from bot.core.failure import failure

_AWAY = 5.0  # seconds until the next try

log = structlog.get_logger("beside")


async def again_and_again(
    name: str,
    step: Callable[[], Awaitable[float]],
    failed: Callable[[str], None],
    *,
    away: float = _AWAY,
) -> None:
    """Take a step, rest for the seconds it gives, until cancelled; `failed` counts the failures.

    Nothing that stands still here is worth ending the service: what is said must be heard.
    """
    while True:
        try:
            rest = await step()
        except StorageAway as error:
            log.warning("storage_away", work=name, error=type(error).__name__)
            rest = away
        except Exception as error:
            log.error("work_failed", work=name, **failure(error))
            failed(name)
            rest = away
        await asyncio.sleep(rest)
