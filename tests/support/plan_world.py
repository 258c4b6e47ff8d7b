"""A world of plans that hypothesis acts in: real desk, real store, everything a person can do.

What was posted is read from the outbox, where each row is one post of one dated step: no test
has to believe the desk.
"""

import asyncio
import shutil
import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from bot.core.plan_changes import Impossible
from sop.parse import parse_plan
from storage.engine import Database, make_engine
from storage.settings import StorageSettings
from storage.tables.delivery import outbox
from storage.tables.sop import occurrence
from tests.support.plan_life import LifeStage
from tests.support.sop_stage import plan

ONCE = ("greet", "third")
ROOMS = 2


def text_of(draft) -> str:
    """A plan from the few things that differ: when its steps come, and which there are."""
    at = f"{draft['hour']:02d}"
    given = {
        "greet": f'when: {{day: {draft["day"]}, at: "{at}:00"}}, say: "{draft["word"]}",'
        f" on_late: {draft['on_late']}",
        "third": f'when: {{day: 3, at: "{at}:30"}}, say: "三"',
        "daily": f'when: {{every: day, at: "{draft["beat"]:02d}:00", until: 5}}, say: "打卡"',
        "after": 'when: {after: greet, delay: 1h}, say: "后"',
    }
    there = given.keys() - draft["without"] - ({"after"} if "greet" in draft["without"] else set())
    steps = [f"id: {name}, seat: teacher, {given[name]}" for name in given if name in there]
    return plan(*steps).replace("title:", f"zone: {draft['zone']}\ntitle:")


class World:
    """A stage on a database of its own, acted in from outside of any event loop."""

    def __init__(self, backend, draft, *, by_hand: bool) -> None:
        self._runner = asyncio.Runner()
        self._backend = backend
        self._home = Path(tempfile.mkdtemp(prefix="gk-world-"))
        self._name = ""
        self.stage: LifeStage
        self.do(self._open(text_of(draft), by_hand=by_hand))

    def do(self, work):
        """Wait for something that the stage does."""
        return self._runner.run(work)

    async def _open(self, text: str, *, by_hand: bool) -> None:
        folder = self._home / "plans"
        folder.mkdir()
        self.database = Database(make_engine(StorageSettings(url=await self._url())))
        self.stage = LifeStage(self.database, path=folder)
        if by_hand:
            self.stage.by_hand()
        await self.stage.begin(text, rooms=ROOMS)

    async def _url(self):
        if isinstance(self._backend, Path):
            shutil.copyfile(self._backend, self._home / "world.db")
            return f"sqlite+aiosqlite:///{self._home / 'world.db'}"
        self._name = await self._backend.create()
        return self._backend.url(self._name)

    def close(self) -> None:
        """Leave nothing behind."""
        self.do(self.database.close())
        if self._name:
            self.do(self._backend.drop(self._name))
        self._runner.close()
        shutil.rmtree(self._home, ignore_errors=True)

    def attempt(self, work):
        """What comes of something that a person asks; None where they are refused."""
        try:
            return self.do(work)
        except Impossible:
            return None

    def posts(self):
        """How often each step was posted, or may have been, or still may be.

        By run, step, its day by the plan, and what it follows. What certainly never reached
        anybody (expired, failed) may come again at another time.
        """
        return self.do(self._posts())

    async def _posts(self):
        which = (
            occurrence.c.run_id,
            occurrence.c.step,
            occurrence.c.local_date,
            occurrence.c.occasion,
        )
        async with self.database.read() as connection:
            rows = await connection.execute(
                select(*which)
                .join(outbox, outbox.c.occurrence_id == occurrence.c.id)
                .where(outbox.c.state.not_in(["expired", "failed"]))
            )
            return Counter(tuple(row) for row in rows)

    def let_go_out(self, state: str, why: str | None = None) -> None:
        """What waits in the outbox meets this outcome."""
        self.do(self.stage.outcome(state, why))

    def tick(self, minutes: float) -> None:
        """Time passes, forward or back, and the desk looks."""
        self.stage.now += timedelta(minutes=minutes)
        self.do(self.stage.tick())

    def plan_in_force(self):
        """The plan by which the rooms go."""

        async def look():
            async with self.stage.store.read() as unit:
                return await unit.runs.editions.of("week")

        kept = self.do(look())
        return parse_plan(kept.source, file="week.yaml").plan
