"""What the API shows: every answer's fields, kept stable for scripts. Times are UTC."""

from datetime import date, datetime, time
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.core.alerting import AlertState
from bot.core.effects import Severity
from bot.core.events import AccountState, MessageKind
from bot.core.outbound import DeliveryState
from bot.core.plans import RunState, StepState
from bot.core.rooms import RoomRules


class View(BaseModel):
    """Something as the API shows it, taken from a value with attributes of these names."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class Message(View):
    """A message with its author and room."""

    id: int
    channel: str
    ref: str
    room: int | None
    room_name: str
    identity: int
    student: int | None  # null: one of our own accounts
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


class AlertRoom(View):
    """The room an alert speaks of."""

    id: int
    channel: str
    ref: str
    name: str


class AlertPerson(View):
    """The person an alert speaks of."""

    student: int
    name: str


class AlertMessage(View):
    """The message an alert speaks of."""

    id: int
    text: str
    sender: str
    at: datetime
    recalled: bool


class Alert(View):
    """An alert with all that a human on duty needs."""

    id: int
    kind: str
    severity: Severity
    state: AlertState
    reason: str
    advice: str
    group: str
    count: int
    raised_at: datetime
    repeated_at: datetime
    round: int
    next_at: datetime | None  # when the next colleague is told; null: nobody is left
    told: list[str]
    acknowledged_by: str | None
    acknowledged_at: datetime | None
    room: AlertRoom | None
    person: AlertPerson | None
    message: AlertMessage | None


class Acknowledged(View):
    """Who has an alert in hand; `first` is false for whoever came later."""

    id: int
    by: str
    at: datetime
    first: bool


class Delivery(View):
    """A deed on its way out, and what became of it."""

    id: int
    key: str
    sender: str
    kind: str
    deed: dict[str, Any]
    room: int | None
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
    state: str
    created: datetime
    due: datetime | None
    room: int | None
    occurrence: int | None
    done_by: str
    done_at: datetime | None


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


class Channel(View):
    """Where a bot account stands. `qr_code` is the text to draw while it waits for a scan."""

    channel: str
    state: AccountState
    user: str | None
    user_name: str | None
    qr_code: str | None
    reason: str | None
    changed: datetime


class Done(View):
    """It is done."""

    id: int
    state: str


class Verdict(View):
    """What one detector saw in a message."""

    detector: str
    score: float
    reason: str
    evidence: list[str]


class Case(View):
    """A flagged message, for a human to look at."""

    id: int
    message: int
    text: str
    room: int | None
    room_name: str
    student: int | None
    name: str
    score: float
    reason: str
    action: str  # "" observed, "remove"
    state: str  # open, confirmed, dismissed, undone
    opened: datetime
    decided_by: str | None
    decided: datetime | None
    note: str | None


class Lead(View):
    """Somebody who sounds like wanting something."""

    id: int
    student: int
    name: str
    category: str
    score: float
    state: str  # open, claimed, won, lost
    room: int | None
    room_name: str
    opened: datetime
    updated: datetime
    owner: str | None
    note: str | None
    messages: int  # pieces of evidence


class Evidence(View):
    """A message that earned a lead its place, with the words that did."""

    message: int
    text: str
    words: list[str]
    score: float
    at: datetime


class LeadWithEvidence(Lead):
    """A lead with everything that speaks for it."""

    evidence: list[Evidence]


class Question(View):
    """A question of a member, and whether somebody answered."""

    message: int
    room: int
    room_name: str
    asker: int
    student: int | None
    name: str
    text: str
    asked: datetime
    due: datetime
    answer: int | None
    answered: datetime | None
    alerted: datetime | None
    closed: datetime | None


class Audit(View):
    """Who did what to whom, when and why."""

    id: int
    at: datetime
    author: str
    action: str
    subject: str
    reason: str
    details: dict[str, Any] | None


class Room(View):
    """A room in which one of our accounts sits, or sat."""

    id: int
    channel: str
    ref: str
    name: str
    owner: str | None
    members: int  # now
    created: datetime
    listed: datetime | None  # when its members were last read as a whole
    left: datetime | None  # since when we no longer hear it


class RoomWithRules(Room):
    """A room with the rules that hold in it."""

    rules: RoomRules


class Member(View):
    """Somebody in a room."""

    identity: int
    ref: str
    student: int | None  # null: one of our own accounts
    name: str
    nickname: str
    own: bool
    joined: datetime | None  # null: was there before we looked
    left: datetime | None
    inviter: int | None


class Person(View):
    """Somebody with a student ID."""

    student: int
    name: str
    names: list[str]
    merged_from: int | None = None  # the ID that was asked for, where another stands for it


class Identity(View):
    """An account of a person on one platform."""

    id: int
    channel: str
    ref: str
    name: str
    first_seen: datetime


class RoomOfPerson(View):
    """A room that a person is, or was, in."""

    room: int
    name: str
    identity: int
    nickname: str
    joined: datetime | None
    left: datetime | None


class NameOnce(View):
    """A name a person had: at large (room null) or in a room."""

    identity: int
    room: int | None
    name: str
    seen: datetime


class Merge(View):
    """Two student IDs found to be one person."""

    id: int
    source: int
    into: int
    identities: list[int]
    author: str
    reason: str
    at: datetime
    undone_by: str | None
    undone: datetime | None


class Profile(View):
    """All that is known of a person; `asked` differs from `student` where people were merged."""

    student: int
    asked: int
    name: str
    identities: list[Identity]
    rooms: list[RoomOfPerson]
    names: list[NameOnce]  # oldest first
    merged_from: list[int]
    merges: list[Merge]  # newest first
    first_seen: datetime
    messages: int


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


class Figures(View):
    """How much there is of everything; by state where things have one."""

    messages: int
    people: int
    rooms: int
    events: int
    verdicts: int
    gaps: int
    poison: int  # that nobody has looked at
    questions: int  # that wait for an answer
    cases: dict[str, int]
    leads: dict[str, int]
    alerts: dict[str, int]
    tasks: dict[str, int]
    deliveries: dict[str, int]
