"""What the API needs of people's work: tasks, calendar, work lists, feeds, absences."""

from datetime import date, datetime
from typing import Any, Protocol

from bot.core.ids import TaskId
from bot.core.tasks import Absence, OpenTask, Receipt
from bot.web.transaction import Transaction


class Work(Protocol):
    """People's work (`bot.tasks.live.LiveWork`); False or None where a task has moved on."""

    @property
    def agenda(self) -> Any:  # noqa: ANN401 (bot.plans.agenda.AgendaDesk)
        """The calendar."""
        ...

    @property
    def days(self) -> Any:  # noqa: ANN401 (bot.plans.agenda_days.AgendaDays)
        """The calendar at a glance."""
        ...

    @property
    def grid(self) -> Any:  # noqa: ANN401 (bot.plans.grid.PlanGrid)
        """A plan's steps by its rooms."""
        ...

    @property
    def voices(self) -> Any:  # noqa: ANN401 (bot.plans.voices.Voices)
        """The seats of plans that accounts hold."""
        ...

    @property
    def feeds(self) -> Any:  # noqa: ANN401 (bot.plans.feeds.FeedDesk)
        """Calendar feeds."""
        ...

    @property
    def lists(self) -> Any:  # noqa: ANN401 (bot.tasks.work_list.WorkLists)
        """Each colleague's work today."""
        ...

    async def done(
        self,
        unit: Transaction,
        which: TaskId,
        author: str,
        now: datetime,
        how: Receipt,
    ) -> bool:
        """Somebody says that a task is done."""
        ...

    async def cannot(
        self,
        unit: Transaction,
        which: TaskId,
        author: str,
        now: datetime,
        note: str = "",
    ) -> bool:
        """Its person cannot do it: the next of its line gets it."""
        ...

    async def cancel(
        self,
        unit: Transaction,
        which: TaskId,
        author: str,
        now: datetime,
        why: str = "",
    ) -> bool:
        """Nobody need do it."""
        ...

    async def give(
        self,
        unit: Transaction,
        which: TaskId,
        to: str,
        author: str,
        now: datetime,
    ) -> bool:
        """A person gives it to a colleague; raises GroupkeeperError where there is none."""
        ...

    async def clicked(self, unit: Transaction, which: TaskId, key: str) -> OpenTask | None:
        """The task that a link leads to; None where its key is not the task's."""
        ...

    async def leave(
        self,
        unit: Transaction,
        name: str,
        until: date | None,
        *,
        reason: str,
        author: str,
        now: datetime,
    ) -> Absence:
        """A colleague is away through that day; raises GroupkeeperError where that cannot be."""
        ...

    async def back(self, unit: Transaction, name: str, author: str, now: datetime) -> bool:
        """A colleague is there again; False where they were not away."""
        ...
