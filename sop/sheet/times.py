"""Times of day as people write them: 9:30, 上午9点半, 晚上八点, 8pm, 20:00-21:00, Excel's."""

import re
from datetime import datetime, time

from sop.sheet.cells import Cell
from sop.sheet.numbers import NUMBER, number

_MORNING = ("凌晨", "清晨", "早晨", "早上", "上午", "早", "a.m.", "am")
_NOON = ("中午", "正午")
_AFTERNOON = ("下午", "午后", "p.m.", "pm")
_EVENING = ("傍晚", "晚上", "今晚", "夜里", "晚间", "晚")
_PERIODS = "|".join(map(re.escape, (*_MORNING, *_NOON, *_AFTERNOON, *_EVENING)))
_TIME = re.compile(
    rf"(?P<before>{_PERIODS})?\s*(?P<hour>{NUMBER})"
    rf"(?:\s*(?:[:.](?=\s*\d)|[点时h])\s*(?P<minute>半|一刻|三刻|{NUMBER})?(?::\d\d)?\s*分?)?"
    rf"\s*(?P<after>a\.?m\.?|p\.?m\.?)?$"
)
_ABOUT = re.compile(r"^(?:约|大约|大概)|(?:左右|前后|准时|整|开始)$")
_RANGE = re.compile(r"\s*(?:-|~|—|–|至|到)+\s*")
_PARTS = {"半": 30, "一刻": 15, "三刻": 45, None: 0}
_NOON_HOUR = 12
_LAST_MORNING_OF_NOON = 3  # 中午一点 is 13:00
_EVENING_BEGINS = 5  # 晚上五点; 晚上一点 is tomorrow, or a slip
_LAST_MINUTE = 59
_HOURS_OF_DAY = 24
_MINUTES_OF_DAY = 24 * 60


def read_time(cell: Cell) -> time | None:
    """The time in a cell; of a span its beginning; None where there is none to be read."""
    value = cell.value
    if isinstance(value, datetime):
        return _to_minute(value.time())
    if isinstance(value, time):
        return _to_minute(value)
    if isinstance(value, float) and 0 <= value < 1:  # Excel's part of a day
        return _at_minute(value * _MINUTES_OF_DAY)
    if isinstance(value, int | float):
        return None  # 9.3 may be 9:30, 9:03 or 9:18
    return time_in(cell.plain)


def time_in(text: str) -> time | None:
    """The time that a plain text says, and nothing else."""
    parts = _RANGE.split(_ABOUT.sub("", text).strip(), maxsplit=1)
    first = _one(parts[0])
    if first is None or len(parts) == 1:
        return first if len(parts) == 1 else _sharing_period(parts[0], parts[1])
    return first if _one(_within(parts[0], parts[1])) or _one(parts[1]) else None


def _sharing_period(first: str, second: str) -> time | None:
    """8-9点, 8-9pm: what stands behind the second is meant for the first too."""
    tail = re.search(r"(点|时|a\.?m\.?|p\.?m\.?)\S*$", second)
    return _one(first + tail[1]) if tail and _one(second) else None


def _within(first: str, second: str) -> str:
    """晚上8点-9点: the second's part of the day is the first's."""
    found = re.match(_PERIODS, first)
    return (found[0] if found else "") + second


def _one(text: str) -> time | None:
    found = _TIME.match(text.strip())
    if found is None or (found["minute"] is None and not re.search(r"[:点时hm]", text)):
        return None  # a bare "8" is not known to be a time
    part = found["minute"]
    minute = _PARTS[part] if part in _PARTS else number(part)
    hour = _of_period(
        number(found["hour"]), found["before"] or (found["after"] or "").replace(".", "")
    )
    if hour is None or hour >= _HOURS_OF_DAY or minute > _LAST_MINUTE:
        return None
    return time(hour, minute)


def _of_period(hour: int, period: str) -> int | None:
    """The hour of 24; None where the period cannot have it: 晚上12点 is nobody's day."""
    late = hour + _NOON_HOUR if hour < _NOON_HOUR else hour
    if period in {"凌晨", "am"}:
        return 0 if hour == _NOON_HOUR else hour
    if period in _NOON:
        return late if hour <= _LAST_MORNING_OF_NOON else hour
    if period in _AFTERNOON:
        return late
    if period in _EVENING:
        return late if hour >= _EVENING_BEGINS and hour != _NOON_HOUR else None
    return hour


def _to_minute(value: time) -> time:
    return _at_minute(value.hour * 60 + value.minute + value.second / 60)


def _at_minute(minutes: float) -> time:
    """Excel keeps parts of a day, which miss the minute by a hair."""
    whole = min(round(minutes), _MINUTES_OF_DAY - 1)
    return time(whole // 60, whole % 60)
