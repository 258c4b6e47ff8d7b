"""Work that tests have done in a process of its own."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import Any

from bot.core.errors import GroupkeeperError

Order = dict[str, Any]


async def work(order: Order, tell: Callable[[float], None]) -> object:
    """Do what the order names."""
    tell(0.5)
    return await _KINDS[order["do"]](order)


async def _add(order: Order) -> object:
    return {"sum": sum(order["numbers"])}


async def _refuse(_order: Order) -> object:
    msg = "that cannot be done"
    raise GroupkeeperError(msg)


async def _break(_order: Order) -> object:
    msg = "the words of a member"
    raise KeyError(msg)


async def _hang(_order: Order) -> object:
    await asyncio.sleep(600)  # longer than any test waits: it must be ended from outside
    return None


async def _print(_order: Order) -> object:
    print("a library has something to say")  # noqa: T201 (that is what is tested)
    return "printed"


async def _eat(_order: Order) -> object:
    return len(bytearray(8 << 30))


async def _large(_order: Order) -> object:
    return "x" * (16 << 20)


async def _nice(_order: Order) -> object:
    return os.nice(0)


async def _environment(_order: Order) -> object:
    return sorted(os.environ)


_KINDS: dict[str, Callable[[Order], Awaitable[object]]] = {
    "add": _add,
    "refuse": _refuse,
    "break": _break,
    "hang": _hang,
    "print": _print,
    "eat": _eat,
    "large": _large,
    "nice": _nice,
    "environment": _environment,
}
