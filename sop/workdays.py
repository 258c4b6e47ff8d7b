"""Working days and holidays of a country's calendar, with the days that are made up for.

China announces made-up days each autumn for the year after. Until a release of the library knows
them, the days of such a year are Monday to Friday without the holidays whose dates are fixed.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Protocol

_LONGEST = 20  # characters
_ANNOUNCED = (2024, 2025)  # years that every release in use knows


class _Days(Protocol):
    """What is asked of a calendar of the library."""

    @property
    def weekend_workdays(self) -> Iterable[date]: ...

    def is_working_day(self, key: date) -> bool: ...


class UnknownCalendarError(ValueError):
    """No calendar has this name; says what would be right."""


def calendar_mistake(name: str) -> str | None:
    """What is wrong with a calendar's name; None where there is such a calendar."""
    try:
        _calendar(name)
    except UnknownCalendarError as error:
        return str(error)
    return None


def is_working(calendar: str, day: date) -> bool:
    """Whether people work on that day; raises UnknownCalendarError."""
    return bool(_calendar(calendar).is_working_day(day))


@lru_cache(maxsize=64)
def _calendar(name: str) -> _Days:
    import holidays  # noqa: PLC0415 (a tenth of a second that plans without calendars never pay)

    country, _, part = name.partition("-")
    try:
        if len(name) <= _LONGEST:
            return holidays.country_holidays(country, subdiv=part or None)
    except NotImplementedError:
        pass
    msg = f"no calendar {name[:_LONGEST]!r}; write a country such as CN or US, or DE-BY with a part"
    raise UnknownCalendarError(msg)


def is_known(calendar: str, year: int) -> bool:
    """Whether the days of a year that are made up for are known, where the calendar has any."""
    days = _calendar(calendar)
    return _makes_up(days, year) or not any(_makes_up(days, one) for one in _ANNOUNCED)


def _makes_up(days: _Days, year: int) -> bool:
    days.is_working_day(date(year, 1, 1))  # a year is filled in when it is asked for
    return any(day.year == year for day in days.weekend_workdays)
