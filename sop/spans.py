"""Days, weeks and months as people name them, as spans of time in a zone. Pure."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.errors import GroupkeeperError
from sop.walltime import instant

_WEEK = re.compile(r"(\d{4})-?W(\d{1,2})", re.IGNORECASE)
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From a moment (included) until another (not included)."""

    since: datetime
    until: datetime


def span_of(
    *, day: str | None, week: str | None, month: str | None, zone: str, now: datetime
) -> Span:
    """The span that is asked for; this week where none is. Raises GroupkeeperError."""
    given = [name for name in (day, week, month) if name]
    if len(given) > 1:
        msg = "ask for one of day, week and month"
        raise GroupkeeperError(msg)
    today = now.astimezone(ZoneInfo(zone)).date()
    if day:
        first = read_date(day)
        return _between(first, first + timedelta(days=1), zone)
    if month:
        first = _month(month)
        after = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
        return _between(first, after, zone)
    first = _week(week) if week else today - timedelta(days=today.weekday())
    return _between(first, first + timedelta(days=_DAYS), zone)


def read_date(text: str) -> date:
    """A date such as 2026-03-02; raises GroupkeeperError."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        msg = f"{text[:40]!r} is no date; write it as 2026-03-02"
        raise GroupkeeperError(msg) from None
    return _reckonable(found, text)


def _week(text: str) -> date:
    match = _WEEK.fullmatch(text)
    try:
        first = date.fromisocalendar(int(match[1]), int(match[2]), 1) if match else None
    except ValueError:
        first = None
    if first is None:
        msg = f"{text[:40]!r} is no week; write it as 2026-W10 (ISO, from Monday on)"
        raise GroupkeeperError(msg)
    return _reckonable(first, text)


def _month(text: str) -> date:
    match = _MONTH.fullmatch(text)
    try:
        first = date(int(match[1]), int(match[2]), 1) if match else None
    except ValueError:
        first = None
    if first is None:
        msg = f"{text[:40]!r} is no month; write it as 2026-03"
        raise GroupkeeperError(msg)
    return _reckonable(first, text)


def _reckonable(day: date, text: str) -> date:
    # Zones are not defined at the ends of the calendar, and nobody plans there.
    if not 1970 <= day.year <= 9000:  # noqa: PLR2004 (years)
        msg = f"{text[:40]!r} is too far away; years from 1970 to 9000 can be asked for"
        raise GroupkeeperError(msg)
    return day


def _between(first: date, after: date, zone: str) -> Span:
    return Span(since=instant(first, time.min, zone), until=instant(after, time.min, zone))
