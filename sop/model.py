"""The plan language: what operators write, as models. The JSON Schema is made from them."""

import re
from datetime import date, time, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Discriminator, Field, Tag, field_validator, model_validator

from bot.core.effects import OnLate, OnUnknown
from bot.core.lengths import Length
from bot.core.rooms import Zone
from sop.recurring import cron_mistake

Name = Annotated[str, Field(pattern=r"^[\w][\w.-]*$", min_length=1, max_length=64)]


class Role(StrEnum):
    """What a seat is to the group (mission.md, A2)."""

    STAR = "star"
    EXPERT = "expert"
    FAN = "fan"
    LEADER = "leader"
    CONSULTANT = "consultant"
    CHALLENGER = "challenger"
    CLOSER = "closer"
    OWN = "own"


CUSTOMER_ROLES = frozenset({Role.FAN, Role.CHALLENGER, Role.CLOSER})
ROOM_ACCOUNT = "room"


class Seat(BaseModel, frozen=True, extra="forbid"):
    """Who speaks: a bot account (as staff), or a person, who gets a task with the text."""

    role: Role = Role.OWN
    account: str | None = Field(
        default=None, min_length=1, description='a channel of config.yaml, or "room": its own'
    )
    person: str | None = Field(default=None, min_length=1, description="a name listed under staff")

    @model_validator(mode="after")
    def _one_holder(self) -> Self:
        if (self.account is None) == (self.person is None):
            msg = "a seat is held by exactly one of `account` (a bot) and `person` (a colleague)"
            raise ValueError(msg)
        if self.account is not None and self.role in CUSTOMER_ROLES:
            msg = (
                f"a bot account never poses as a customer: a seat with role {self.role.value}"
                " is held by a person; write `person: <staff name>` instead of `account`"
            )
            raise ValueError(msg)
        return self


class OnDay(BaseModel, frozen=True, extra="forbid"):
    """On day N of the run (day 1 is its first), at a wall time."""

    day: int = Field(ge=1, le=3660)
    at: time

    @field_validator("at")
    @classmethod
    def _to_the_minute(cls, at: time) -> time:
        return _plain_time(at)


class AfterStep(BaseModel, frozen=True, extra="forbid"):
    """So long after another step was done."""

    after: Name
    delay: Length = timedelta()


class Happening(StrEnum):
    """What a step can answer to."""

    MEMBER_JOINED = "member_joined"
    LEAD_FOUND = "lead_found"


class OnEvent(BaseModel, frozen=True, extra="forbid"):
    """So long after something happened in the room."""

    event: Happening
    delay: Length = timedelta()


Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


# day N of the run, or a date
RunDay = Annotated[int, Field(ge=1, le=3660)] | date


class Every(BaseModel, frozen=True, extra="forbid"):
    """Again and again: on days of the week at a wall time, or by a cron line."""

    every: Literal["day"] | tuple[Weekday, ...] | str = Field(
        description='"day", a list of mon..sun (both with `at`), or a cron line: "*/30 9-18 * * *"'
    )
    at: time | None = None
    since: RunDay | None = Field(default=None, description="the first day; None: day 1")
    until: RunDay | None = Field(default=None, description="the last day on which it happens")
    times: int | None = Field(default=None, ge=1, le=366)

    @field_validator("every", mode="plain", json_schema_input_type=str | list[Weekday])
    @classmethod
    def _readable(cls, every: Any) -> str | tuple[str, ...]:  # noqa: ANN401 (a YAML value)
        return _read_every(every)

    @field_validator("at")
    @classmethod
    def _to_the_minute(cls, at: time | None) -> time | None:
        return None if at is None else _plain_time(at)

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
        return self.every if isinstance(self.every, str) and self.every != "day" else None

    @property
    def weekdays(self) -> frozenset[int]:
        """The days on which it happens, Monday is 0; without a cron line only."""
        if isinstance(self.every, str):
            return frozenset(range(7))
        return frozenset(_WEEKDAYS.index(day) for day in self.every)


_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _read_every(every: Any) -> str | tuple[str, ...]:  # noqa: ANN401 (a YAML value)
    if isinstance(every, list | tuple):
        wrong = [day for day in every if day not in _WEEKDAYS]
        if every and not wrong:
            return tuple(dict.fromkeys(every))
        msg = f"`every` lists days of the week: {', '.join(_WEEKDAYS)}"
        raise ValueError(f"{msg}; {str(wrong[0])[:40]!r} is none" if wrong else msg)
    if not isinstance(every, str):
        msg = '`every` should be "day", a list such as [mon, wed], or a cron line in quotes'
        raise ValueError(msg)  # noqa: TRY004 (pydantic collects ValueErrors only)
    if every != "day" and (mistake := cron_mistake(every)):
        raise ValueError(mistake)
    return every


def _plain_time(at: time) -> time:
    if at.tzinfo is not None or at.microsecond:
        msg = 'a wall time such as "08:30" is meant; the zone stands in `zone:` of the plan'
        raise ValueError(msg)
    return at


_KINDS = {"day": "OnDay", "after": "AfterStep", "event": "OnEvent", "every": "Every"}


def _kind_of(value: Any) -> str | None:  # noqa: ANN401 (a YAML value or a model)
    if isinstance(value, BaseModel):
        return type(value).__name__
    if not isinstance(value, dict):
        return None
    return next((kind for key, kind in _KINDS.items() if key in value), None)


When = Annotated[
    Annotated[OnDay, Tag("OnDay")]
    | Annotated[AfterStep, Tag("AfterStep")]
    | Annotated[OnEvent, Tag("OnEvent")]
    | Annotated[Every, Tag("Every")],
    Discriminator(
        _kind_of,
        custom_error_type="when",
        custom_error_message=(
            '`when` should be one of {day: 1, at: "08:30"}, {after: <step>, delay: 10m},'
            ' {event: member_joined}, {every: day, at: "20:00"}'
        ),
    ),
]


_WEB = re.compile("https?://", re.IGNORECASE)


class Attachment(BaseModel, frozen=True, extra="forbid"):
    """What hangs on a post: a link card, or a file."""

    link: str | None = Field(default=None, pattern=r"^https?://\S+$", max_length=2000)
    file: str | None = Field(
        default=None,
        min_length=1,
        max_length=1000,
        description="a file in the plan folder, such as media/poster.png, or a web address",
    )
    title: str = Field(default="", max_length=200)
    description: str = Field(default="", max_length=500)

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if (self.link is None) == (self.file is None):
            msg = "`media` is exactly one of `link` and `file`"
            raise ValueError(msg)
        return self

    @property
    def in_folder(self) -> str | None:
        """The file of the plan folder that is meant; None for a link and a web address."""
        return None if self.file is None or _WEB.match(self.file) else self.file


class Step(BaseModel, frozen=True, extra="forbid"):
    """One thing that is said, or given to a person to say."""

    id: Name
    seat: Name
    when: When
    say: str = Field(default="", max_length=20_000)
    media: Attachment | None = None
    mention_all: bool = False
    grace: Length | None = None  # None: sop.grace of config.yaml
    on_late: OnLate = OnLate.SKIP
    on_unknown: OnUnknown | None = None  # None: hold with mention_all, else resend
    requires: tuple[Name, ...] = Field(default=(), max_length=20)
    deadline: Length = timedelta(hours=2)  # for a person: how long the task may take

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.say.strip() and self.media is None:
            msg = f"step {self.id!r} says nothing; give it `say` or `media`"
            raise ValueError(msg)
        return self

    @property
    def unknown_policy(self) -> OnUnknown:
        """What happens with a post of which nobody knows whether it went out."""
        return self.on_unknown or (OnUnknown.HOLD if self.mention_all else OnUnknown.RESEND)


class Plan(BaseModel, frozen=True, extra="forbid"):
    """A plan: who speaks, and when what is said."""

    name: Name
    title: str = Field(min_length=1, max_length=200)
    zone: Zone | None = Field(default=None, description="None: the zone of each room")
    seats: dict[Name, Seat] = Field(min_length=1, max_length=100)
    steps: tuple[Step, ...] = Field(min_length=1, max_length=2000)

    def step(self, name: str) -> Step | None:
        """The step with this id, if the plan has it."""
        return self._by_id.get(name)

    @cached_property
    def _by_id(self) -> dict[str, Step]:
        return {step.id: step for step in self.steps}
