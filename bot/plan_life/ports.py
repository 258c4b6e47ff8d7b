"""What the life of plans needs of the store."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from bot.core.effects import Effect
from bot.core.ids import OccurrenceId, RoomId, RunId
from bot.core.plan_changes import How, Override, OverrideKind
from bot.core.plans import NewRun, Occurrence, PlanRoom, PlanVersion, Run, RunState


class LifeSteps(Protocol):
    """The dated steps of one transaction."""

    async def hold(self) -> None:
        """From here on no other transaction decides which steps are said, until this one ends."""
        ...

    async def laid_out(
        self, runs: Collection[RunId], *, dated: Collection[str], since: datetime
    ) -> dict[RunId, list[Occurrence]]:
        """What is open, all since then, all of the `dated` steps."""
        ...


class LifeEditions(Protocol):
    """The texts of plans."""

    async def put(self, version: PlanVersion, how: How) -> None:
        """Put a text in force."""
        ...

    async def in_force(self) -> list[PlanVersion]:
        """The text of every plan that counts now."""
        ...

    async def of(self, name: str) -> PlanVersion | None:
        """The text of a plan that counts now."""
        ...

    async def before(self, name: str) -> PlanVersion | None:
        """The text that counted before the present one."""
        ...

    async def called(self, name: str, beginning: str) -> list[PlanVersion]:
        """The texts of a plan whose version begins so."""
        ...


class LifeOverrides(Protocol):
    """What people said about steps of single runs."""

    async def of(self, runs: Collection[RunId]) -> dict[RunId, tuple[Override, ...]]:
        """What is said about steps of these runs."""
        ...

    async def put(self, overrides: Sequence[Override], hint: str = "") -> None:
        """Say something about a step; it takes the place of what was said alike before."""
        ...

    async def take_back(
        self, runs: Collection[RunId], kind: OverrideKind, step: str, day: date | None
    ) -> list[RunId]:
        """Let the plan count again; the runs in which something was taken back."""
        ...

    async def reopen(self, which: OccurrenceId, due: datetime) -> bool:
        """A skipped step comes after all; False where something left already."""
        ...

    async def reschedule(self, which: OccurrenceId, due: datetime) -> bool:
        """A planned step comes at another time; False where it is not planned any more."""
        ...

    async def late_posts(self, runs: Collection[RunId], now: datetime) -> set[OccurrenceId]:
        """Steps whose posts wait in the outbox and are not sent any more."""
        ...


class LifeRuns(Protocol):
    """The runs of one transaction."""

    @property
    def steps(self) -> LifeSteps:
        """The dated steps."""
        ...

    @property
    def editions(self) -> LifeEditions:
        """The texts of the plans."""
        ...

    @property
    def overrides(self) -> LifeOverrides:
        """What differs in single runs."""
        ...

    async def rooms(self) -> list[PlanRoom]:
        """Every room in which we sit."""
        ...

    async def live_of(self, plan: str) -> list[Run]:
        """Active and paused runs of a plan."""
        ...

    async def live_counts(
        self, rooms: Collection[RoomId] | None = None
    ) -> dict[str, dict[RunState, int]]:
        """In how many rooms (of these; None: of all) each plan is active, and paused."""
        ...

    async def by_id(self, runs: Iterable[RunId]) -> dict[RunId, Run]:
        """These runs."""
        ...

    async def start(self, runs: Sequence[NewRun], author: str, now: datetime) -> tuple[RunId, ...]:
        """Begin; where the plan already runs in the room nothing changes."""
        ...

    async def pause(self, runs: Iterable[RunId], now: datetime) -> list[RunId]:
        """Nothing more is said until `resume`; which were changed."""
        ...

    async def resume(self, runs: Iterable[RunId]) -> list[RunId]:
        """Go on; which were changed."""
        ...

    async def stop(self, runs: Iterable[RunId], reason: str, now: datetime) -> list[RunId]:
        """End for good; which were changed."""
        ...


class LifeAudit(Protocol):
    """Who changed what."""

    async def note(
        self,
        action: str,
        subject: str,
        *,
        author: str,
        now: datetime,
        reason: str = "",
        details: Any = None,  # noqa: ANN401 (a JSON object)
    ) -> None:
        """Note a change."""
        ...


class LifeWork(Protocol):
    """One transaction (`storage.unit.Unit`)."""

    @property
    def runs(self) -> LifeRuns:
        """Plans, runs, steps."""
        ...

    @property
    def audit(self) -> LifeAudit:
        """Who changed what."""
        ...

    async def apply(self, effects: Sequence[Effect], *, now: datetime) -> None:
        """Raise alerts."""
        ...
