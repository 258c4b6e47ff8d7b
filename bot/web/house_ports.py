"""What the API needs of the settings and plans in force, and of the desks that change things."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from bot.core.alerting import Language
from bot.core.ids import AppealId, CaseId, ChannelName, RoomId
from bot.core.rehearsing import Staging
from bot.core.results import Metric, ResultFilter
from bot.core.review import AppealSeen, AppealState, CaseFile, Word
from bot.core.rights import Right
from bot.core.rooms import RoomRules
from bot.core.sending import SendBudget
from bot.core.staff import Role
from bot.web.jobs import Jobs
from bot.web.jobs import Work as JobWork
from bot.web.settings_ports import SettingsOffice
from bot.web.work_ports import Work


class Review(Protocol):
    """Decides cases, with all that follows (`bot.review.desk.ReviewDesk`)."""

    @property
    def context(self) -> int:
        """Messages that are shown before and after."""
        ...

    async def decide(self, unit: Any, case: CaseId, word: Word) -> CaseId | None:  # noqa: ANN401 (storage.unit.Unit)
        """Decide a case; the case that was decided, None where there is no such."""
        ...

    async def undo(
        self,
        unit: Any,  # noqa: ANN401 (storage.unit.Unit)
        case: CaseId,
        *,
        author: str,
        note: str,
        now: datetime,
    ) -> CaseId | None:
        """Take back everything; None where there is no such case."""
        ...

    async def outlook(
        self,
        unit: Any,  # noqa: ANN401 (storage.unit.Unit)
        file: CaseFile,
        *,
        author: str,
        now: datetime,
    ) -> Mapping[str, Any]:
        """What each word that is possible now would lead to (`handlers.outlook.Outlook`)."""
        ...

    def planned(self, file: CaseFile, names: Mapping[RoomId, str], zone: str) -> list[str]:
        """What will happen about a case and when, in words."""
        ...


class Appeals(Protocol):
    """Answers appeals (`bot.review.appeals.AppealDesk`)."""

    async def answer(
        self,
        unit: Any,  # noqa: ANN401 (storage.unit.Unit)
        number: AppealId,
        state: AppealState,
        *,
        author: str,
        note: str,
        now: datetime,
    ) -> AppealSeen | None:
        """Answer an appeal; None where there is no such."""
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


class Checks(Protocol):
    """Judges texts that nobody said (`bot.checking.CheckDesk`)."""

    async def check(self, unit: Any, asked: Sequence[Any], now: datetime) -> Sequence[Any]:  # noqa: ANN401 (storage.unit.Unit, the request's texts)
        """A judgement for each text, in order."""
        ...


class Drifts(Protocol):
    """Figures of the detectors (`bot.drift.DriftDesk`)."""

    async def figures(self, unit: Any, weeks: int, now: datetime) -> Any:  # noqa: ANN401 (storage.unit.Unit, bot.drift.Drift)
        """The figures of so many weeks, this one included."""
        ...


class Results(Protocol):
    """Reckons what came of plans (`bot.plans.results.ResultsDesk`)."""

    async def steps(
        self,
        unit: Any,  # noqa: ANN401 (storage.unit.Unit)
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
        unit: Any,  # noqa: ANN401 (storage.unit.Unit)
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
        unit: Any,  # noqa: ANN401 (storage.unit.Unit)
        name: str,
        now: datetime,
        *,
        metric: Metric,
        expected_rooms: int,
        step: str | None,
    ) -> object:
        """How the wordings of steps compare."""
        ...


class TodayDesk(Protocol):
    """Counts today against what is usual (`bot.today.TodayDesk`)."""

    async def figures(
        self,
        unit: Any,  # noqa: ANN401 (storage.unit.Unit)
        within: frozenset[RoomId] | None,
        *,
        zone: str,
        now: datetime,
    ) -> Any:  # noqa: ANN401 (bot.today.TodayFigures)
        """Today's figures of these rooms; None: of all."""
        ...


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


class BackTests(Protocol):
    """Tries proposed rules out on the past (`bot.backtest_desk.BackTestDesk`)."""

    def work(
        self, source: str, *, days: int, rooms: Collection[RoomId] | None, now: datetime
    ) -> JobWork:
        """A job; raises `bot.core.located.BrokenFile` where the text has mistakes."""
        ...


class Account(Protocol):
    """An entry of `channels` (`bot.config.ChannelSettings`)."""

    @property
    def kind(self) -> str:
        """Which platform, by which way."""
        ...

    @property
    def name(self) -> ChannelName:
        """Its name."""
        ...

    @property
    def budget(self) -> SendBudget:
        """How fast it may speak."""
        ...


class House(Protocol):
    """What the settings and plans in force say."""

    @property
    def demo(self) -> bool:
        """Whether this is the demo."""
        ...

    def pace(self) -> float:
        """How fast its clock runs: 1, but for a demo."""
        ...

    @property
    def contents(self) -> Contents:
        """The content library."""
        ...

    @property
    def rehearsals(self) -> Rehearsals:
        """Who rehearses plans."""
        ...

    @property
    def accounts(self) -> Sequence[Account]:
        """Our accounts, as config.yaml has them."""
        ...

    @property
    def settings(self) -> SettingsOffice:
        """Who shows and changes config.yaml."""
        ...

    @property
    def backtests(self) -> BackTests:
        """Who tries proposed rules out on the past."""
        ...

    @property
    def jobs(self) -> Jobs:
        """Work that takes longer than a request."""
        ...

    @property
    def work(self) -> Work:
        """People's work."""
        ...

    @property
    def results(self) -> Results:
        """The desk that reckons what came of plans."""
        ...

    @property
    def campaigns(self) -> Any:  # noqa: ANN401 (bot.campaigns.office.CampaignOffice)
        """Campaigns: looked at, and changed for people."""
        ...

    @property
    def drifts(self) -> Drifts:
        """Who counts how right the detectors were."""
        ...

    @property
    def checks(self) -> Checks:
        """The desk at which texts of other programs are judged."""
        ...

    @property
    def appeals(self) -> Appeals:
        """The desk at which appeals are answered."""
        ...

    @property
    def review(self) -> Review:
        """The desk at which cases are decided."""
        ...

    @property
    def today(self) -> TodayDesk:
        """The desk of today's figures."""
        ...

    @property
    def language(self) -> Language:
        """In which language colleagues are told."""
        ...

    @property
    def zone(self) -> str:
        """The time zone of the house, by its IANA name."""
        ...

    def rules_for(self, channel: str, ref: str, name: str) -> RoomRules:
        """The rules of one room."""
        ...

    @property
    def plans(self) -> Plans:
        """Who takes what people ask of plans at work."""
        ...

    @property
    def lead_titles(self) -> Mapping[str, str]:
        """What each category of leads is called."""
        ...

    def who_may(self, right: Right) -> Sequence[str]:
        """Colleagues of `staff` whose role gives this right."""
        ...

    def role_of(self, name: str) -> Role | None:
        """What a colleague of that name is; None where there is none."""
        ...
