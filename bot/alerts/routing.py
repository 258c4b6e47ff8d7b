"""Whose turn it is: who is told of an alert now, and when somebody else is asked. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.alerting import Alert, AlertSettings
from bot.core.effects import Intent, NotifyStaff, OnLate, OnUnknown, Severity
from bot.core.ids import StaffName
from bot.core.staff import Role, Staff

_DIRECT = "dm"
_KEEP_TRYING = timedelta(hours=6)  # a way that stays closed longer is given up
_ON_DUTY_BY_DEFAULT = (Role.ADMIN, Role.OPS_LEAD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Routed:
    """Who is told now, by which deeds, and when to look again (None: nobody is left)."""

    staff: tuple[StaffName, ...] = ()
    intents: tuple[Intent, ...] = ()
    next_at: datetime | None = None


def route(
    alert: Alert,
    order: Sequence[StaffName],
    staff: Mapping[StaffName, Staff],
    settings: AlertSettings,
    now: datetime,
) -> Routed:
    """Tell the next person of `order` who was not told in this round and is awake.

    Every account of `staff` is on a channel there is; the first is the one they are told on.
    Whom the alert concerns comes first, before `order`.
    In quiet hours a colleague is passed over unless the alert is critical, and asked when those
    hours are over if nobody has acknowledged by then. When everybody was told, the alert stays
    open and is shown.
    """
    line = _line(alert, order, staff, settings)
    left = [colleague for colleague in line if colleague.name not in alert.told]
    if not left:
        return Routed()
    quiet = {c.name: asleep_until(c, alert.severity, now) for c in left}
    chosen = next((c for c in left if quiet[c.name] is None), None)
    if chosen is None:
        return Routed(next_at=min(_known(quiet.values())))
    others = [c for c in left if c is not chosen]
    return Routed(
        staff=(chosen.name,),
        intents=tuple(_intents(alert, chosen, settings, now)),
        next_at=_next_turn(alert, others, now + settings.escalate_after),
    )


def on_duty(
    room_staff: Sequence[StaffName], staff: Mapping[StaffName, Staff], settings: AlertSettings
) -> tuple[StaffName, ...]:
    """The order of telling: the room's people, else the fallback, else admins and ops leads."""
    if room_staff:
        return tuple(room_staff)
    if settings.fallback_staff:
        return settings.fallback_staff
    return tuple(name for name, s in staff.items() if s.role in _ON_DUTY_BY_DEFAULT)


def asleep_until(colleague: Staff, severity: Severity, now: datetime) -> datetime | None:
    """When a colleague may be told again (UTC); None: now."""
    quiet = colleague.quiet_hours
    if quiet is None or severity is Severity.CRITICAL:
        return None
    return quiet.end_after(now, colleague.zone)


def ways_to(colleague: Staff, settings: AlertSettings) -> tuple[str, ...]:
    """Every way in which a colleague can be told, as `NotifyStaff.target`."""
    direct = (_DIRECT,) if settings.direct_message and colleague.accounts else ()
    return (*direct, *(f"apprise:{index}" for index in range(len(colleague.targets))))


def _line(
    alert: Alert,
    order: Sequence[StaffName],
    staff: Mapping[StaffName, Staff],
    settings: AlertSettings,
) -> list[Staff]:
    """Those who can be told at all. Where a room's people cannot, the fallback stands in."""
    first = _reachable((alert.to,) if alert.to else (), staff, settings)
    if first and alert.kind == "task":
        return first  # a task goes to others by its deadline, not because nobody said 收到
    duty = _reachable(order, staff, settings)
    duty = duty or _reachable(on_duty((), staff, settings), staff, settings)
    line = [*first, *(colleague for colleague in duty if colleague not in first)]
    return [colleague for colleague in line if colleague.name != alert.spare]


def _reachable(
    names: Iterable[StaffName], staff: Mapping[StaffName, Staff], settings: AlertSettings
) -> list[Staff]:
    unique = dict.fromkeys(names)
    return [staff[n] for n in unique if n in staff and ways_to(staff[n], settings)]


def _next_turn(alert: Alert, others: Sequence[Staff], at: datetime) -> datetime | None:
    """When somebody else is asked: at `at`, or when the first of them wakes after it."""
    if not others:
        return None
    quiet = [asleep_until(c, alert.severity, at) for c in others]
    return at if None in quiet else min(_known(quiet))


def _known(moments: Iterable[datetime | None]) -> list[datetime]:
    return [moment for moment in moments if moment is not None]


def _intents(
    alert: Alert, colleague: Staff, settings: AlertSettings, now: datetime
) -> list[Intent]:
    return [
        Intent(
            deed=NotifyStaff(
                staff=colleague.name,
                alert=alert.id,
                target=target,
                channel=colleague.accounts[0].channel if target == _DIRECT else None,
            ),
            key=f"alert:{alert.id}:{alert.round}:{colleague.name}:{target}",
            reason=alert.reason,
            on_unknown=OnUnknown.RESEND,
            expires=now + _KEEP_TRYING,
            on_late=OnLate.SEND,  # a late alert is better than none
            urgent=True,  # the colleague's own quiet hours are observed above
        )
        for target in ways_to(colleague, settings)
    ]
