"""What looking after tasks needs of the store."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from bot.core.ids import ChannelName, MessageRef, RoomId, StaffName, TaskId
from bot.core.tasks import Absence, Handed, OpenTask, Task, TaskDeed, TaskDone


class TasksPort(Protocol):
    """The tasks of one transaction. What changes one is False where it has moved on meanwhile."""

    async def whole(self, which: TaskId) -> OpenTask | None:
        """One task with its room and everybody who had it."""
        ...

    async def needing(self, now: datetime, away: Collection[StaffName]) -> list[OpenTask]:
        """Open tasks that need something now: their time has come, or their person is away."""
        ...

    async def awaited(self, rooms: Collection[RoomId]) -> list[OpenTask]:
        """Tasks of these rooms that somebody may be doing just now."""
        ...

    async def done_by(self, posts: Collection[tuple[ChannelName, MessageRef]]) -> list[Task]:
        """The tasks of which these posts are the receipts."""
        ...

    async def open_of(self, staff: StaffName) -> list[OpenTask]:
        """The open tasks of a colleague, the most urgent first."""
        ...

    async def told(
        self, seen: Task, now: datetime, *, due: datetime | None, remind_at: datetime | None
    ) -> bool:
        """Its person is told now."""
        ...

    async def reminded(self, seen: Task, now: datetime) -> bool:
        """Its person is reminded now."""
        ...

    async def hand_over(
        self, seen: Task, handed: Handed, author: str, now: datetime, why: str
    ) -> bool:
        """Somebody else has it from now on."""
        ...

    async def hold(
        self, seen: Task, author: str, now: datetime, why: str, outcome: str = ""
    ) -> bool:
        """A person decides on it; `outcome` is why, in words."""
        ...

    async def cancel(
        self, which: TaskId, author: str, now: datetime, why: str = "", outcome: str = ""
    ) -> bool:
        """Nobody need do it."""
        ...

    async def settle(self, which: TaskId, done: TaskDone, now: datetime) -> bool:
        """It is done, by that receipt."""
        ...

    async def note(
        self, seen: Task, deed: TaskDeed, author: str, now: datetime, note: str = ""
    ) -> None:
        """Note what else happened to a task."""
        ...


class AbsencesPort(Protocol):
    """Who is away, in one transaction."""

    async def away(self, now: datetime) -> frozenset[StaffName]:
        """Everybody who is away at that moment."""
        ...

    async def leave(self, new: Absence, now: datetime) -> None:
        """Somebody is away; what was known of them before does not count any more."""
        ...

    async def back(self, staff: StaffName, author: str, now: datetime) -> bool:
        """Somebody is there again; False where they were not away."""
        ...


class SecretsPort(Protocol):
    """The secrets of the installation."""

    async def value(self, name: str, now: datetime) -> str:
        """A secret, made where it is not there."""
        ...


class TaskWork(Protocol):
    """One write transaction, as looking after tasks needs it."""

    @property
    def tasks(self) -> TasksPort:
        """The tasks."""
        ...

    @property
    def absences(self) -> AbsencesPort:
        """Who is away."""
        ...

    @property
    def secrets(self) -> SecretsPort:
        """The secrets."""
        ...
