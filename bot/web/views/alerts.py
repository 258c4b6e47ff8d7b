"""Answers about alerts."""

from datetime import datetime

from bot.core.alerting import AlertState
from bot.core.effects import Severity
from bot.core.outbound import DeliveryState
from bot.web.views.base import View


class AlertRoom(View):
    """The room an alert speaks of."""

    id: int
    channel: str
    ref: str
    name: str


class AlertPerson(View):
    """The person an alert speaks of."""

    student_id: int
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
    to_copy: str  # sent in a message of its own
    group: str
    count: int
    raised_at: datetime
    repeated_at: datetime
    round: int
    next_at: datetime | None  # when the next colleague is told; null: nobody is left
    to: str | None  # whom it concerns: told first
    told: list[str]
    acknowledged_by: str | None
    acknowledged_at: datetime | None
    room: AlertRoom | None
    person: AlertPerson | None
    message: AlertMessage | None


class Snoozed(View):
    """When an alert is told again, unless somebody takes it on before."""

    id: int
    until: datetime


class AlertWay(View):
    """One way by which a colleague was told, or was to be."""

    staff: str
    channel: str | None  # a direct message there; null: outside our channels
    target: int | None  # which of the colleague's `targets`, counted from 1; null: a message
    state: DeliveryState
    outcome: str
    due: datetime
    settled: datetime | None


class AlertWays(View):
    """What happened to an alert: how it was brought to whom."""

    items: list[AlertWay]


class Acknowledged(View):
    """Who has an alert in hand; `first` is false for whoever came later."""

    id: int
    by: str
    at: datetime
    first: bool
