"""Each colleague's work today: as an answer to 今日任务, as the morning's alert, as a table."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.core.effects import Effect, RaiseAlert, Severity
from bot.core.ids import GROUPKEEPER, StaffName
from bot.core.staff import Staff
from bot.core.tasks import OpenTask
from bot.plans.agenda import AgendaDesk, AgendaUnit
from bot.tasks.desk import TaskDesk
from sop.spans import Span, span_of
from sop.work_list import WorkList, work_list, write_list

_MOST = 200  # steps of a day that are looked at
_TOO_LATE = timedelta(hours=6)  # a morning's list is not sent in the evening


class MyTasks(Protocol):
    """The tasks of one transaction."""

    async def open_of(self, staff: StaffName) -> list[OpenTask]:
        """The open tasks of a colleague, the most urgent first."""
        ...


class Away(Protocol):
    """Who is away, in one transaction."""

    async def away(self, now: datetime) -> frozenset[StaffName]:
        """Everybody who is away at that moment."""
        ...


class Raised(Protocol):
    """The alerts of one transaction."""

    async def raised_since(self, group: str, since: datetime) -> bool:
        """Whether an alert of this group was raised since then."""
        ...

    async def resolve_all(self, groups: str, *, author: str, now: datetime) -> None:
        """Close the open alerts of every group that begins so."""
        ...


class ListUnit(AgendaUnit, Protocol):
    """One transaction, as a work list needs it."""

    @property
    def tasks(self) -> MyTasks:
        """The tasks."""
        ...


class MorningUnit(ListUnit, Protocol):
    """One transaction, as the morning's lists need it."""

    @property
    def absences(self) -> Away:
        """Who is away."""
        ...

    @property
    def alerts(self) -> Raised:
        """The alerts."""
        ...


class WorkLists:
    """Makes the lists, and sends them in the morning where `sop.work_list_at` says when."""

    def __init__(self, *, agenda: AgendaDesk, tasks: TaskDesk) -> None:
        self.agenda = agenda
        self.tasks = tasks
        self._looked: dict[StaffName, date] = {}  # whose morning was seen to
        self._looking: dict[StaffName, date] = {}  # by this tick, not committed yet

    async def of(self, unit: ListUnit, staff: Staff, now: datetime) -> WorkList:
        """What a colleague has to do today, by their own clock."""
        today = _today(staff, now)
        steps = await self.agenda.of_person(unit, staff.name, today, limit=_MOST, now=now)
        return work_list(
            steps,
            await unit.tasks.open_of(staff.name),
            day=today.since.astimezone(ZoneInfo(staff.zone)).date(),
            until=today.until,
        )

    async def written(self, unit: ListUnit, staff: Staff, now: datetime) -> str:
        """The list as it is told."""
        mine = await self.of(unit, staff, now)
        return write_list(mine, self.tasks.language(), zone=staff.zone, now=now)

    async def tick(self, unit: MorningUnit, now: datetime) -> Sequence[Effect]:
        """The lists of colleagues whose morning has come, once a day; none for empty days."""
        self._looking = {}
        waiting = self._mornings(now)
        away = await unit.absences.away(now) if waiting else frozenset()
        effects: list[Effect] = []
        for staff, day in waiting:
            self._looking[staff.name] = day
            group = f"worklist:{staff.name}:{day}"
            if staff.name in away or await unit.alerts.raised_since(group, now - _TOO_LATE):
                continue
            mine = await self.of(unit, staff, now)
            # Yesterday's is nobody's business any more.
            await unit.alerts.resolve_all(f"worklist:{staff.name}:", author=GROUPKEEPER, now=now)
            if not mine.is_empty:
                text = write_list(mine, self.tasks.language(), zone=staff.zone, now=now)
                effects.append(_morning(text, staff.name, group))
        return effects

    def confirm(self) -> None:
        """What the last tick gave back is committed."""
        self._looked |= self._looking
        self._looking = {}

    def _mornings(self, now: datetime) -> list[tuple[Staff, date]]:
        """Colleagues whose list is due, and for which day."""
        at = self.tasks.settings().work_list_at
        if not at:
            return []
        here = [(staff, now.astimezone(ZoneInfo(staff.zone))) for staff in self.tasks.staff()]
        return [
            (staff, day.date())
            for staff, day in here
            if self._looked.get(staff.name) != day.date()
            and timedelta() <= now - _at(day, at) < _TOO_LATE
        ]


def _today(staff: Staff, now: datetime) -> Span:
    day = now.astimezone(ZoneInfo(staff.zone)).date().isoformat()
    return span_of(day=day, week=None, month=None, zone=staff.zone, now=now)


def _at(day: datetime, wall: str) -> datetime:
    hour, minute = wall.split(":")
    return day.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0)


def _morning(text: str, staff: StaffName, group: str) -> RaiseAlert:
    return RaiseAlert(
        kind="task",
        severity=Severity.INFO,
        reason=text,
        advice="",
        group=group,
        to=staff,
    )
