"""What hearing reports and appeals needs of the store."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.core.effects import Effect
from bot.core.ids import (
    AppealId,
    CaseId,
    ChannelName,
    IdentityId,
    MessageId,
    RoomId,
    StaffName,
    StudentId,
)
from bot.core.review import AppealSeen, AppealState, Grievance, Reported, Reporter
from bot.review.ports import CaseStore, ReviewUnit


class ReportStore(Protocol):
    """Reports, and the cases they open."""

    async def reported(
        self,
        *,
        channel: ChannelName,
        room: RoomId,
        ref: str | None,
        text: str,
        since: datetime,
    ) -> Reported | None:
        """The message that a report quotes."""
        ...

    async def has_reported(self, message_id: MessageId, student: StudentId) -> bool:
        """Whether somebody gave their vote on a message before."""
        ...

    async def reporter(self, student: StudentId, *, since: datetime) -> Reporter:
        """How often somebody was right so far, and how much they reported since then."""
        ...

    async def case_of(self, message_id: MessageId) -> CaseId | None:
        """The case that a message belongs to."""
        ...

    async def file_report(
        self,
        reported: Reported,
        *,
        case_id: CaseId,
        student: StudentId,
        room: RoomId,
        weight: float,
        now: datetime,
    ) -> bool:
        """Write a vote down."""
        ...

    async def votes(self, case_id: CaseId) -> tuple[float, ...]:
        """What each reporter of a case weighs."""
        ...

    async def strengthen(self, case_id: CaseId, *, score: float, reason: str) -> bool:
        """Let a case weigh what its reporters make it weigh; whether it is one of reports."""
        ...


class ToldBefore(Protocol):
    """Alerts of one transaction, as reports need them."""

    async def raised_since(self, group: str, since: datetime) -> bool:
        """Whether staff were told of this since then."""
        ...


class ReportUnit(Protocol):
    """One transaction, as reports need it."""

    @property
    def alerts(self) -> ToldBefore:
        """Alerts."""
        ...

    @property
    def records(self) -> ReportStore:
        """Reports and cases."""
        ...

    async def apply(self, effects: Sequence[Effect], *, now: datetime) -> None:
        """Write records."""
        ...


class AppealStore(Protocol):
    """Appeals, and what they are about."""

    async def grievance(self, student: StudentId, *, since: datetime) -> Grievance | None:
        """What was done to somebody last since then."""
        ...

    async def appealed(self, student: StudentId, *, since: datetime) -> int:
        """How often somebody appealed since then."""
        ...

    async def open_appeal(self, case_id: CaseId, student: StudentId) -> AppealSeen | None:
        """The appeal of somebody in a case that nobody has answered yet."""
        ...

    async def bring_appeal(
        self,
        grievance: Grievance,
        *,
        student: StudentId,
        identity: IdentityId,
        said: MessageId,
        asked: StaffName | None,
        now: datetime,
    ) -> AppealId:
        """Write an appeal down."""
        ...


class AppealUnit(Protocol):
    """One transaction, as hearing appeals needs it."""

    @property
    def records(self) -> AppealStore:
        """Appeals."""
        ...


class AnswerStore(CaseStore, Protocol):
    """Cases, and the appeals against them."""

    async def appeal(self, number: AppealId) -> AppealSeen | None:
        """One appeal."""
        ...

    async def answer_appeal(
        self, number: AppealId, state: AppealState, *, author: str, note: str, now: datetime
    ) -> None:
        """Answer an appeal; the second to answer is told by an error."""
        ...


class AnswerUnit(ReviewUnit, Protocol):
    """One transaction, as answering appeals needs it."""

    @property
    def records(self) -> AnswerStore:
        """Cases and appeals."""
        ...
