"""What the API needs of the desks that judge: cases, appeals, texts, rules, how right they are."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from bot.core.ids import AppealId, CaseId, RoomId
from bot.core.review import AppealSeen, AppealState, CaseFile, Word
from bot.web.jobs import Work as JobWork
from bot.web.transaction import Transaction


class Review(Protocol):
    """Decides cases, with all that follows (`bot.review.desk.ReviewDesk`)."""

    @property
    def context(self) -> int:
        """Messages that are shown before and after."""
        ...

    async def decide(self, unit: Transaction, case: CaseId, word: Word) -> CaseId | None:
        """Decide a case; the case that was decided, None where there is no such."""
        ...

    async def undo(
        self,
        unit: Transaction,
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
        unit: Transaction,
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
        unit: Transaction,
        number: AppealId,
        state: AppealState,
        *,
        author: str,
        note: str,
        now: datetime,
    ) -> AppealSeen | None:
        """Answer an appeal; None where there is no such."""
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


class BackTests(Protocol):
    """Tries proposed rules out on the past (`bot.backtest_desk.BackTestDesk`)."""

    def work(
        self, source: str, *, days: int, rooms: Collection[RoomId] | None, now: datetime
    ) -> JobWork:
        """A job; raises `bot.core.located.BrokenFile` where the text has mistakes."""
        ...
