"""The desk of the content library: takes up edited files and approvals, and looks ahead.

Everything of one tick is one transaction. What is said is decided elsewhere (`sop.firing`), by
the library that this desk holds.
"""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.core.content import Approval
from bot.core.effects import AssignTask, Effect, RaiseAlert, Severity
from bot.core.plans import Run
from bot.pacing import is_time
from sop.content import Library, LoadedContent
from sop.content_needs import calls, contents_of, first_needs, late_pieces, longest_lead
from sop.content_parse import RefusedContent
from sop.settings import SopSettings
from sop.shelf import Shelf

_LOOK_EVERY = timedelta(minutes=30)


class ContentFolderPort(Protocol):
    """Where colleagues keep the pieces (`bot.content.folder.ContentFolder`)."""

    @property
    def pieces(self) -> Mapping[str, LoadedContent]:
        """The pieces in force, by id."""
        ...

    @property
    def refused(self) -> Sequence[RefusedContent]:
        """Files that are not in force."""
        ...

    def read(self, staff: frozenset[str] | None) -> bool:
        """Take up what changed; whether anything did. May block."""
        ...


class ContentsPort(Protocol):
    """The approvals of one transaction."""

    async def approvals(self) -> dict[str, Approval]:
        """The newest word on every piece, as far as it is an approval."""
        ...

    async def runs_of(self, plans: Collection[str]) -> list[Run]:
        """Live runs of these plans."""
        ...


class ContentWork(Protocol):
    """One write transaction, as the desk needs it."""

    @property
    def contents(self) -> ContentsPort:
        """Approvals."""
        ...


class ContentDesk:
    """One desk for the whole service; it remembers the library in force."""

    def __init__(
        self,
        *,
        settings: Callable[[], SopSettings],
        folder: ContentFolderPort,
        staff: Callable[[], frozenset[str]],
        shelf: Callable[[], Shelf],
    ) -> None:
        self._settings = settings
        self._folder = folder
        self._staff = staff
        self._shelf = shelf
        self._told: set[str] = set()
        self._telling: set[str] = set()  # given back by this tick, not committed yet
        self._read_at: datetime | None = None
        self._looked_at: datetime | None = None
        self._looked_for: object = None
        self.library = Library()

    async def tick(self, work: ContentWork, now: datetime) -> list[Effect]:
        """Look after the library; gives back what is to be done."""
        self._telling = set()
        wait = timedelta(seconds=self._settings().reload_seconds)
        if not is_time(self._read_at, wait, now):
            return []
        await asyncio.to_thread(self._folder.read, self._staff())
        approvals = await work.contents.approvals()
        self.library = Library(pieces=dict(self._folder.pieces), approvals=approvals)
        self._read_at = now
        effects: list[Effect] = [_refused(one) for one in self._folder.refused]
        versions = {name: one.version for name, one in self._shelf().plans.items()}
        state = (self.library, versions)
        if state != self._looked_for or is_time(self._looked_at, _LOOK_EVERY, now):
            effects += await self._ahead(work, now)
            self._looked_for, self._looked_at = state, now
        return [effect for effect in effects if self._is_new(effect)]

    def confirm(self) -> None:
        """What the last tick gave back is committed: it is told."""
        self._told |= self._telling
        self._telling = set()

    async def _ahead(self, work: ContentWork, now: datetime) -> list[Effect]:
        plans = [one.plan for one in self._shelf().plans.values()]
        wanting = [plan for plan in plans if any(map(contents_of, plan.all_steps))]
        if not wanting:
            return []
        runs = await work.contents.runs_of({plan.name for plan in wanting})
        ahead = longest_lead(self.library)
        needs = await asyncio.to_thread(first_needs, wanting, runs, now, ahead)
        return calls(late_pieces(needs, self.library, now), now)

    def _is_new(self, effect: Effect) -> bool:
        """Whether this process has not given it back before."""
        match effect:
            case AssignTask(key=key) | RaiseAlert(group=key):
                mark = f"{type(effect).__name__}:{key}"
            case _:
                return True
        if mark in self._told or mark in self._telling:
            return False
        self._telling.add(mark)
        return True


def _refused(one: RefusedContent) -> RaiseAlert:
    return RaiseAlert(
        kind="config",
        severity=Severity.WARNING,
        reason=f"内容文件有错误，未生效：\n{one.error.told('zh')[:2000]}",
        advice="改正后保存即可；在此之前沿用上一个正确的版本。",
        group=f"config:{one.file}:{one.version}",
    )
