"""Answers about stretches of days."""

from datetime import date, datetime

from pydantic import Field

from bot.core.daily import DayMeasure
from bot.web.views.base import View
from bot.web.views.results import Promptness


class DailyFigure(View):
    """One figure, of the whole stretch and of each of its days: docs/results.md#days."""

    measure: DayMeasure
    total: int = Field(description="of people: each once over all days; else the sum")
    by_day: list[int] = Field(description="in the order of `days`")


class DailyFigures(View):
    """What a stretch of days held in some rooms."""

    at: datetime = Field(description="when it was counted")
    zone: str = Field(description="of the house; its wall clock says where a day ends")
    days: list[date]
    until: datetime = Field(description="the end of the last day, or as far as it was counted")
    figures: list[DailyFigure]
    waiting: Promptness = Field(description="of members' questions, for their answer")
    waiting_by_day: list[float | None] = Field(
        description="median minutes (Kaplan-Meier) of questions asked that day;"
        " null: fewer than half are answered, or none was asked"
    )
    members: int = Field(description="at the end of the stretch, each person once")
    absence_factor: int = Field(description="the fewest people who wrote half of all messages")
    heard: bool = Field(description="whether these rooms were heard from the first day on")
    deaf: list[date] = Field(description="days on which an account of theirs could not hear")
