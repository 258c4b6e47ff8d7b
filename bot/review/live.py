"""The review desk by the settings in force: decides, and hears members and colleagues."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.core.effects import Effect
from bot.core.seen import Seen
from bot.core.staff import Staff
from bot.review.appeals import AppealDesk
from bot.review.chat import ChatDesk, ChatStore, ChatUnit, Colleague
from bot.review.desk import ReviewDesk
from bot.review.hearing_ports import AppealStore, ReportStore
from bot.review.reports import ReportDesk
from bot.rulebook import Rulebook


class Records(ChatStore, AppealStore, ReportStore, Protocol):
    """Cases, reports and appeals."""


class LiveUnit(ChatUnit, Protocol):
    """One transaction, as everything here needs it (`storage.unit.Unit`)."""

    @property
    def records(self) -> Records:
        """Cases, reports and appeals."""
        ...


class LiveReview:
    """The desks, all on one rulebook; a changed config.yaml changes what they do."""

    def __init__(self, rulebook: Rulebook, colleague: Colleague) -> None:
        self._rulebook = rulebook
        self.desk = ReviewDesk(lambda: rulebook)
        self.appeals = AppealDesk(review=self.desk, staff=self._staff, rules_for=rulebook.rules_for)
        self._reports = ReportDesk(lambda: rulebook)
        self._chat = ChatDesk(review=self.desk, appeals=self.appeals, colleague=colleague)

    def _staff(self) -> Sequence[Staff]:
        return self._rulebook.settings.staff

    async def hear(
        self, unit: LiveUnit, seen: Sequence[Seen], _effects: Sequence[Effect], now: datetime
    ) -> list[Effect]:
        """Reports and appeals of members, decisions of colleagues."""
        return [
            *await self._reports.hear(unit, seen, now),
            *await self.appeals.hear(unit, seen, now),
            *await self._chat.hear(unit, seen, now),
        ]
