"""What is looked up for suspects alone, before anything is decided about them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.seen import Closer, Suspect


async def look_closer(
    connection: AsyncConnection,  # noqa: ARG001 (its first reader is on its way)
    suspects: Sequence[Suspect],  # noqa: ARG001 (see above)
    *,
    now: datetime,  # noqa: ARG001 (see above)
) -> Closer:
    """All that is known beyond the message; each part in a constant number of queries."""
    return Closer()
