"""Which alerts a list shows."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement

from bot.core.alerting import AlertState
from bot.core.effects import Severity
from bot.core.ids import RoomId, StaffName
from storage.service.alert_reading import told_by
from storage.tables.service import alert


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertFilter:
    """Which alerts to list; None is any."""

    state: AlertState | None = None
    severity: Severity | None = None
    kind: str | None = None
    room: RoomId | None = None
    told: StaffName | None = None
    since: datetime | None = None
    until: datetime | None = None


def conditions(which: AlertFilter) -> list[ColumnElement[bool]]:
    """The filter as SQL."""
    found = [
        column == value
        for column, value in (
            (alert.c.state, which.state),
            (alert.c.severity, which.severity),
            (alert.c.kind, which.kind),
            (alert.c.room_id, which.room),
        )
        if value is not None
    ]
    if which.told is not None:
        found.append(told_by(which.told))
    if which.since is not None:
        found.append(alert.c.raised_at >= which.since)
    if which.until is not None:
        found.append(alert.c.raised_at < which.until)
    return found
