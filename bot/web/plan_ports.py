"""What the API needs of plans: the desk that changes them, rehearsals, the library, the results."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from bot.core.rehearsing import Staging
from bot.core.results import Metric, ResultFilter
from bot.web.jobs import Work as JobWork
from bot.web.transaction import Transaction


class Plans(Protocol):
    """Takes what people ask of plans at work (`bot.plan_life.desk.PlanLife`).

    What cannot be done is raised as `bot.core.plan_changes.Impossible`, broken texts as
    `bot.core.located.BrokenFile`.
    """

    @property
    def runner(self) -> Any:  # noqa: ANN401 (bot.plan_life.running.Runner)
        """Starts, pauses, resumes and stops plans."""
        ...

    @property
    def speaker(self) -> Any:  # noqa: ANN401 (bot.plan_life.words.Speaker)
        """Leaves out and moves steps."""
        ...

    @property
    def editor(self) -> Any:  # noqa: ANN401 (bot.plan_life.editing.Editor)
        """Shows edits and makes them count."""
        ...

    @property
    def files(self) -> Any:  # noqa: ANN401 (bot.plan_life.files.PlanFiles)
        """The files of the plan folder."""
        ...

    @property
    def overview(self) -> Any:  # noqa: ANN401 (bot.plan_life.overview.Overview)
        """How every plan stands."""
        ...

    @property
    def checker(self) -> Any:  # noqa: ANN401 (bot.plan_life.checking.Checker)
        """Looks at texts that nobody saved yet."""
        ...

    @property
    def previewer(self) -> Any:  # noqa: ANN401 (bot.plan_life.previewing.Previewer)
        """Shows what a plan would say when."""
        ...

    @property
    def cast(self) -> Any:  # noqa: ANN401 (gives sop.checks.Cast, None where it is not known)
        """Tells who can hold seats."""
        ...

    def templates(self) -> Sequence[Any]:
        """The plans that come along (`bot.plan_life.library.Template`)."""
        ...

    def schema(self) -> dict[str, Any]:
        """The JSON Schema of plans."""
        ...


class Rehearsals(Protocol):
    """Has plans played through on a virtual clock (`bot.rehearsal_desk.RehearsalDesk`)."""

    def work(self, loaded: Any, staging: Staging, now: datetime) -> JobWork:  # noqa: ANN401 (sop.parse.LoadedPlan)
        """A job that rehearses a plan."""
        ...


class Contents(Protocol):
    """The content library as it stands (`bot.content.looks.ContentView`)."""

    def with_approvals(self, approvals: Any) -> "Contents":  # noqa: ANN401 (bot.core.content.Approval by id)
        """The same with these approvals."""
        ...

    def pieces(self, now: datetime) -> Sequence[Any]:
        """Every piece, by id."""
        ...

    def piece(self, name: str, now: datetime) -> Any:  # noqa: ANN401 (bot.content.looks.Piece)
        """One piece; None where there is none such."""
        ...


class Results(Protocol):
    """Reckons what came of plans (`bot.plans.results.ResultsDesk`)."""

    async def steps(
        self,
        unit: Transaction,
        wanted: ResultFilter,
        now: datetime,
        *,
        after: str | None,
        limit: int,
    ) -> object:
        """What came of dated steps."""
        ...

    async def rooms(
        self,
        unit: Transaction,
        wanted: ResultFilter,
        now: datetime,
        *,
        after: str | None,
        limit: int,
    ) -> object:
        """What came of a plan, room by room."""
        ...

    async def experiments(
        self,
        unit: Transaction,
        name: str,
        now: datetime,
        *,
        metric: Metric,
        expected_rooms: int,
        step: str | None,
    ) -> object:
        """How the wordings of steps compare."""
        ...
