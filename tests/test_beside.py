"""What goes on beside the pipeline."""

import asyncio

import pytest

from bot.beside import again_and_again
from bot.core.errors import StorageAway


@pytest.mark.parametrize(
    ("trouble", "counted"), [(ValueError("a row nobody can read"), ["search"]), (StorageAway(), [])]
)
async def test_a_step_that_fails_is_taken_again_and_ends_nothing(trouble, counted):
    failed: list[str] = []
    steps = 0
    through = asyncio.Event()

    async def step() -> float:
        nonlocal steps
        steps += 1
        if steps == 1:
            raise trouble
        through.set()
        return 60.0

    async with asyncio.TaskGroup() as group:
        working = group.create_task(again_and_again("search", step, failed.append, away=0.0))
        await through.wait()
        working.cancel()

    assert failed == counted
