"""A task of its own for calls of grpclib.

When a connection breaks, grpclib wakes whoever waits by cancelling their task, raises another
error instead, and never takes the cancellation back. TaskGroups do the same to their parent
before Python 3.13. A task that goes on living would carry that along, and a later TaskGroup or
time-out of it would take it for a real one; and a real one that comes at the same moment is lost.
"""

import asyncio
from collections.abc import Coroutine
from typing import TypeVar

T = TypeVar("T")


async def apart(doing: Coroutine[object, object, T]) -> T:
    """Do it in a task of its own; a cancellation of whoever waits is never lost."""
    waiter = asyncio.current_task()
    before = waiter.cancelling() if waiter else 0
    try:
        return await asyncio.ensure_future(doing)
    finally:
        if waiter is not None and waiter.cancelling() > before:
            raise asyncio.CancelledError
