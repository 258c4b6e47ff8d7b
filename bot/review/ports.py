"""What the review desk needs of the store and of the settings in force."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.core.conduct import Mark
from bot.core.effects import Effect
from bot.core.ids import (
    CaseId,
    ChannelName,
    ListingId,
    MarkId,
    MessageId,
    StudentId,
    UserRef,
)
from bot.core.review import (
    CaseFile,
    Word,
)
from bot.core.staff import StaffDirectory
from handlers.review_settings import AppealSettings, ReportSettings, ReviewSettings
from handlers.wording import Wording


class CaseStore(Protocol):
    """The cases of one transaction."""

    async def case_file(self, case_id: CaseId) -> CaseFile | None:
        """Everything that a decision about a case looks at."""
        ...

    async def hold_cases(self) -> None:
        """Let no message join a case, and nobody decide one, until this transaction ends."""
        ...

    async def split_off(
        self, case_id: CaseId, message_id: MessageId, *, author: str, now: datetime
    ) -> CaseId:
        """Give one message of a campaign a case of its own."""
        ...

    async def decide_case(self, case_id: CaseId, word: Word) -> None:
        """Write a decision down; the second to decide is told by an error."""
        ...

    async def split_person(
        self, case_id: CaseId, student: StudentId, *, author: str, now: datetime
    ) -> CaseId:
        """Give what one person said in a campaign a case of its own."""
        ...

    async def undo_case(self, case_id: CaseId, *, author: str, note: str, now: datetime) -> None:
        """Write down that it was taken back; the second is told by an error."""
        ...

    async def settle_reports(self, case_id: CaseId, outcome: str | None) -> None:
        """Who reported it was right, or wrong; None: nobody knows any more."""
        ...


class ConductStore(Protocol):
    """What is held against people."""

    async def marks_of(
        self, students: Collection[StudentId]
    ) -> Mapping[StudentId, tuple[Mark, ...]]:
        """Everything that was ever held against people."""
        ...

    async def revoke(
        self, number: MarkId, *, author: str, reason: str, now: datetime
    ) -> Mark | None:
        """Take back one mark."""
        ...

    async def revoke_for(
        self, messages: Collection[MessageId], *, author: str, reason: str, now: datetime
    ) -> int:
        """Take back what is held against people for these messages."""
        ...

    async def lift_for(
        self, messages: Collection[MessageId], *, author: str, reason: str, now: datetime
    ) -> tuple[ListingId, ...]:
        """Take back what people were listed for these messages."""
        ...


class SampleStore(Protocol):
    """What people taught."""

    async def revoke_message(self, message: MessageId, *, author: str, now: datetime) -> int:
        """Learn no more from one message."""
        ...


class Outbox(Protocol):
    """What is on its way to people."""

    async def call_off(self, keys: Collection[str], author: str, now: datetime) -> None:
        """Cancel what has not gone out."""
        ...

    async def order_again(self, key: str, author: str, now: datetime) -> bool:
        """Try again what was not done."""
        ...


class AlertStore(Protocol):
    """What colleagues were told."""

    async def resolve_about(
        self, messages: Collection[MessageId], kinds: Collection[str], *, author: str, now: datetime
    ) -> None:
        """Close the open alerts about these messages."""
        ...

    async def resolve(self, group: str, *, author: str, now: datetime) -> None:
        """Close the open alert of a group."""
        ...

    async def accounts_named(self, channel: ChannelName, name: str) -> tuple[UserRef, ...]:
        """The account whose name it is; empty: nobody's."""
        ...


class ReviewUnit(Protocol):
    """One transaction, as the desk needs it."""

    @property
    def records(self) -> CaseStore:
        """Cases and reports."""
        ...

    @property
    def conduct(self) -> ConductStore:
        """Marks and lists."""
        ...

    @property
    def samples(self) -> SampleStore:
        """Samples."""
        ...

    @property
    def outbox(self) -> Outbox:
        """Deliveries."""
        ...

    @property
    def alerts(self) -> AlertStore:
        """Alerts."""
        ...

    async def apply(self, effects: Sequence[Effect], *, now: datetime) -> None:
        """Write records, and put intents into the outbox."""
        ...


class ReviewRules(Protocol):
    """The settings in force, as the desk reads them."""

    @property
    def review(self) -> ReviewSettings:
        """What a person's word does."""
        ...

    @property
    def reports(self) -> ReportSettings:
        """How reports are counted."""
        ...

    @property
    def appeals(self) -> AppealSettings:
        """Whose appeals are heard."""
        ...

    @property
    def wording(self) -> Wording:
        """What staff and members are told."""
        ...

    @property
    def recalls(self) -> Collection[ChannelName]:
        """Channels that take back what others said."""
        ...

    @property
    def deny_for(self) -> timedelta:
        """How long somebody is denied."""
        ...

    @property
    def staff(self) -> StaffDirectory:
        """Who is a colleague."""
        ...


Rules = Callable[[], ReviewRules]
