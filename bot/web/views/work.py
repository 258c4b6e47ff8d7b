"""Answers about what is done: deliveries, plans, runs, steps, tasks."""

from datetime import date, datetime, time
from typing import Any

from bot.core.outbound import DeliveryState
from bot.core.plans import RunState, StepState
from bot.core.tasks import Receipt, TaskState
from bot.web.views.base import View


class Delivery(View):
    """A deed on its way out, and what became of it."""

    id: int
    key: str
    sender: str
    kind: str
    deed: dict[str, Any] | None  # null: of another release, unreadable
    room: int | None
    room_name: str
    occurrence: int | None
    state: DeliveryState
    reason: str
    outcome: str
    author: str
    due: datetime
    not_before: datetime | None
    created: datetime
    sending: datetime | None
    settled: datetime | None
    attempts: int
    ref: str | None


class Plan(View):
    """The newest text of a plan."""

    name: str
    version: str
    path: str
    loaded_at: datetime
    author: str
    reason: str


class PlanText(Plan):
    """A plan with its text."""

    source: str


class Run(View):
    """A plan at work in a room."""

    id: int
    plan: str
    room: int
    channel: str
    room_name: str
    starts_on: date
    zone: str
    state: RunState
    author: str
    started_at: datetime
    ended_at: datetime | None
    planned_to: datetime | None
    event_at: datetime | None
    paused_at: datetime | None


class Step(View):
    """One dated step of a plan in a room."""

    id: int
    run: int
    plan: str
    step: str
    room: int
    local_date: date
    local_time: time
    zone: str
    due: datetime
    state: StepState
    outcome: str
    settled_at: datetime | None


class Task(View):
    """Work for a person."""

    id: int
    staff: str
    title: str
    text: str
    state: TaskState
    created: datetime
    given: datetime  # to who has it now
    due: datetime | None
    room: int | None
    room_name: str
    occurrence: int | None
    turn: int  # how many had it before
    line: list[str]  # the stand-ins left, in order
    remind_at: datetime | None
    told_at: datetime | None
    reminded_at: datetime | None
    done_by: str
    done_at: datetime | None
    how: Receipt | None  # how it is known that it is done
    message: int | None  # the post that was seen in the room
    outcome: str


class Colleague(View):
    """Somebody who may be given a task."""

    name: str
    title: str  # how members know them
    away: bool


class Colleagues(View):
    """Everybody who may be given a task; and whose tasks `mine` are."""

    items: list[Colleague]
    me: str | None  # null: whoever asks is none of them
