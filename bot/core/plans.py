"""SOP in values: a plan at work in a room (run), and its dated steps (occurrences)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from bot.core.ids import (
    ChannelName,
    MessageId,
    OccurrenceId,
    RoomId,
    RoomRef,
    RunId,
    StudentId,
)


class RunState(StrEnum):
    """Where a run stands. ACTIVE and PAUSED are live: one such run a plan and room."""

    ACTIVE = "active"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"


class StepState(StrEnum):
    """Where one dated step stands."""

    PLANNED = "planned"
    QUEUED = "queued"  # its post is in the outbox, or its task with a person
    DONE = "done"
    SKIPPED = "skipped"
    FAILED = "failed"
    HELD = "held"  # a person decides


# What may have reached people, or still may: an edit must not say such a step again.
MAY_BE_SAID = frozenset({StepState.QUEUED, StepState.DONE, StepState.HELD})

SAID_SHOWN = 200  # characters of what was said that the calendar keeps

# Among an occurrence's facts: a person's word on it, and whose.
APPROVED_BY = "approved_by"
SKIPPED_BY = "skipped_by"


def occasion_after(which: OccurrenceId) -> str:
    """The occasion of the steps that follow this one."""
    return f"after:{which}"


# Why a step was taken out: it comes back when the plan brings it back at the same time.
PLAN_EDITED = "计划已修改，这一步不再在这个时间"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanVersion:
    """One text of a plan that was in force."""

    name: str
    version: str
    path: str
    source: str
    loaded_at: datetime  # when it came into force
    author: str = "file"  # by whom; "file": the file was saved
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRoom:
    """A room in which plans can run."""

    id: RoomId
    channel: ChannelName
    ref: RoomRef
    name: str
    first_seen: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRun:
    """A plan that is to begin in a room."""

    plan: str
    room: RoomId
    starts_on: date  # day 1, in `zone`
    zone: str
    event_at: datetime | None = None  # of the event that it leads up to


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A plan at work in a room."""

    id: RunId
    plan: str
    room: RoomId
    channel: ChannelName
    room_name: str
    starts_on: date  # day 1, in `zone`
    zone: str
    state: RunState
    author: str
    started_at: datetime
    ended_at: datetime | None = None
    planned_as: str = ""  # by which version of the plan its steps are laid out; "" not yet
    planned_to: datetime | None = None  # up to which moment they are
    event_at: datetime | None = None  # of the event that it leads up to
    paused_at: datetime | None = None  # since when it is paused
    room_ref: str = ""  # the platform's id of its room


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedOccurrence:
    """A dated step that is to be written down. A second one with the same key changes nothing."""

    run: RunId
    plan: str
    step: str
    room: RoomId
    local_date: date
    local_time: time
    zone: str
    due: datetime
    tz_version: str
    occasion: str = ""  # "" for dates; else what it follows: an event, an earlier occurrence
    state: StepState = StepState.PLANNED
    outcome: str = ""
    facts: Mapping[str, Any] | None = None  # what the text may name: the newcomers, ...

    @property
    def key(self) -> tuple[str, date, time, str, str]:
        """What makes it the same step of its run."""
        return (self.step, self.local_date, self.local_time, self.zone, self.occasion)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """A dated step as it stands in the database."""

    id: OccurrenceId
    run: RunId
    plan: str
    step: str
    room: RoomId
    local_date: date
    local_time: time
    zone: str
    due: datetime
    occasion: str
    state: StepState
    outcome: str = ""
    settled_at: datetime | None = None
    facts: Mapping[str, Any] | None = None
    variant: str = ""  # which wording was said; "": what the step itself says
    said: str = ""  # its first SAID_SHOWN characters, for the calendar; "" before it is said

    @property
    def key(self) -> tuple[str, date, time, str, str]:
        """What makes it the same step of its run."""
        return (self.step, self.local_date, self.local_time, self.zone, self.occasion)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A change of one occurrence's state."""

    id: OccurrenceId
    state: StepState
    outcome: str = ""
    due: datetime | None = None  # a new time, where it stays planned
    at: datetime | None = None  # when it came about; None: now
    variant: str = ""  # with `said`: which wording
    said: str | None = None  # what is being said; None: nothing new


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What became of an occurrence whose post or task was on its way."""

    occurrence: Occurrence
    state: StepState
    outcome: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CountsAsked:
    """Whose figures are asked for: those of a run's room, by the days of its zone."""

    run: RunId
    room: RoomId
    channel: ChannelName
    today: datetime  # its midnight
    yesterday: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """A question that should have been answered by now."""

    message: MessageId
    room: RoomId
    due: datetime
    student: StudentId | None
    name: str
    text: str
