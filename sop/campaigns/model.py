"""The campaign language: what operators write, as models. The JSON Schema is made from them."""

from datetime import UTC, datetime, time, timedelta
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Annotated, Any, Self

from pydantic import BaseModel, Discriminator, Field, Tag, model_validator

from bot.core.days import CalendarDay
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

    date: Annotated[CalendarDay, Field(description="活动在哪一天。The day of the event: T-0")]
    at: WallTime = Field(description="几点开始。Wall time, in the campaign's zone")


class SignUp(BaseModel, frozen=True, extra="forbid"):
    """How people sign up: by one of the words, in a room or to the bot alone."""

    words: Words = Field(default=("报名",), description="发这些词就是报名。Words that sign up")
    limit: int | None = Field(
        default=None,
        ge=1,
        le=100_000,
        description="多少名额；不写：不限。Places; none: as many as come",
    )
    waitlist: int | None = Field(
        default=None,
        ge=0,
        le=100_000,
        description="候补多少人；不写：不限，0：不候补。"
        "How many may wait; none: everybody, 0: nobody",
    )
    opens: Moment | None = Field(
        default=None,
        description="什么时候开放；不写：文件生效就开放。"
        "When it opens; none: as soon as the file is in force",
    )
    closes: Moment = Field(
        default=BeforeCampaign(before_event=timedelta()),
        description="什么时候截止。"
        'When it closes: {before_event: 2h}, or {event_day: 0, at: "12:00"}',
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
        description="开始前多久在群里提醒。How long before the rooms are reminded",
    )
    direct: tuple[Length, ...] = Field(
        default=(timedelta(hours=2),),
        max_length=20,
        description="其中哪些也私信给已报名的人；[] 不私信。"
        "Which go to everybody with a place, alone; []: none",
    )
    say: str = Field(
        default="",
        max_length=2000,
        description="群里怎么说；不写：用通常的话。What is said; none: the usual words",
    )

    @model_validator(mode="after")
    def _sound(self) -> Self:
        for length in (*self.before, *self.direct):
            if length <= timedelta():
                msg = "a reminder comes before the event: before: [8h, 4h, 2h, 1h]"
                raise ValueError(msg)
        return self


class Attendance(BaseModel, frozen=True, extra="forbid"):
    """How people say that they came. Lists can be uploaded as well."""

    words: Words = Field(
        default=("签到",), description="发这些词就是签到。Words that say: I am here"
    )
    before: Length = Field(
        default=timedelta(hours=1), description="从开始前多久起。From so long before the start"
    )
    after: Length = Field(
        default=timedelta(hours=3), description="到开始后多久止。Until so long after it"
    )


class FollowUp(BaseModel, frozen=True, extra="forbid"):
    """The day after, a colleague gets the list of those who did not come."""

    days: int = Field(
        default=1, ge=1, le=30, description="活动后第几天。So many days after the event"
    )
    at: WallTime = Field(default=time(10), description="几点。Wall time")


class PastEvent(BaseModel, frozen=True, extra="forbid"):
    """An event of before groupkeeper, for the forecast."""

    title: str = Field(default="", max_length=200, description="往届活动叫什么。What it was called")
    signed: int = Field(ge=1, le=1_000_000, description="报名多少人。How many had a place")
    attended: int = Field(ge=0, le=1_000_000, description="其中到场多少人。How many of them came")

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

    name: Name = Field(
        description="命令里怎么叫它；一个名字一个文件。What commands call it; one name, one file"
    )
    title: str = Field(min_length=1, max_length=200, description="人们怎么叫它。What people read")
    starts: Starts = Field(description="什么时候开始。When the event begins")
    zone: Zone = Field(default="Asia/Shanghai", description="时区。The zone of all wall times")
    place: str = Field(default="", max_length=500, description="地点。Where it is")
    series: str = Field(
        default="",
        max_length=64,
        description="同一系列的往届用来预测到场。Past events of it are what the forecast rests on",
    )
    rooms: tuple[Annotated[str, Field(min_length=1)], ...] = Field(
        default=(),
        max_length=1000,
        description="在哪些群：群名或群号，可用 * 和 ?。Room names or platform ids, with * and ?",
    )
    rooms_of: tuple[Annotated[str, Field(min_length=1)], ...] = Field(
        default=(),
        max_length=100,
        description="这些系列的所有群。All rooms of these series (rooms.list of config.yaml)",
    )
    staff: str | None = Field(
        default=None,
        description="谁来回访：staff 里的名字。Who follows up: a name listed under staff",
    )
    called_off: str = Field(
        default="",
        max_length=500,
        description="活动取消的原因；写了就不再进行。"
        "Why it does not take place; then nothing is said",
    )
    plan: Name | None = Field(
        default=None,
        description="预热的计划，在每个群里自动开始。The plan that warms up, in every room",
    )
    warm_up_days: int = Field(
        default=14,
        ge=1,
        le=120,
        description="提前多少天开始预热。How many days before the event it begins",
    )
    sign_up: SignUp = Field(default=SignUp(), description="报名。Signing up")
    coupons: dict[Name, Pool] = Field(
        default={}, max_length=50, description="券，按名字。Coupons by name"
    )
    benefits: tuple[Benefit, ...] = Field(
        default=(), max_length=200, description="每天的福利。What is given away on which day"
    )
    reminders: Reminders = Field(
        default=Reminders(), description="开始前的提醒。Reminders before the start"
    )
    attendance: Attendance = Field(
        default=Attendance(), description="签到。How people say that they came"
    )
    follow_up: FollowUp = Field(
        default=FollowUp(),
        description="没到场的人什么时候交给同事回访。When a colleague gets those who did not come",
    )
    history: tuple[PastEvent, ...] = Field(
        default=(),
        max_length=500,
        description="还没用 groupkeeper 时的往届。Events of before, for the forecast",
    )
    answer_every: Length = Field(
        default=timedelta(seconds=10),
        description="同一个群里最多多久回一次。At most one post of answers a room in this time",
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
