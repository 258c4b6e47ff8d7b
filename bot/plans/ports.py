"""What the SOP desk needs of the store and of the world."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Protocol

from bot.core.ids import (
    OccurrenceId,
    RoomId,
    RunId,
)
from bot.core.plan_changes import Override
from bot.core.plans import (
    Move,
    NewRun,
    News,
    Occurrence,
    PlannedOccurrence,
    PlanRoom,
    PlanVersion,
    Run,
    StepState,
)
from bot.plans.room_ports import (
    AbsencesPort,
    ConsentsPort,
    FactsPort,
    OccasionsPort,
    PlacesPort,
    ReactionsPort,
    SignUpsPort,
    WatchesPort,
)
from sop.shelf import FoundFile, PlanFile


class FolderPort(Protocol):
    """Where operators keep their plans."""

    def changed(self) -> tuple[PlanFile, ...] | None:
        """Every file, when anything changed since the last call; else None. May block."""
        ...

    def find(self, file: str) -> FoundFile:
        """A file to be posted; only what lies in the folder is found. May block."""
        ...


class StepsPort(Protocol):
    """The dated steps of one transaction."""

    async def hold(self) -> None:
        """From here on no other transaction decides which steps are said, until this one ends.

        What is counted after it (posts of a day, how often a step came) stays true until then.
        """
        ...

    async def add(self, planned: Sequence[PlannedOccurrence]) -> None:
        """Write steps down; one whose key is there changes nothing."""
        ...

    async def due(
        self, now: datetime, *, after: tuple[datetime, OccurrenceId] | None, limit: int
    ) -> list[Occurrence]:
        """Planned steps of active runs whose time has come, oldest first, beyond `after`."""
        ...

    async def move(
        self, moves: Sequence[Move], now: datetime, *, expect: Collection[StepState]
    ) -> frozenset[OccurrenceId]:
        """Change states where they still are as expected; gives back which were."""
        ...

    async def standing(
        self,
        runs: Collection[RunId],
        steps: Collection[str],
        now: datetime,
        *,
        daily: Collection[str],
        since: date,
    ) -> dict[RunId, dict[str, frozenset[tuple[StepState, date]]]]:
        """How these steps stand in these runs, as far as their time has come.

        Of the `daily` ones only what was `since` that day.
        """
        ...

    async def laid_out(
        self, runs: Collection[RunId], *, dated: Collection[str], since: datetime
    ) -> dict[RunId, list[Occurrence]]:
        """What an edit must know: all that is open, all since then, all of the `dated` steps."""
        ...

    async def drop_ended(self, why: str, now: datetime) -> None:
        """Skip what is due in runs that have ended: it was written down while they did."""
        ...

    async def restored(self) -> datetime | None:
        """When the database was last put back from a backup; None: never."""
        ...

    async def news(self, limit: int = 1000) -> list[News]:
        """What became of steps whose post or task was on its way."""
        ...


class EditionsPort(Protocol):
    """The texts of plans of one transaction."""

    async def put(self, version: PlanVersion) -> None:
        """Put a text in force."""
        ...

    async def in_force(self) -> list[PlanVersion]:
        """The text of every plan that counts now."""
        ...


class OverridesPort(Protocol):
    """What people said about steps of single runs, in one transaction."""

    async def of(self, runs: Collection[RunId]) -> dict[RunId, tuple[Override, ...]]:
        """What is said about steps of these runs."""
        ...


class RunsPort(Protocol):
    """The plans and runs of one transaction."""

    @property
    def steps(self) -> StepsPort:
        """The dated steps."""
        ...

    @property
    def editions(self) -> EditionsPort:
        """The texts of the plans."""
        ...

    @property
    def overrides(self) -> OverridesPort:
        """What people said about steps of single runs."""
        ...

    async def live_plans(self) -> frozenset[str]:
        """The names of the plans that run anywhere."""
        ...

    async def rooms(self) -> list[PlanRoom]:
        """Every room in which we sit."""
        ...

    async def begun(self, plans: Collection[str]) -> dict[tuple[str, RoomId], list[Run]]:
        """Every run these plans ever had, by plan and room."""
        ...

    async def start(self, runs: Sequence[NewRun], author: str, now: datetime) -> tuple[RunId, ...]:
        """Begin; where the plan already runs in the room nothing changes."""
        ...

    async def finish(self, runs: Iterable[RunId], now: datetime) -> list[RunId]:
        """End those that have said all they had to say."""
        ...

    async def to_lay_out(self, versions: dict[str, str], now: datetime, limit: int) -> list[Run]:
        """Active runs of these plans (name: version) that need steps laid out."""
        ...

    async def laid_out(
        self, runs: Sequence[RunId], *, version: str, to: datetime, again: datetime
    ) -> None:
        """Note by which version these runs are laid out, up to when, and when to look again."""
        ...

    async def by_id(self, runs: Iterable[RunId]) -> dict[RunId, Run]:
        """These runs."""
        ...

    async def live_in(self, rooms: Iterable[RoomId]) -> list[Run]:
        """Active and paused runs of these rooms."""
        ...


class SopWork(Protocol):
    """One write transaction, as the desk needs it."""

    @property
    def runs(self) -> RunsPort:
        """Plans, runs, steps."""
        ...

    @property
    def watches(self) -> WatchesPort:
        """What is watched for after posts."""
        ...

    @property
    def reactions(self) -> ReactionsPort:
        """What came of posts."""
        ...

    @property
    def facts(self) -> FactsPort:
        """True figures of rooms."""
        ...

    @property
    def places(self) -> PlacesPort:
        """Who is where."""
        ...

    @property
    def occasions(self) -> OccasionsPort:
        """What steps on events need to know."""
        ...

    @property
    def consents(self) -> ConsentsPort:
        """Which messages may be quoted by name."""
        ...

    @property
    def sign_ups(self) -> SignUpsPort:
        """Who comes to events."""
        ...

    @property
    def absences(self) -> AbsencesPort:
        """Which colleagues are away."""
        ...
