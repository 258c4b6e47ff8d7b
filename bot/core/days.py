"""Days that people can mean. Others lead out of the calendar, and would stop every plan."""

from datetime import date
from typing import Annotated

from pydantic import Field

from bot.core.errors import GroupkeeperError

FIRST_DAY = date(2000, 1, 1)
LAST_DAY = date(2199, 12, 31)

CalendarDay = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]


class NoSuchDay(GroupkeeperError):
    """A day that nobody means; the text says what would be right."""


def expect_day(day: date | None, what: str) -> None:
    """Refuse a day that nobody means; `what` says what it was given for."""
    if day is not None and not FIRST_DAY <= day <= LAST_DAY:
        msg = f"{what}: {day} is too far away; give a day from {FIRST_DAY} to {LAST_DAY}"
        raise NoSuchDay(msg)
