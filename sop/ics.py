"""A calendar as iCalendar (RFC 5545), for the calendar apps of colleagues. Pure.

Times are UTC, so no app needs our rules of zones. A step keeps its UID from the day it is
foreseen until it is done; SEQUENCE grows whenever it became another.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event
from icalendar.prop import vDuration

from bot.core.agenda import AgendaEntry, Standing
from bot.core.alerting import Language

CONTENT_TYPE = "text/calendar"
_POST = timedelta(minutes=15)  # shown for a post: an event of no length is hidden by many apps
_REFRESH = timedelta(minutes=15)
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)  # SEQUENCE is 32 bits; seconds since then suffice
_CANCELLED = frozenset({Standing.SKIPPED, Standing.FAILED})

_ZH = {
    Standing.PLANNED: "待发",
    Standing.UNDER_WAY: "进行中",
    Standing.OVERDUE: "已过期",
    Standing.DONE: "已完成",
    Standing.LATE: "已完成（晚）",
    Standing.SKIPPED: "已跳过",
    Standing.FAILED: "未发出",
    Standing.HELD: "等人决定",
}
_EN = {one: one.value.replace("_", " ") for one in Standing}
_STANDINGS: Mapping[Language, Mapping[Standing, str]] = {Language.ZH: _ZH, Language.EN: _EN}
_LABELS = {
    Language.ZH: (
        "计划：{plan}",
        "角色：{seat}",
        "由：{who}",
        "状态：{standing}",
        "说明：{outcome}",
    ),
    Language.EN: ("Plan: {plan}", "Seat: {seat}", "By: {who}", "State: {standing}", "{outcome}"),
}


def write_ics(
    entries: Iterable[AgendaEntry], *, name: str, house: str, language: Language, now: datetime
) -> bytes:
    """The feed: `name` is the calendar's title, `house` what tells installations apart."""
    calendar = Calendar()
    calendar.add("prodid", "-//groupkeeper//calendar//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    # The library does not escape this one: a room whose name has two lines would break the feed.
    calendar.add("x-wr-calname", " ".join(name.split()))
    calendar.add("refresh-interval", vDuration(_REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(_REFRESH))
    for entry in entries:
        calendar.add_component(_event(entry, house, language, now))
    return bytes(calendar.to_ical())


def _event(entry: AgendaEntry, house: str, language: Language, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{entry.key}@{house}.groupkeeper")
    event.add("dtstamp", now)
    event.add("dtstart", entry.due.astimezone(UTC))
    event.add("dtend", _end(entry).astimezone(UTC))
    event.add("sequence", _sequence(entry))
    if entry.changed is not None:
        event.add("last-modified", entry.changed)
    event.add("status", _status(entry))
    standing = _STANDINGS[language][entry.standing]
    event.add("summary", f"[{standing}] {entry.title} · {entry.room_name}")
    event.add("location", entry.room_name)
    event.add("categories", [entry.plan_title])
    event.add("description", _description(entry, standing, language))
    event.add("transp", "TRANSPARENT")  # a post makes nobody busy
    return event


def _end(entry: AgendaEntry) -> datetime:
    deadline = entry.deadline
    return deadline if deadline is not None and deadline > entry.due else entry.due + _POST


def _sequence(entry: AgendaEntry) -> int:
    if entry.changed is None:
        return 0
    return max(0, int((entry.changed - _EPOCH).total_seconds()))


def _status(entry: AgendaEntry) -> str:
    if entry.standing in _CANCELLED:
        return "CANCELLED"
    return "CONFIRMED" if entry.laid_out else "TENTATIVE"


def _description(entry: AgendaEntry, standing: str, language: Language) -> str:
    values = {
        "plan": entry.plan_title,
        "seat": entry.seat,
        "who": entry.who,
        "standing": standing,
        "outcome": entry.outcome,
    }
    labels = zip(_LABELS[language], values, strict=True)
    return "\n".join(label.format(**values) for label, key in labels if values[key])
