"""What the API needs of the service: a unit of the store, the bulletin, the state of health.

The repositories' values cross here as they are; `bot/web/views.py` says which of their fields
the API shows. A `wanted` is any value with the fields of the store's filter of that name.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from bot.core.ids import AppealId, CaseId, RoomId
from bot.core.results import Metric, ResultFilter
from bot.core.review import AppealSeen, AppealState, CaseFile, Word
from bot.core.rooms import RoomRules
from bot.core.staff import Role
from bot.web.work_ports import Work

OpenUnit = Callable[[], AbstractAsyncContextManager["ApiUnit"]]


class ApiUnit(Protocol):
    """One transaction with every repository on it (`storage.unit.Unit`)."""

    @property
    def archive(self) -> Any:  # noqa: ANN401 (storage.talk.archive.Archive)
        """Messages, events, gaps and poison."""
        ...

    @property
    def roster(self) -> Any:  # noqa: ANN401 (storage.people.roster.Roster)
        """Rooms, people and accounts."""
        ...

    @property
    def records(self) -> Any:  # noqa: ANN401 (storage.judging.records.Records)
        """Verdicts, cases, leads and questions."""
        ...

    @property
    def conduct(self) -> Any:  # noqa: ANN401 (storage.conduct.conduct.Conduct)
        """Points, lists, alarms of rooms, quizzes."""
        ...

    @property
    def samples(self) -> Any:  # noqa: ANN401 (storage.learning.samples.Samples)
        """What is learned from."""
        ...

    @property
    def versions(self) -> Any:  # noqa: ANN401 (storage.learning.versions.Versions)
        """Versions of the learned model."""
        ...

    @property
    def search(self) -> Any:  # noqa: ANN401 (storage.talk.search.Search)
        """Full text."""
        ...

    @property
    def alerts(self) -> Any:  # noqa: ANN401 (storage.service.alerts.Alerts)
        """Alerts."""
        ...

    @property
    def outbox(self) -> Any:  # noqa: ANN401 (storage.delivery.outbox.Outbox)
        """Deliveries."""
        ...

    @property
    def runs(self) -> Any:  # noqa: ANN401 (storage.sop.runs.Runs)
        """Plans, runs and occurrences."""
        ...

    @property
    def contents(self) -> Any:  # noqa: ANN401 (storage.sop.content.Contents)
        """Approvals of the content library."""
        ...

    @property
    def tasks(self) -> Any:  # noqa: ANN401 (storage.sop.tasks.Tasks)
        """Tasks."""
        ...

    @property
    def links(self) -> Any:  # noqa: ANN401 (storage.sop.links.Links)
        """Short links and who followed them."""
        ...

    @property
    def access(self) -> Any:  # noqa: ANN401 (storage.access.access.Access)
        """Logins, sessions, keys of programs."""
        ...

    @property
    def absences(self) -> Any:  # noqa: ANN401 (storage.sop.absences.Absences)
        """Who is away."""
        ...

    @property
    def feeds(self) -> Any:  # noqa: ANN401 (storage.sop.feeds.Feeds)
        """Addresses of calendar feeds."""
        ...

    @property
    def campaigns(self) -> Any:  # noqa: ANN401 (storage.campaigns.campaigns.Campaigns)
        """Sign-ups, coupons, lotteries."""
        ...

    @property
    def audit(self) -> Any:  # noqa: ANN401 (storage.service.audit.Audit)
        """Who changed what."""
        ...


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
    """The content library as it stands (`bot.content_looks.ContentView`)."""

    def with_approvals(self, approvals: Any) -> "Contents":  # noqa: ANN401 (bot.core.content.Approval by id)
        """The same with these approvals."""
        ...

    def pieces(self, now: datetime) -> Sequence[Any]:
        """Every piece, by id."""
        ...

    def piece(self, name: str, now: datetime) -> Any:  # noqa: ANN401 (bot.content_looks.Piece)
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
    """Reckons what came of plans (`bot.results_desk.ResultsDesk`)."""

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


class House(Protocol):
    """What the settings and plans in force say."""

    @property
    def contents(self) -> Contents:
        """The content library."""
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

    def rules_for(self, channel: str, ref: str, name: str) -> RoomRules:
        """The rules of one room."""
        ...

    @property
    def plans(self) -> Plans:
        """Who takes what people ask of plans at work."""
        ...

    def role_of(self, name: str) -> Role | None:
        """What a colleague of that name is; None where there is none."""
        ...


class Notice(Protocol):
    """Something was committed; readers fetch what it is by id."""

    @property
    def kind(self) -> str:
        """What it is: "message", "event", ..."""
        ...

    @property
    def room(self) -> int | None:
        """In which room, where there is one."""
        ...

    @property
    def id(self) -> int | None:
        """Which one."""
        ...


class Bulletin(Protocol):
    """What was committed just now (`bot.bulletin.Bulletin`)."""

    @property
    def lost(self) -> int:
        """How many notices slow readers have missed so far."""
        ...

    def subscribe(self) -> AbstractContextManager[asyncio.Queue[Any]]:
        """A bounded queue of notices from now on."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that must hold before the service is of use."""

    name: str  # "database", "migrations", "channel wx"
    ok: bool
    detail: str = ""
    needed: bool = True  # False: told, and the service is ready all the same


Readiness = Callable[[], Awaitable[Sequence[Check]]]
