"""How long looks take: the same for messages and for people."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from statistics import quantiles

from sqlalchemy.ext.asyncio import AsyncConnection

from bench.report import Figure
from storage.engine import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """How long looks of one kind took, in ms, and how much they found on average."""

    p50: float
    p95: float
    processor_p95: float
    found: float


Look = Callable[[AsyncConnection, random.Random], Awaitable[int]]

_LOOKS = 200


async def times(database: Database, looks: Mapping[str, Look]) -> Mapping[str, Looks]:
    """Look many times in each way."""
    return {name: await _times(database, look) for name, look in looks.items()}


async def _times(database: Database, look: Look) -> Looks:
    dice = random.Random(2)  # noqa: S311 (a repeatable load)
    taken: list[float] = []
    busy: list[float] = []
    found = 0
    for _ in range(_LOOKS):
        began, worked = time.perf_counter(), time.process_time()
        async with database.read() as connection:
            found += await look(connection, dice)
        taken.append((time.perf_counter() - began) * 1000)
        busy.append((time.process_time() - worked) * 1000)
        await asyncio.sleep(0)
    marks = quantiles(taken, n=20)
    return Looks(
        p50=marks[9],
        p95=marks[18],
        processor_p95=quantiles(busy, n=20)[18],
        found=found / _LOOKS,
    )


def figures(
    row: str, size: str, measured: Mapping[str, Looks], budget: float | None
) -> list[Figure]:
    """A p95 in ms for each kind of look."""
    return [
        Figure(
            row=f"{row}: {kind}, p95",
            size=size,
            value=looks.p95,
            unit="ms",
            budget=budget,
            note=(
                f"p50 {looks.p50:.1f} ms; of processor p95 {looks.processor_p95:.1f} ms;"
                f" {looks.found:.0f} found"
            ),
        )
        for kind, looks in measured.items()
    ]
