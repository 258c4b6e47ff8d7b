"""Days as people write them: D1, 第3天, 3月5日, 2026/3/5, T-3, 周一, 每天, 工作日, Excel's."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sop.sheet.cells import Cell
from sop.sheet.numbers import NUMBER, number

_MOST_DAYS = 3660
_MOST_EVENT_DAYS = 400
_HALF_A_YEAR = timedelta(days=183)
_WEEK = "一二三四五六日"
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """On which days: the keys of a step's `when` besides `at`; and the text behind it."""

    when: tuple[tuple[str, object], ...]
    rest: str = ""  # "20:00" of "D1 20:00"


Make = Callable[[re.Match[str], date], tuple[str, object] | None]


def read_day(cell: Cell, today: date) -> Day | None:
    """The day in a cell; dates without a year are those nearest to today. None: none is there."""
    value = cell.value
    if isinstance(value, datetime | date):
        return Day(when=(("date", value.date() if isinstance(value, datetime) else value),))
    if isinstance(value, float) and not value.is_integer():
        return None  # 3.1 may be 3月1日 or 3月10日
    return day_in(cell.plain, today)


def day_in(text: str, today: date) -> Day | None:
    """The day that a plain text begins with."""
    if re.fullmatch(r"\d{1,4}", text):
        made = _run_day(int(text))
        return None if made is None else Day(when=(made,))
    for pattern, make in _FORMS:
        found = pattern.match(text)
        made = None if found is None else make(found, today)
        if found is not None and made is not None:
            return Day(when=(made,), rest=_behind(text[found.end() :]))
    return None


def _behind(rest: str) -> str:
    """What follows a day, without the day of the week that may stand in brackets behind it."""
    return re.sub(r"^\s*[(\[]?\s*(?:周|星期|礼拜)[一二三四五六日天]\s*[)\]]?", "", rest).strip(
        " ,，:|"
    )


def _run_day(day: int) -> tuple[str, object] | None:
    return ("day", day) if 1 <= day <= _MOST_DAYS else None


def _event_day(day: int) -> tuple[str, object] | None:
    return ("event_day", day) if abs(day) <= _MOST_EVENT_DAYS else None


def _numbered(found: re.Match[str], _today: date) -> tuple[str, object] | None:
    return _run_day(number(next(part for part in found.groups() if part)))


def _around_event(found: re.Match[str], _today: date) -> tuple[str, object] | None:
    days = number(found["days"])
    before = found["side"] in {"-", "前"}
    return _event_day(-days if before else days)


def _full_date(found: re.Match[str], _today: date) -> tuple[str, object] | None:
    made = _date(int(found[1]), int(found[2]), int(found[3]))
    return None if made is None else ("date", made)


def _month_and_day(found: re.Match[str], today: date) -> tuple[str, object] | None:
    month, day = number(found[1]), number(found[2])
    years = (today.year - 1, today.year, today.year + 1)
    possible = [made for year in years if (made := _date(year, month, day))]
    near = min(possible, key=lambda made: abs(made - today), default=None)
    return None if near is None or abs(near - today) > _HALF_A_YEAR * 3 else ("date", near)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _week(found: re.Match[str], _today: date) -> tuple[str, object] | None:
    names = found["days"].replace("天", "日")
    span = re.fullmatch(
        r"([一二三四五六日])\s*(?:至|到|-|~)\s*(?:周|星期)?([一二三四五六日])", names
    )
    if span:
        first, last = _WEEK.index(span[1]), _WEEK.index(span[2])
        chosen = set(range(first, last + 1))
    else:
        chosen = {_WEEK.index(char) for char in names if char in _WEEK}
    days = [_DAYS[one] for one in sorted(chosen)]
    return ("every", days) if days else None


def _english_week(found: re.Match[str], _today: date) -> tuple[str, object] | None:
    named = {part[:3] for part in re.findall(r"[a-z]+", found[0])} - {"and", "eve"}
    days = [day for day in _DAYS if day in named]
    return ("every", days) if days and len(days) == len(named) else None


def _fixed(key: str, value: object) -> Make:
    return lambda _found, _today: (key, value)


_ENGLISH_DAY = r"(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)(?:day|nesday|sday|rsday|urday)?s?"
_WEEKDAYS = r"[一二三四五六日天](?:\s*(?:[、,，/和]|至|到|-|~)?\s*(?:周|星期)?[一二三四五六日天])*"
_EVENT = r"(?:活动|开课|开营|开播|直播|开幕|大促)?"
_FORMS: tuple[tuple[re.Pattern[str], Make], ...] = (
    (re.compile(rf"第\s*({NUMBER})\s*[天日]|(?:day|d)\s*[-.]?\s*(\d{{1,4}})(?!\d)"), _numbered),
    (re.compile(rf"({NUMBER})\s*天(?![前后])"), _numbered),
    (re.compile(r"t\s*(?P<side>[+-])\s*(?P<days>\d{1,3})\s*天?"), _around_event),
    (re.compile(rf"{_EVENT}(?P<side>[前后])\s*(?P<days>{NUMBER})\s*天"), _around_event),
    (re.compile(r"t\s*0?(?![\w+-])|活动当天|活动日|开课当天|开营当天"), _fixed("event_day", 0)),
    (
        re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)\s*[日号]?"),
        _full_date,
    ),
    (re.compile(rf"({NUMBER})\s*月\s*({NUMBER})\s*[日号]?"), _month_and_day),
    (re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})(?![\d:.])"), _month_and_day),
    (re.compile(r"每天|每日|天天|daily|every ?day"), _fixed("every", "day")),
    (
        re.compile(r"(?:每个?)?工作日|(?:every )?working days?|weekdays?"),
        _fixed("every", "working_day"),
    ),
    (re.compile(r"(?:每个?)?(?:法定)?节假日|holidays?"), _fixed("every", "holiday")),
    (re.compile(r"(?:每个?)?周末|(?:every )?weekends?"), _fixed("every", ["sat", "sun"])),
    (re.compile(rf"每?(?:周|星期|礼拜)(?P<days>{_WEEKDAYS})"), _week),
    (
        re.compile(rf"(?:every )?{_ENGLISH_DAY}(?:\s*(?:,|/|and|&)\s*{_ENGLISH_DAY})*"),
        _english_week,
    ),
)
