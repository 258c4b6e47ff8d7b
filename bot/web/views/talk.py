"""Answers about what was said and what happened, and the whole in figures."""

from datetime import datetime
from typing import Any

from bot.core.events import AccountState, MessageKind
from bot.web.views.base import View


class Edit(View):
    """A later wording of a message."""

    at: datetime
    text: str


class Message(View):
    """A message with its author and room."""

    id: int
    channel: str
    ref: str
    room: int | None
    room_name: str
    identity: int
    student_id: int | None  # null: one of our own accounts
    name: str
    nickname: str
    kind: MessageKind
    text: str
    sent: datetime
    received: datetime
    own: bool
    recalled: datetime | None
    quoted_ref: str | None
    quoted_text: str | None
    mentions: list[str]
    media: dict[str, Any] | None
    edits: list[Edit]  # what it was changed to, oldest first; `text` is what was said first


class Consent(View):
    """Whether a message may be quoted by name."""

    message: int
    quoted: bool
    at: datetime | None  # since when its author agrees, or agreed
    given_by: str | None  # the colleague who noted it; null: the author's own word in the room
    withdrawn: datetime | None
    withdrawn_by: str | None  # null: the author's own word


class Event(View):
    """Something that happened and is not a message."""

    id: int
    channel: str
    ref: str
    kind: str
    room: int | None
    at: datetime
    payload: dict[str, Any]


class Gap(View):
    """A time in which an account could not hear."""

    id: int
    channel: str
    since: datetime
    until: datetime
    reason: str


class Poison(View):
    """An event that could not be understood; `payload` is the whole event as JSON."""

    id: int
    channel: str
    ref: str
    kind: str
    error: str
    payload: str
    at: datetime
    settled: datetime | None
    retry: datetime | None  # since when another try is asked for


class Figures(View):
    """How much there is of everything, and in which states; states nothing is in may be absent."""

    messages: int
    people: int
    rooms: int
    events: int
    verdicts: int
    gaps: int
    poison: int  # that nobody has looked at
    questions: int  # that wait for an answer
    cases: int
    cases_by_state: dict[str, int]
    leads: int
    leads_by_state: dict[str, int]
    alerts: int
    alerts_by_state: dict[str, int]
    tasks: int
    tasks_by_state: dict[str, int]
    deliveries: dict[str, int]  # by state


class Spending(View):
    """How fast an account may speak (null: not in config.yaml any more), and what it said."""

    per_minute: int | None
    per_day: int | None
    spacing_seconds: float | None
    minute: int  # posts in the last minute
    day: int  # posts in the last 24 hours
    last: datetime | None
    paused_until: datetime | None  # somebody else speaks with this account
    pause_reason: str


class Channel(View):
    """Where a bot account stands. `qr_code` is the text to draw while it waits for a scan."""

    kind: str | None  # simulator, wechaty; null: not in config.yaml any more
    heard: datetime | None  # until when it heard everything
    gaps: int  # times of the last 7 days in which it could not hear
    spending: Spending

    channel: str
    state: AccountState
    user: str | None
    user_name: str | None
    qr_code: str | None
    reason: str | None
    changed: datetime


class ToldToConnect(View):
    """An account tries to connect; its state shows what comes of it."""

    channel: str
    again_in_seconds: int  # before it cannot be told so again


class Audit(View):
    """Who did what to whom, when and why."""

    id: int
    at: datetime
    author: str
    action: str
    subject: str
    reason: str
    details: dict[str, Any] | None
