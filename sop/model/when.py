"""When a step is said: days, dates, rhythms, other steps, events, a campaign's date."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    Discriminator,
    Field,
    Tag,
    field_validator,
    model_validator,
)

from bot.core.lengths import Length
from bot.core.located_words import did_you_mean
from sop.model.names import Name, WallTime
from sop.recurring import cron_mistake

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DayKind = Literal["working_day", "holiday"]
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_KINDS_OF_DAYS = ("working_day", "holiday")
_DAYS = ("day", *_KINDS_OF_DAYS)
_LAST_DAY = 3660


def _read_run_day(value: Any) -> Any:  # noqa: ANN401 (a YAML value)
    """Day N of the run, or a date."""
    if value is None or isinstance(value, date):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= _LAST_DAY:
        return value
    if (day := _read_date(value)) is not None:
        return day
    shown = str(value)[:40]
    msg = f"{shown!r} is no day; write the number of a day of the run (3) or a date (2026-03-01)"
    raise ValueError(msg)


def _read_left_out(value: Any) -> Any:  # noqa: ANN401 (a YAML value)
    """A day that a rhythm leaves out."""
    words = (*_KINDS_OF_DAYS, *WEEKDAYS)
    if isinstance(value, date) or value in words:
        return value
    if (day := _read_date(value)) is not None:
        return day
    shown = str(value)[:40]
    msg = (
        f"{shown!r} is no day{did_you_mean(shown, words)}; write a date (2026-03-01),"
        " holiday, working_day, or mon to sun"
    )
    raise ValueError(msg)


def _read_date(value: Any) -> date | None:  # noqa: ANN401 (a YAML value)
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


RunDay = Annotated[Annotated[int, Field(ge=1, le=_LAST_DAY)] | date, BeforeValidator(_read_run_day)]
LeftOut = Annotated[date | DayKind | Weekday, BeforeValidator(_read_left_out)]


class OnDay(BaseModel, frozen=True, extra="forbid"):
    """On day N of the run (day 1 is its first), at a wall time."""

    day: int = Field(ge=1, le=_LAST_DAY)
    at: WallTime


class OnDate(BaseModel, frozen=True, extra="forbid"):
    """On a date, at a wall time."""

    date: date
    at: WallTime


class OnCampaign(BaseModel, frozen=True, extra="forbid"):
    """So many days before (-14) or after (3) the day of the run's event, at a wall time."""

    event_day: int = Field(ge=-400, le=400)
    at: WallTime


class BeforeCampaign(BaseModel, frozen=True, extra="forbid"):
    """So long before the run's event begins."""

    before_event: Length


class Feedback(StrEnum):
    """Which end of an expectation a step follows."""

    MET = "met"
    MISSED = "missed"
    KNOWN = "known"  # either


class AfterStep(BaseModel, frozen=True, extra="forbid"):
    """So long after another step was done, or after its expectation was met or missed."""

    after: Name
    delay: Length = timedelta()
    feedback: Feedback | None = Field(default=None, description="None: as soon as it is said")


class Happening(StrEnum):
    """What a step can answer to."""

    MEMBER_JOINED = "member_joined"
    LEAD_FOUND = "lead_found"
    QUESTION_UNANSWERED = "question_unanswered"
    SIGN_UP = "sign_up"
    KEYWORD = "keyword"


class OnEvent(BaseModel, frozen=True, extra="forbid"):
    """So long after something happened in the room."""

    event: Happening
    delay: Length = timedelta()
    words: tuple[Annotated[str, Field(min_length=1, max_length=40)], ...] = Field(
        default=(), max_length=200, description="with `keyword`: one of them is in the message"
    )
    category: str | None = Field(default=None, description="with `lead_found`: only this category")
    at_most: int | None = Field(default=None, ge=1, description="so often a day and room")

    @model_validator(mode="after")
    def _fitting(self) -> Self:
        if bool(self.words) != (self.event is Happening.KEYWORD):
            msg = "`words` belong to the event keyword: {event: keyword, words: [报名, 怎么买]}"
            raise ValueError(msg)
        if self.category is not None and self.event is not Happening.LEAD_FOUND:
            msg = "`category` belongs to the event lead_found"
            raise ValueError(msg)
        return self


class Every(BaseModel, frozen=True, extra="forbid"):
    """Again and again: on days of the week or of a calendar at a wall time, or by a cron line."""

    every: Literal["day", "working_day", "holiday"] | tuple[Weekday, ...] | str = Field(
        description='"day", "working_day", "holiday", a list of mon..sun (these with `at`),'
        ' or a cron line: "*/30 9-18 * * *"'
    )
    at: WallTime | None = None
    since: RunDay | None = Field(default=None, description="the first day; None: day 1")
    until: RunDay | None = Field(default=None, description="the last day on which it happens")
    times: int | None = Field(default=None, ge=1, le=366)
    not_on: tuple[LeftOut, ...] = Field(
        default=(), max_length=400, description="left out: dates, holiday, working_day, mon..sun"
    )

    @field_validator("every", mode="plain", json_schema_input_type=str | list[Weekday])
    @classmethod
    def _readable(cls, every: Any) -> str | tuple[str, ...]:  # noqa: ANN401 (a YAML value)
        return _read_every(every)

    @model_validator(mode="after")
    def _time_once(self) -> Self:
        if self.cron is None and self.at is None:
            msg = 'with days, `at` says when: every: day, at: "20:00"'
            raise ValueError(msg)
        if self.cron is not None and self.at is not None:
            msg = "a cron line says the time itself; leave `at` out"
            raise ValueError(msg)
        return self

    @property
    def cron(self) -> str | None:
        """The cron line, if it is one."""
        return self.every if isinstance(self.every, str) and self.every not in _DAYS else None

    @property
    def weekdays(self) -> frozenset[int]:
        """The days of the week on which it can happen, Monday is 0; without a cron line only."""
        if isinstance(self.every, str):
            return frozenset(range(7))
        return frozenset(WEEKDAYS.index(day) for day in self.every)


def _read_every(every: Any) -> str | tuple[str, ...]:  # noqa: ANN401 (a YAML value)
    if isinstance(every, list | tuple):
        wrong = [day for day in every if day not in WEEKDAYS]
        if every and not wrong:
            return tuple(dict.fromkeys(every))
        msg = f"`every` lists days of the week: {', '.join(WEEKDAYS)}"
        raise ValueError(f"{msg}; {str(wrong[0])[:40]!r} is none" if wrong else msg)
    if not isinstance(every, str):
        msg = '`every` should be "day", a list such as [mon, wed], or a cron line in quotes'
        raise ValueError(msg)  # noqa: TRY004 (pydantic collects ValueErrors only)
    if every not in _DAYS and (mistake := cron_mistake(every)):
        raise ValueError(mistake)
    return every


_KINDS = {
    "day": "OnDay",
    "date": "OnDate",
    "event_day": "OnCampaign",
    "before_event": "BeforeCampaign",
    "after": "AfterStep",
    "event": "OnEvent",
    "every": "Every",
}


def _kind_of(value: Any) -> str | None:  # noqa: ANN401 (a YAML value or a model)
    if isinstance(value, BaseModel):
        return type(value).__name__
    if not isinstance(value, dict):
        return None
    return next((kind for key, kind in _KINDS.items() if key in value), None)


When = Annotated[
    Annotated[OnDay, Tag("OnDay")]
    | Annotated[OnDate, Tag("OnDate")]
    | Annotated[OnCampaign, Tag("OnCampaign")]
    | Annotated[BeforeCampaign, Tag("BeforeCampaign")]
    | Annotated[AfterStep, Tag("AfterStep")]
    | Annotated[OnEvent, Tag("OnEvent")]
    | Annotated[Every, Tag("Every")],
    Discriminator(
        _kind_of,
        custom_error_type="when",
        custom_error_message=(
            '`when` should be one of {day: 1, at: "08:30"}, {date: 2026-03-08, at: "08:30"},'
            ' {after: <step>, delay: 10m}, {event: member_joined}, {every: day, at: "20:00"},'
            ' {event_day: -14, at: "20:00"}, {before_event: 8h}'
        ),
    ),
]

# what happens once in a run, at a time of its own
ONCE = (OnDay, OnDate, OnCampaign, BeforeCampaign)
# what has its own date or rhythm; the others come with what they follow
DATED = (*ONCE, Every)
