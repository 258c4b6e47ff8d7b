"""What a room wants: the `rooms:` section of config.yaml, resolved for one room."""

from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Discriminator,
    Field,
    Tag,
    field_validator,
)

from bot.core.conduct_rules import LadderRules, ProbationRules, QuizRules, RaidRules, TrustRules
from bot.core.ids import ChannelName, StaffName
from bot.core.yaml_value import YamlValue


class Mode(StrEnum):
    """Whether verdicts have consequences for people."""

    OBSERVE = "observe"  # everything is judged and shown, nobody is removed
    ENFORCE = "enforce"


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        msg = f"unknown time zone {name!r}; use an IANA name such as Asia/Shanghai"
        raise ValueError(msg) from None
    return name


Zone = Annotated[str, AfterValidator(_zone)]


class QuietHours(BaseModel, frozen=True, extra="forbid"):
    """From `start` to `end` of the room's wall time the bot does not speak by itself."""

    start: time
    end: time

    @field_validator("start", "end")
    @classmethod
    def _wall_time(cls, given: time) -> time:
        if given.tzinfo is not None:
            msg = 'a wall time such as "22:30" is meant, without an offset; `zone` says where'
            raise ValueError(msg)
        return given

    def covers(self, moment: time) -> bool:
        """Whether a wall time lies in the quiet hours; they may run over midnight."""
        if self.start <= self.end:
            return self.start <= moment < self.end
        return moment >= self.start or moment < self.end

    def end_after(self, now: datetime, zone: str) -> datetime | None:
        """When the quiet hours that hold at `now` end (UTC); None when it is not quiet."""
        place = ZoneInfo(zone)
        local = now.astimezone(place)
        if not self.covers(local.time()):
            return None
        day = local.date()
        if local.time() >= self.end:
            day += timedelta(days=1)
        # In an hour that the clocks show twice the end belongs to the pass that we are in.
        end = datetime.combine(day, self.end, place).replace(fold=local.fold)
        return end.astimezone(UTC)


class Never(StrEnum):
    """In the place of quiet hours: none, also where the rules before it have some."""

    NONE = "none"


def _hours_or_none(given: YamlValue) -> YamlValue:
    if given is None or given == Never.NONE or isinstance(given, dict | QuietHours):
        return given
    shown = str(given).lower() if isinstance(given, bool) else repr(given)[:60]
    msg = f'\'quiet_hours\' should be {{start: "22:30", end: "07:30"}} or none, not {shown}'
    raise ValueError(msg)


def _none_is_null(given: YamlValue) -> YamlValue:
    return None if given == Never.NONE else given


def _which(given: object) -> str:
    return "none" if given == Never.NONE else "hours"


# Of a room's own entry: there null means "as everywhere".
OwnQuietHours = Annotated[
    Annotated[QuietHours, Tag("hours")] | Annotated[Never, Tag("none")],
    Discriminator(_which),
    BeforeValidator(_hours_or_none),
]


class RoomRules(BaseModel, frozen=True, extra="forbid"):
    """How the bot behaves in a room. Every field may be set for all rooms, or for some."""

    watch: bool = True  # False: events of the room are not archived
    mode: Mode = Mode.OBSERVE
    zone: Zone = "Asia/Shanghai"
    quiet_hours: Annotated[
        QuietHours | None, BeforeValidator(_none_is_null), BeforeValidator(_hours_or_none)
    ] = None
    staff: tuple[StaffName, ...] = ()  # who is alerted, in the order of escalation
    welcome: str = ""  # jinja2 text for newcomers, may name {{ student_id }} and {{ name }}
    answer_student_id: bool = True  # "我的学号" is answered
    question_minutes: int = Field(default=30, ge=1, le=7 * 24 * 60)
    series: str = ""  # the series that the room belongs to, such as X2
    tags: tuple[str, ...] = ()  # words of your own, which plans can ask about
    # what plans may say in the room a day, colleagues' posts included; None: sop.posts_per_day
    posts_per_day: int | None = Field(default=None, ge=1, le=1000)
    ladder: LadderRules = LadderRules()
    probation: ProbationRules = ProbationRules()
    trust: TrustRules = TrustRules()
    raid: RaidRules = RaidRules()
    quiz: QuizRules = QuizRules()


class RoomEntry(BaseModel, frozen=True, extra="forbid"):
    """One entry of `rooms.list`: which rooms, and what differs there."""

    match: str = Field(min_length=1)  # room name or platform id, with * and ?
    channel: ChannelName | None = None
    watch: bool | None = None
    mode: Mode | None = None
    zone: Zone | None = None
    quiet_hours: OwnQuietHours | None = None
    staff: tuple[StaffName, ...] | None = None
    welcome: str | None = None
    answer_student_id: bool | None = None
    question_minutes: int | None = Field(default=None, ge=1, le=7 * 24 * 60)
    series: str | None = None
    tags: tuple[str, ...] | None = None
    posts_per_day: int | None = Field(default=None, ge=1, le=1000)
    ladder: LadderRules | None = None
    probation: ProbationRules | None = None
    trust: TrustRules | None = None
    raid: RaidRules | None = None
    quiz: QuizRules | None = None

    def fits(self, channel: str, ref: str, name: str) -> bool:
        """Whether this entry speaks of the room."""
        if self.channel is not None and self.channel != channel:
            return False
        return self.match == ref or fnmatchcase(name, self.match)


class InvitationSettings(BaseModel, frozen=True, extra="forbid"):
    """Into which rooms the bot goes when it is invited."""

    accept: bool = True
    rooms: tuple[str, ...] = ("*",)  # names of rooms, with * and ?


class RoomsSettings(BaseModel, frozen=True, extra="forbid"):
    """The `rooms:` section: defaults for every room, then entries; later entries win."""

    invitations: InvitationSettings = InvitationSettings()
    defaults: RoomRules = RoomRules()
    list: tuple[RoomEntry, ...] = ()

    def rules_for(self, channel: str, ref: str, name: str) -> RoomRules:
        """The rules of one room."""
        rules = self.defaults
        for entry in self.list:
            if entry.fits(channel, ref, name):
                own = {
                    key: _over(getattr(rules, key), value)
                    for key, value in entry
                    if key not in {"match", "channel"} and value is not None
                }
                rules = rules.model_copy(update=own)
        return rules


def _over(before: object, given: object) -> object:
    """What an entry sets of a group of settings; the rest of the group stays as it was."""
    if isinstance(given, Never):
        return None
    if not isinstance(given, BaseModel) or type(before) is not type(given):
        return given
    return given.model_copy(
        update={name: value for name, value in before if name not in given.model_fields_set}
    )


def quiet_until(rules: RoomRules, now: datetime) -> datetime | None:
    """When the quiet hours of a room that hold at `now` end (UTC); None when it is not quiet."""
    quiet = rules.quiet_hours
    return None if quiet is None else quiet.end_after(now, rules.zone)
