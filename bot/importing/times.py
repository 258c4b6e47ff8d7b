"""Times as exports write them, turned into UTC."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)
_MILLISECONDS = 100_000_000_000  # above it, a Unix time is not in seconds
_MICROSECONDS = 100_000_000_000_000
_DIGITS = 20  # more than any Unix time has
_NOON = 12

DATE = r"\d{4}(?:-\d{1,2}-\d{1,2}|/\d{1,2}/\d{1,2}|\.\d{1,2}\.\d{1,2}|年\d{1,2}月\d{1,2}日)"
HALF = "上午|下午|凌晨|早上|中午|晚上"
CLOCK = rf"(?:{HALF})?\s?\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:\s?[AaPp][Mm])?"
WALL = rf"{DATE}[\sT]{{1,4}}{CLOCK}"

_WALL = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[\sT]{1,4}"
    rf"({HALF})?\s?(\d{{1,2}}):(\d{{2}})(?::(\d{{2}}))?(?:\s?([AaPp][Mm]))?"
)
_AFTERNOON = {"下午", "晚上", "PM"}
_MORNING = {"上午", "凌晨", "早上", "AM"}


def moment(value: object, zone: ZoneInfo) -> datetime | None:
    """A Unix time (s, ms or µs), ISO 8601, or a wall time in `zone`; None if it is none."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return unix(value)
    if not isinstance(value, str):
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        return unix(int(text[:_DIGITS]))
    try:
        return in_range(datetime.fromisoformat(text), zone)
    except ValueError:
        return wall(text, zone)


def unix(value: float) -> datetime | None:
    """A Unix time in seconds, milliseconds or microseconds."""
    seconds = value
    if abs(value) >= _MICROSECONDS:
        seconds = value / 1_000_000
    elif abs(value) >= _MILLISECONDS:
        seconds = value / 1_000
    try:
        found = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return found if _EARLIEST <= found <= _LATEST else None


def wall(text: str, zone: ZoneInfo) -> datetime | None:
    """A wall time in one of the ways Chinese and Western chat programs write it."""
    found = _WALL.fullmatch(text)
    if found is None:
        return None
    year, month, day, half, hour, minute, second, western = found.groups()
    hours = _hours(int(hour), (western or half or "").upper())
    try:
        local = datetime(  # noqa: DTZ001 (the zone is put on in the next line but one)
            int(year), int(month), int(day), hours, int(minute), int(second or 0)
        )
    except ValueError:
        return None
    return in_range(local, zone)


def in_range(found: datetime, zone: ZoneInfo) -> datetime | None:
    """The time in UTC, unless it cannot be the time of a chat message."""
    try:
        if found.tzinfo is None:
            found = found.replace(tzinfo=zone)
        found = found.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    return found if _EARLIEST <= found <= _LATEST else None


def _hours(hour: int, half: str) -> int:
    if half in _AFTERNOON and hour < _NOON:
        return hour + _NOON
    if half in _MORNING and hour == _NOON:
        return 0
    return hour
