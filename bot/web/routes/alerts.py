"""Alerts 提醒: the inbox, and taking one on."""

from typing import Any, NoReturn

from pydantic import AwareDatetime, Field

from bot.core.alerting import AlertState, Remind, reminded_at
from bot.core.effects import NotifyStaff, Severity
from bot.core.ids import StaffName
from bot.core.outbound import DeliveryRow
from bot.web.endpoint import (
    AnyEndpoint,
    Asked,
    ById,
    Call,
    Listed,
    Name,
    Nothing,
    Number,
    Paged,
    Scope,
    get,
    post,
)
from bot.web.problems import missing, refuse
from bot.web.views.alerts import Acknowledged, Alert, AlertWays, Snoozed


class AlertsAsked(Paged):
    """Which alerts."""

    state: AlertState | None = None
    severity: Severity | None = None
    kind: Name | None = None
    room: Number | None = None
    told: Name | None = Field(default=None, description="the name of a colleague who was told")
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None


class SnoozeAsked(Asked):
    """When to be told again."""

    remind: Remind


async def _alerts(call: Call[Nothing, AlertsAsked, Nothing]) -> object:
    asked = call.asked
    return await call.unit.alerts.page(
        asked, within=call.rooms, after=asked.after, limit=asked.limit
    )


async def _alert(call: Call[ById, Nothing, Nothing]) -> object:
    found = await call.unit.alerts.get(call.where.id)
    if found is None:
        _no_such(call)
    return found


async def _acknowledge(call: Call[ById, Nothing, Nothing]) -> object:
    alerts = call.unit.alerts
    found = await alerts.acknowledge(call.where.id, author=call.author, now=call.now)
    if found is None:
        _no_such(call)
    return found


async def _snooze(call: Call[ById, Nothing, SnoozeAsked]) -> object:
    found = await call.unit.alerts.get(call.where.id)
    if found is None:
        _no_such(call)
    zone = call.house.rules_for("", "", "").zone
    until = reminded_at(call.body.remind, call.now, zone)
    colleague = call.house.role_of(call.author) is not None
    by = StaffName(call.author) if colleague else None
    if not await call.unit.alerts.snooze(found.id, until, by):
        refuse(f"{found.acknowledged_by} has taken this alert on: nobody is told of it any more")
    return {"id": found.id, "until": until}


async def _ways(call: Call[ById, Nothing, Nothing]) -> object:
    await _alert(call)
    rows = await call.unit.outbox.told_of(call.where.id)
    return {"items": [_way(row, row.deed) for row in rows if isinstance(row.deed, NotifyStaff)]}


def _way(row: DeliveryRow, deed: NotifyStaff) -> dict[str, Any]:
    _, outside, index = deed.target.partition("apprise:")
    return {
        "staff": deed.staff,
        "channel": deed.channel,
        "target": int(index) + 1 if outside else None,
        "state": row.state,
        "outcome": row.outcome,
        "due": row.due,
        "settled": row.settled,
    }


def _no_such(call: Call[ById, Any, Any]) -> NoReturn:
    missing(f"there is no alert {call.where.id}")


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    get(
        "/alerts",
        _alerts,
        gives=Listed[Alert],
        summary="Alerts, newest first",
        where=Nothing,
        asks=AlertsAsked,
        scope=Scope.ROOMS,
    ),
    get(
        "/alerts/{id}",
        _alert,
        gives=Alert,
        summary="One alert",
        where=ById,
        asks=Nothing,
        scope=Scope.ROOMS,
    ),
    get(
        "/alerts/{id}/ways",
        _ways,
        gives=AlertWays,
        summary="How an alert was brought to whom, and what came of it",
        where=ById,
        asks=Nothing,
        scope=Scope.ROOMS,
    ),
    post(
        "/alerts/{id}/snooze",
        _snooze,
        gives=Snoozed,
        summary="Hear of an alert again later: nobody is told of it before, unless it gets worse",
        where=ById,
        takes=SnoozeAsked,
        audit="alert.snooze",
        scope=Scope.ROOMS,
    ),
    post(
        "/alerts/{id}/acknowledge",
        _acknowledge,
        gives=Acknowledged,
        summary="Take an alert on; tells who was first when somebody was",
        where=ById,
        takes=Nothing,
        audit="alert.acknowledge",
        scope=Scope.ROOMS,
    ),
)
