"""What the SOP desk needs of the store and of the world."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from bot.core.feedback import NewWatch, Reacting, Reaction, Settled, Watch, Watched
from bot.core.ids import (
    ChannelName,
    IdentityId,
    MessageId,
    OccurrenceId,
    RoomId,
    RunId,
    StaffName,
)
from bot.core.plan_changes import Override
from bot.core.plans import (
    CountsAsked,
    Move,
    NewRun,
    News,
    Occurrence,
    PlannedOccurrence,
    PlanRoom,
    PlanVersion,
    Run,
    StepState,
    Unanswered,
)
from bot.core.signups import SignUpFigures
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


class WatchesPort(Protocol):
    """What is watched for after posts, in one transaction."""

    async def add(self, new: Sequence[NewWatch]) -> None:
        """Watch for reactions; a step that is watched already stays as it is."""
        ...

    async def due(self, now: datetime) -> list[Watch]:
        """Those to be looked at now."""
        ...

    async def look_again(
        self, when: Mapping[OccurrenceId, datetime], needs: Mapping[OccurrenceId, Any]
    ) -> None:
        """When they are looked at next, and what they wait for."""
        ...

    async def settle(self, settled: Sequence[Settled], now: datetime) -> frozenset[OccurrenceId]:
        """Write verdicts down; gives back those that nobody had written before."""
        ...

    async def note_late(self, counts: Mapping[OccurrenceId, Mapping[Reacting, int]]) -> None:
        """What had come in the end; it changes no verdict."""
        ...


class ReactionsPort(Protocol):
    """What members did after posts."""

    async def measure(
        self, watches: Sequence[Watched], *, usual: bool = True
    ) -> dict[OccurrenceId, Reaction]:
        """What was counted in each watched time, and what is usual in its room."""
        ...


class FactsPort(Protocol):
    """True figures of rooms, for texts and conditions. Staff and our accounts never count."""

    async def counts(
        self, asked: Sequence[CountsAsked], now: datetime
    ) -> Mapping[RunId, dict[str, int]]:
        """The talk of today and yesterday, and who came and went."""
        ...

    async def members(
        self, rooms: Mapping[RoomId, ChannelName], now: datetime
    ) -> Mapping[RoomId, int]:
        """How many people sit in these rooms."""
        ...

    async def questions(
        self, rooms: Collection[RoomId], since: datetime
    ) -> Mapping[RoomId, list[dict[str, Any]]]:
        """What was really asked, the most pressing first."""
        ...

    async def praise(self, rooms: Collection[RoomId]) -> Mapping[RoomId, list[dict[str, Any]]]:
        """What members said and agreed to be quoted with."""
        ...

    async def said(self, runs: Collection[RunId]) -> Mapping[RunId, list[str]]:
        """The dated steps that were said in these runs, in order."""
        ...


class PlacesPort(Protocol):
    """Who is where, and what rooms heard."""

    async def silent(self) -> frozenset[ChannelName]:
        """Accounts that are not signed in."""
        ...

    async def elsewhere(
        self, rooms: Collection[RoomId], accounts: Collection[str]
    ) -> Mapping[tuple[RoomId, ChannelName], RoomId]:
        """The same rooms, as these other accounts of ours sit in them."""
        ...

    async def spoke(self, rooms: Collection[RoomId], since: datetime) -> Mapping[RoomId, datetime]:
        """When a person wrote last in these rooms, where anybody did since."""
        ...

    async def posts(
        self, rooms: Collection[RoomId], days: Collection[date], since: datetime
    ) -> Mapping[tuple[RoomId, date], int]:
        """How much was said on these days in these rooms."""
        ...

    async def people(
        self, rooms: Collection[RoomId], students: Collection[int]
    ) -> Mapping[tuple[RoomId, int], IdentityId]:
        """The accounts by which these students sit in these rooms."""
        ...


class OccasionsPort(Protocol):
    """What steps on events need to know."""

    async def counted(
        self, rooms: Collection[RoomId], steps: Collection[str], days: Collection[date]
    ) -> Mapping[tuple[RoomId, str, date], int]:
        """How often these steps came on these days in these rooms."""
        ...

    async def of(self, runs: Collection[RunId], step: str) -> Mapping[RunId, frozenset[str]]:
        """The occasions on which a step came in these runs."""
        ...

    async def unanswered(
        self, plans: Collection[str], since: datetime, now: datetime
    ) -> list[Unanswered]:
        """Questions in rooms of these plans that should have been answered since then."""
        ...


class ConsentsPort(Protocol):
    """Which messages may be quoted by name."""

    async def own_message(
        self, room: RoomId, author: IdentityId, ref: str, text: str
    ) -> MessageId | None:
        """The message of theirs in the room that is quoted; None: it is not theirs."""
        ...

    async def agree(self, which: MessageId, room: RoomId, now: datetime) -> None:
        """It may be quoted."""
        ...

    async def withdraw(self, which: MessageId, now: datetime) -> bool:
        """It may not be quoted any more; False where nobody had agreed."""
        ...


class SignUpsPort(Protocol):
    """Who comes to events."""

    async def figures(self, runs: Collection[RunId]) -> Mapping[RunId, SignUpFigures]:
        """How the campaigns stand that these runs warm up for."""
        ...


class AbsencesPort(Protocol):
    """Which colleagues are away."""

    async def away(self, now: datetime) -> frozenset[StaffName]:
        """Everybody who is away at that moment."""
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
