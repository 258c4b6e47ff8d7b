"""Rehearsals that people ask of the running service; each plays in a process of its own.

What plays is `bot.rehearsal`, which puts a whole service on a stage. The service must not import
it: nothing of a rehearsal may ever run where people are spoken to.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.apart import WorkFailed, apart
from bot.config import Settings
from bot.core.rehearsing import Staging
from sop.parse import LoadedPlan

SECONDS = 300.0  # that a rehearsal may take; the longest of the library takes ten

Tell = Callable[[float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the other process is to play. It holds the database's address: never logged."""

    settings: Settings
    plans: Path  # the folders in which lies what plans post
    campaigns: Path | None
    contents: Path | None
    loaded: LoadedPlan
    staging: Staging
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RehearsalDesk:
    """Has plans played through on a virtual clock."""

    settings: Callable[[], Settings]
    plans: Path
    campaigns: Path | None = None
    contents: Path | None = None
    seconds: float = SECONDS

    def work(
        self, loaded: LoadedPlan, staging: Staging, now: datetime
    ) -> Callable[[Tell], Awaitable[object]]:
        """A job that rehearses a plan."""
        order = Order(
            settings=self.settings(),
            plans=self.plans,
            campaigns=self.campaigns if loaded.plan.needs_event else None,
            contents=self.contents,
            loaded=loaded,
            staging=staging,
            now=now,
        )

        async def run(tell: Tell) -> object:
            try:
                async with asyncio.timeout(self.seconds):
                    return await apart("bot.rehearsal.commissioned", order, tell)
            except TimeoutError:
                msg = f"it was not through after {self.seconds:g} seconds; rehearse fewer days"
                raise WorkFailed(msg) from None

        return run
