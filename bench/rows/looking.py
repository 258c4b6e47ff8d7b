"""How long looks take: the same for messages and for people."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from statistics import quantiles

from sqlalchemy.ext.asyncio import AsyncConnection

from bench.report import Figure
from storage.engine import Database

Look = Callable[[AsyncConnection, random.Random], Awaitable[int]]

_LOOKS = 200


async def times(
    database: Database, looks: Mapping[str, Look]
) -> Mapping[str, tuple[float, float, float]]:
    """p50 and p95 in ms, and how much was found on average, for each kind of look."""
    return {name: await _times(database, look) for name, look in looks.items()}


async def _times(database: Database, look: Look) -> tuple[float, float, float]:
    dice = random.Random(2)  # noqa: S311 (a repeatable load)
    taken: list[float] = []
    found = 0
    for _ in range(_LOOKS):
        began = time.perf_counter()
        async with database.read() as connection:
            found += await look(connection, dice)
        taken.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(0)
    marks = quantiles(taken, n=20)
    return marks[9], marks[18], found / _LOOKS


def figures(
    row: str, size: str, measured: Mapping[str, tuple[float, float, float]], budget: float | None
) -> list[Figure]:
    """A p95 in ms for each kind of look."""
    return [
        Figure(
            row=f"{row}: {kind}, p95",
            size=size,
            value=p95,
            unit="ms",
            budget=budget,
            note=f"p50 {p50:.1f} ms, {found:.0f} found",
        )
        for kind, (p50, p95, found) in measured.items()
    ]
