"""The campaign language: what operators write, as models. The JSON Schema is made from them."""

from datetime import UTC, date, datetime, time, timedelta
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Annotated, Any, Self

from pydantic import BaseModel, Discriminator, Field, Tag, model_validator

from bot.core.lengths import Length
from bot.core.rooms import Zone
from sop.campaigns.benefits import Benefit
from sop.campaigns.pools import Pool
from sop.model.names import Name, WallTime
from sop.model.when import BeforeCampaign, OnCampaign
from sop.walltime import instant

Word = Annotated[str, Field(min_length=1, max_length=20)]
Words = Annotated[tuple[Word, ...], Field(min_length=1, max_length=20)]


def _kind_of(value: Any) -> str | None:  # noqa: ANN401 (a YAML value or a model)
    if isinstance(value, BaseModel):
        return type(value).__name__
    if not isinstance(value, dict):
        return None
    return "OnCampaign" if "event_day" in value else "BeforeCampaign"


Moment = Annotated[
    Annotated[OnCampaign, Tag("OnCampaign")] | Annotated[BeforeCampaign, Tag("BeforeCampaign")],
    Discriminator(
        _kind_of,
        custom_error_type="moment",
        custom_error_message='write {event_day: -7, at: "20:00"} or {before_event: 2h}',
    ),
]

_LAST_DAY = timedelta(days=1)


class Starts(BaseModel, frozen=True, extra="forbid"):
    """When the event begins, in the campaign's zone."""

    date: date
    at: WallTime


class SignUp(BaseModel, frozen=True, extra="forbid"):
    """How people sign up: by one of the words, in a room or to the bot alone."""

    words: Words = ("报名",)
    limit: int | None = Field(default=None, ge=1, le=100_000, description="None: as many as come")
    waitlist: int | None = Field(
        default=None, ge=0, le=100_000, description="how many may wait; None: everybody, 0: nobody"
    )
    opens: Moment | None = Field(default=None, description="None: as soon as the file is in force")
    closes: Moment = Field(
        default=BeforeCampaign(before_event=timedelta()),
        description='{before_event: 2h}, or {event_day: 0, at: "12:00"}',
    )


class Reminders(BaseModel, frozen=True, extra="forbid"):
    """When the rooms, and those who signed up, are reminded."""

    before: tuple[Length, ...] = Field(
        default=(
            timedelta(hours=8),
            timedelta(hours=4),
            timedelta(hours=2),
            timedelta(hours=1),
        ),
        max_length=20,
    )
    direct: tuple[Length, ...] = Field(
        default=(timedelta(hours=2),),
        max_length=20,
        description="those that also go to everybody with a place, alone; [] for none",
    )
    say: str = Field(default="", max_length=2000, description='"": the usual words')

    @model_validator(mode="after")
    def _sound(self) -> Self:
        for length in (*self.before, *self.direct):
            if length <= timedelta():
                msg = "a reminder comes before the event: before: [8h, 4h, 2h, 1h]"
                raise ValueError(msg)
        return self


class Attendance(BaseModel, frozen=True, extra="forbid"):
    """How people say that they came. Lists can be uploaded as well."""

    words: Words = ("签到",)
    before: Length = Field(default=timedelta(hours=1), description="from so long before the start")
    after: Length = Field(default=timedelta(hours=3), description="until so long after it")


class FollowUp(BaseModel, frozen=True, extra="forbid"):
    """The day after, a colleague gets the list of those who did not come."""

    days: int = Field(default=1, ge=1, le=30)
    at: WallTime = time(10)


class PastEvent(BaseModel, frozen=True, extra="forbid"):
    """An event of before groupkeeper, for the forecast."""

    title: str = Field(default="", max_length=200)
    signed: int = Field(ge=1, le=1_000_000)
    attended: int = Field(ge=0, le=1_000_000)

    @model_validator(mode="after")
    def _no_more_than_signed(self) -> Self:
        if self.attended > self.signed:
            msg = (
                f"attended ({self.attended}) is more than signed ({self.signed});"
                " count only those who had signed up"
            )
            raise ValueError(msg)
        return self


class Campaign(BaseModel, frozen=True, extra="forbid"):
    """An event with its warm-up: who may sign up where, what is given away when."""

    name: Name
    title: str = Field(min_length=1, max_length=200)
    starts: Starts
    zone: Zone = "Asia/Shanghai"
    place: str = Field(default="", max_length=500)
    series: str = Field(default="", max_length=64, description="past events of it: the forecast")
    rooms: tuple[Annotated[str, Field(min_length=1)], ...] = Field(
        default=(), max_length=1000, description="room names or platform ids, with * and ?"
    )
    rooms_of: tuple[Annotated[str, Field(min_length=1)], ...] = Field(
        default=(), max_length=100, description="all rooms of these series (rooms.list of config)"
    )
    staff: str | None = Field(default=None, description="who follows up: a name listed under staff")
    called_off: str = Field(default="", max_length=500, description="why it does not take place")
    plan: Name | None = Field(default=None, description="the plan that warms up, in every room")
    warm_up_days: int = Field(default=14, ge=1, le=120)
    sign_up: SignUp = SignUp()
    coupons: dict[Name, Pool] = Field(default={}, max_length=50)
    benefits: tuple[Benefit, ...] = Field(default=(), max_length=200)
    reminders: Reminders = Reminders()
    attendance: Attendance = Attendance()
    follow_up: FollowUp = FollowUp()
    history: tuple[PastEvent, ...] = Field(default=(), max_length=500)
    answer_every: Length = Field(
        default=timedelta(seconds=10), description="at most one post of answers a room in this time"
    )

    @cached_property
    def starts_at(self) -> datetime:
        """When the event begins (UTC)."""
        return instant(self.starts.date, self.starts.at, self.zone)

    def moment(self, when: OnCampaign | BeforeCampaign) -> datetime:
        """The instant (UTC) of a moment that is told by the event's date."""
        if isinstance(when, BeforeCampaign):
            return self.starts_at - when.before_event
        return self.on_day(when.event_day, when.at)

    def on_day(self, event_day: int, at: WallTime) -> datetime:
        """The instant (UTC) of a wall time, so many days before (-) or after the event's day."""
        return instant(self.starts.date + timedelta(days=event_day), at, self.zone)

    def benefit(self, name: str) -> Benefit | None:
        """The benefit with this id."""
        return next((one for one in self.benefits if one.id == name), None)

    @model_validator(mode="after")
    def _somewhere(self) -> Self:
        if not self.rooms and not self.rooms_of:
            msg = "say in which rooms: rooms: [names with * and ?], or rooms_of: [series]"
            raise ValueError(msg)
        return self

    def fits(self, ref: str, name: str, series: str) -> bool:
        """Whether the campaign takes place in this room."""
        if series and series in self.rooms_of:
            return True
        return any(match == ref or fnmatchcase(name, match) for match in self.rooms)

    @cached_property
    def heard_from(self) -> datetime:
        """From when on its words mean something (UTC): a day before anything opens."""
        first = [self.on_day(one.event_day, one.opens) for one in self.benefits]
        if self.sign_up.opens is None:
            return datetime.min.replace(tzinfo=UTC)
        return min([self.moment(self.sign_up.opens), *first]) - _LAST_DAY

    @cached_property
    def ends_at(self) -> datetime:
        """From when on its words mean nothing any more (UTC)."""
        last = [self.on_day(one.event_day, one.closing) for one in self.benefits]
        over = self.starts_at + max(self.attendance.after, _LAST_DAY)
        return max([over, *(at + timedelta(hours=1) for at in last)]).astimezone(UTC)
