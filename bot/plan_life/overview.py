"""How the plans stand: what their files say, what counts, and in how many rooms they run."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.core.ids import RoomId
from bot.core.plan_changes import Impossible
from bot.core.plans import PlanVersion, RunState
from bot.plan_life.files import PlanFiles, Written
from bot.plan_life.ports import LifeRuns
from bot.plan_life.texts import Texts
from sop.model import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStands:
    """One plan, as its file says and as it counts."""

    name: str
    title: str  # "" where no sound text of it is known
    about: str
    steps: int  # written ones
    needs_event: bool
    file: str  # the name of its file; "" where there is none
    written: str  # the version that its file has; "" where there is no file
    counts: str  # the version that counts; "" where none ever did
    mistakes: int  # in its file
    active: int  # rooms in which it runs
    paused: int
    since: datetime | None  # from when what counts does
    author: str  # who made it count

    @property
    def waits(self) -> bool:
        """Whether a sound file says something else than what counts."""
        return bool(self.written and self.counts != self.written and not self.mistakes)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanOpened:
    """One plan with its text: its file's, else what counts."""

    stands: PlanStands
    source: str


@dataclass(frozen=True, kw_only=True)
class Overview:
    """Looks at files, texts in force and runs together."""

    texts: Texts
    files: PlanFiles

    async def all(
        self, runs: LifeRuns, rooms: Collection[RoomId] | None = None
    ) -> Sequence[PlanStands]:
        """Every plan, by name; runs are counted in these rooms only (None: in all)."""
        written = {one.name: one for one in await self.files.all()}
        kept = {one.name: one for one in await runs.editions.in_force()}
        live = await runs.live_counts(rooms)
        return [
            self._stands(name, written.get(name), kept.get(name), live.get(name, {}))
            for name in sorted(written.keys() | kept.keys())
        ]

    async def one(
        self, runs: LifeRuns, name: str, rooms: Collection[RoomId] | None = None
    ) -> PlanOpened | None:
        """One plan with its text; None where neither a file nor a text in force has that name."""
        written = await self.files.find(name)
        kept = await runs.editions.of(name)
        if written is None and kept is None:
            return None
        live = await runs.live_counts(rooms)
        source = written.source if written else (kept.source if kept else "")
        return PlanOpened(
            stands=self._stands(name, written, kept, live.get(name, {})), source=source
        )

    def _stands(
        self,
        name: str,
        written: Written | None,
        kept: PlanVersion | None,
        live: Mapping[RunState, int],
    ) -> PlanStands:
        plan = self._plan(written, kept)
        return PlanStands(
            name=name,
            title=plan.title if plan else "",
            about=plan.about if plan else "",
            steps=len(plan.steps) if plan else 0,
            needs_event=plan is not None and plan.needs_event,
            file=Path(written.file).name if written else "",
            written=written.version if written else "",
            counts=kept.version if kept else "",
            mistakes=len(written.problems) if written else 0,
            active=live.get(RunState.ACTIVE, 0),
            paused=live.get(RunState.PAUSED, 0),
            since=kept.loaded_at if kept else None,
            author=kept.author if kept else "",
        )

    def _plan(self, written: Written | None, kept: PlanVersion | None) -> Plan | None:
        if written is not None and written.loaded is not None:
            return written.loaded.plan
        with suppress(Impossible):  # this release does not take the kept text: it has no title
            return None if kept is None else self.texts.read(kept).plan
        return None
