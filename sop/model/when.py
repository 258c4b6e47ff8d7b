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

from bot.core.days import FIRST_DAY, LAST_DAY, CalendarDay
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
_AT = "时刻，按计划或群的时区。Wall time in the plan's or the room's zone: \"08:30\""
_DELAY = "再过多久。So long after it: 90s, 10m, 2h, 1d"


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
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return day if day is not None and FIRST_DAY <= day <= LAST_DAY else None


RunDay = Annotated[Annotated[int, Field(ge=1, le=_LAST_DAY)] | date, BeforeValidator(_read_run_day)]
LeftOut = Annotated[date | DayKind | Weekday, BeforeValidator(_read_left_out)]


class OnDay(BaseModel, frozen=True, extra="forbid"):
    """On day N of the run (day 1 is its first), at a wall time."""

    day: int = Field(
        ge=1,
        le=_LAST_DAY,
        description="开始后的第几天，1 是开始那天。Day of the run; 1 is its first.",
    )
    at: WallTime = Field(description=_AT)


class OnDate(BaseModel, frozen=True, extra="forbid"):
    """On a date, at a wall time."""

    # annotated: with a default of its own the field would hide the type
    date: Annotated[CalendarDay, Field(description="日期。A date: 2026-03-08")]
    at: WallTime = Field(description=_AT)


class OnCampaign(BaseModel, frozen=True, extra="forbid"):
    """So many days before (-14) or after (3) the day of the run's event, at a wall time."""

    event_day: int = Field(
        ge=-400,
        le=400,
        description="活动前（-14）或后（3）几天。Days before (-14) or after (3) the event.",
    )
    at: WallTime = Field(description=_AT)


class BeforeCampaign(BaseModel, frozen=True, extra="forbid"):
    """So long before the run's event begins."""

    before_event: Length = Field(description="活动开始前多久。So long before the event: 8h")


class Feedback(StrEnum):
    """Which end of an expectation a step follows."""

    MET = "met"
    MISSED = "missed"
    KNOWN = "known"  # either


class AfterStep(BaseModel, frozen=True, extra="forbid"):
    """So long after another step was done, or after its expectation was met or missed."""

    after: Name = Field(description="在哪一步之后。The id of the earlier step.")
    delay: Length = Field(default=timedelta(), description=_DELAY)
    feedback: Feedback | None = Field(
        default=None,
        description="等它的结果：met 达到、missed 没达到、known 不论；不写：说完就算。"
        "Which end of its `expect`; left out: as soon as it is said.",
    )


class Happening(StrEnum):
    """What a step can answer to."""

    MEMBER_JOINED = "member_joined"
    LEAD_FOUND = "lead_found"
    QUESTION_UNANSWERED = "question_unanswered"
    SIGN_UP = "sign_up"
    KEYWORD = "keyword"


class OnEvent(BaseModel, frozen=True, extra="forbid"):
    """So long after something happened in the room."""

    event: Happening = Field(
        description="群里发生的事：有人进群、发现意向、问题无人回答、报名、关键词。What happened."
    )
    delay: Length = Field(default=timedelta(), description=_DELAY)
    words: tuple[Annotated[str, Field(min_length=1, max_length=40)], ...] = Field(
        default=(),
        max_length=200,
        description="配 keyword：消息里出现其中之一。With `keyword`: one is in the message.",
    )
    category: str | None = Field(
        default=None,
        description="配 lead_found：只限这一类。With `lead_found`: only of this category.",
    )
    at_most: int | None = Field(
        default=None, ge=1, description="每群每天最多几次。At most so often a day and room."
    )

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
        description="每天、工作日、节假日、星期几的列表（配 `at`），或 cron 行。"
        '"day", "working_day", "holiday", a list of mon..sun (these with `at`),'
        ' or a cron line: "*/30 9-18 * * *"'
    )
    at: WallTime | None = Field(default=None, description=_AT)
    since: RunDay | None = Field(
        default=None, description="从第几天或哪天起。The first day: 3 or a date; left out: day 1."
    )
    until: RunDay | None = Field(
        default=None, description="到第几天或哪天为止。The last day on which it happens."
    )
    times: int | None = Field(
        default=None, ge=1, le=366, description="最多几次。At most so often in all."
    )
    not_on: tuple[LeftOut, ...] = Field(
        default=(),
        max_length=400,
        description="不做的日子：日期、holiday、working_day、mon..sun。Days that are left out.",
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
