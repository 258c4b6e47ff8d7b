"""What other processes committed, for those who watch at this one: asked of the store.

Once a second while somebody watches, it costs one short query where nothing is new.
"""

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import structlog

from bot.core.errors import StorageAway
from bot.core.notices import Notice
from bot.web.ports import OpenUnit

LOOK = 1.0  # seconds between two looks

log = structlog.get_logger("web")

_Row = tuple[str, int]


class Abroad:
    """Remembers what was seen; what this process told itself is not told a second time."""

    def __init__(
        self, read: OpenUnit, *, every: float = LOOK, now: Callable[[], float] = time.perf_counter
    ) -> None:
        self._read = read
        self._every = every
        self._now = now
        self._next = 0.0
        self._busy = False
        # Of two processes the later number may be committed first: each row is looked for twice.
        self._marks: list[dict[str, int]] = []
        self._told: list[set[_Row]] = [set(), set()]
        self._own: list[set[_Row]] = [set(), set()]

    def forget(self) -> None:
        """Nobody watches any more."""
        self._marks = []
        self._told, self._own = [set(), set()], [set(), set()]
        self._next = 0.0

    def tell(self, notices: Sequence[Notice]) -> None:
        """Remember what was told by this process itself."""
        if self._marks:
            self._own[-1] |= {(one.kind, one.id) for one in notices if one.id is not None}

    @property
    def wait(self) -> float:
        """Seconds until the next look."""
        return self._every if self._busy else max(0.0, self._next - self._now())

    async def look(self) -> list[Notice]:
        """What is new, where it is time to look; nothing at the first look: that is the mark."""
        if self._busy or self._now() < self._next:
            return []
        self._busy = True
        try:
            async with self._read() as unit:
                return await self._looked(unit.abroad)
        except StorageAway as error:
            log.warning("abroad_storage_away", error=type(error).__name__)
            return []
        finally:
            self._busy = False
            self._next = self._now() + self._every

    async def _looked(self, abroad: Any) -> list[Notice]:  # noqa: ANN401 (storage.service.abroad.Abroad)
        marks = self._marks
        if not marks:
            self._marks = [await abroad.marks()]
            return []
        found: Mapping[str, Collection[int]] = await abroad.beyond(marks[0])
        rows = {(kind, one) for kind, ids in found.items() for one in ids}
        fresh = rows.difference(*self._told, *self._own)
        told = await self._read_of(abroad, fresh)
        # Nothing is noted as told before this: who looked may be gone, or the store.
        if self._marks is not marks:
            return []
        last = marks[-1]
        self._marks = [last, {kind: max([last[kind], *found.get(kind, ())]) for kind in last}]
        own = set().union(*self._own)
        self._told = [self._told[-1], fresh]
        self._own = [self._own[-1], set()]
        return [one for one in told if (one.kind, one.id) not in own]

    async def _read_of(self, abroad: Any, fresh: Collection[_Row]) -> list[Notice]:  # noqa: ANN401 (storage.service.abroad.Abroad)
        by_kind: dict[str, list[int]] = {}
        for kind, one in sorted(fresh):
            by_kind.setdefault(kind, []).append(one)
        told: list[Notice] = await abroad.notices(by_kind) if by_kind else []
        return told
