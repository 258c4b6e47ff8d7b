"""What a task needs now: told, reminded, handed to the next of its line, held. Pure.

The line of a task are the stand-ins of its seat, then the room's staff. Whoever does not do it
by the deadline, is away or says so loses it to the next who is there and did not have it yet;
each gets as much time as the first had. When nobody is left a person decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.core.ids import StaffName
from bot.core.tasks import Handed, OpenTask, Task, TaskState

_AT_LEAST = timedelta(hours=1)


class Why(StrEnum):
    """Why somebody loses a task."""

    LATE = "late"
    AWAY = "away"
    CANNOT = "cannot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """Who there is: colleagues with their zones, those away, the staff of the task's room."""

    now: datetime
    zones: Mapping[StaffName, str]
    away: frozenset[StaffName] = frozenset()
    room_staff: tuple[StaffName, ...] = ()
    remind_share: float = 0.5  # of the time given, after which a person is reminded


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell:
    """The person learns of it. `due` is later than before where nobody could tell them in time."""

    due: datetime | None
    remind_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remind:
    """The person is told once more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassOn:
    """The next of the line has it from now on."""

    handed: Handed
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Nobody is left: a person decides."""

    why: Why


Act = Tell | Remind | PassOn | Hold


def tend(one: OpenTask, around: Around) -> Act | None:
    """What an open task needs now; None: nothing."""
    task, now = one.task, around.now
    if task.state is not TaskState.OPEN:
        return None
    if task.staff in around.away:
        return pass_on(one, around, Why.AWAY)
    late = task.due is not None and task.due <= now
    if task.told_at is None:
        return _tell(task, around, late=late)
    if late:
        return pass_on(one, around, Why.LATE)
    waits = task.remind_at is not None and task.remind_at <= now
    return Remind() if waits and task.reminded_at is None else None


def pass_on(one: OpenTask, around: Around, why: Why) -> PassOn | Hold:
    """Who has it next: the first of the line who is there and did not have it before."""
    line = list(dict.fromkeys((*one.task.line, *around.room_staff)))
    while line:
        to = line.pop(0)
        if to in around.zones and to not in around.away and to not in one.holders:
            # The room's staff is asked for anew at every turn: it may change meanwhile.
            left = tuple(name for name in line if name in one.task.line)
            handed = Handed(to=to, line=left, due=as_long(one.task, around.now))
            return PassOn(handed=handed, why=why)
    return Hold(why=why)


def _tell(task: Task, around: Around, *, late: bool) -> Tell:
    # Nobody loses a task that they were never told of: we did not run, or could not.
    due = as_long(task, around.now) if late else task.due
    return Tell(due=due, remind_at=_reminder(task, due, around))


def _reminder(task: Task, due: datetime | None, around: Around) -> datetime | None:
    if due is None:
        return None
    if task.remind_before is not None:
        at = due - task.remind_before
    elif around.remind_share >= 1:
        return None
    else:
        at = around.now + (due - around.now) * around.remind_share
    return at if around.now < at < due else None


def as_long(task: Task, now: datetime) -> datetime | None:
    """The deadline that gives a person as much time from now on as the one before had."""
    if task.due is None:
        return None
    length = task.due - task.given
    return now + (length if length > timedelta() else _AT_LEAST)  # it was late when it was given
