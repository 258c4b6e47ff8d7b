"""Alerts 提醒: the `alerts:` section of config.yaml, and an alert as people see it."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field, PositiveInt

from bot.core.effects import Severity
from bot.core.ids import AlertId, ChannelName, MessageId, RoomId, RoomRef, StaffName, StudentId
from bot.core.lengths import Length

_WEIGHT = {Severity.INFO: 0, Severity.WARNING: 1, Severity.CRITICAL: 2}


class Remind(StrEnum):
    """When somebody wants to hear of an alert again."""

    SOON = "30m"
    LATER = "2h"
    MORNING = "morning"


_SOON = {Remind.SOON: timedelta(minutes=30), Remind.LATER: timedelta(hours=2)}
_MORNING = time(9)
_NIGHT_ENDS = time(5)  # who asks before it, at night, means the morning that comes


def reminded_at(remind: Remind, now: datetime, zone: str) -> datetime:
    """When that is (UTC); mornings are those of a zone."""
    if (wait := _SOON.get(remind)) is not None:
        return now + wait
    local = now.astimezone(ZoneInfo(zone))
    day = local.date() + timedelta(days=0 if local.time() < _NIGHT_ENDS else 1)
    return datetime.combine(day, _MORNING, local.tzinfo).astimezone(UTC)


class Language(StrEnum):
    """In which language colleagues are told."""

    ZH = "zh"
    EN = "en"


class AlertSettings(BaseModel, frozen=True, extra="forbid"):
    """Who hears of what, and how soon the next person is asked."""

    escalate_after: Length = Field(
        default=timedelta(minutes=15), ge=timedelta(seconds=1), le=timedelta(days=7)
    )
    # repeats within it are counted, not told again
    group_window: Length = Field(default=timedelta(hours=1), ge=timedelta(0), le=timedelta(days=30))
    # a bot account that is not logged in for so long is an alert; shorter absences only a gap
    away_after: Length = Field(default=timedelta(minutes=3), ge=timedelta(0), le=timedelta(days=1))
    # told where a room names nobody; empty: every admin and ops_lead
    fallback_staff: tuple[StaffName, ...] = ()
    direct_message: bool = True  # False: only the apprise targets of a colleague are used
    min_severity: Severity = Severity.INFO  # what weighs less is listed, and told to nobody
    language: Language = Language.ZH
    quote: PositiveInt = 200  # characters of the message that are quoted
    link: str = ""  # where an alert can be looked at; {id} is its number
    send_seconds: float = Field(default=10, gt=0, le=60)  # that an apprise target may take

    def is_told(self, severity: Severity) -> bool:
        """Whether an alert of this weight is brought to people."""
        return weight(severity) >= weight(self.min_severity)


def weight(severity: Severity) -> int:
    """A number that grows with the severity."""
    return _WEIGHT[severity]


class AlertState(StrEnum):
    """Whether somebody has taken an alert on."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRoom:
    """The room an alert speaks of."""

    id: RoomId
    channel: ChannelName
    ref: RoomRef
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertPerson:
    """The person an alert speaks of: the survivor, where two were merged."""

    student: StudentId
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertMessage:
    """The message an alert speaks of."""

    id: MessageId
    text: str
    sender: str  # the name shown
    at: datetime
    recalled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """An alert with all that a human on duty needs to know of it.

    `round` begins anew when an open alert is still repeated after the group window; `level` is
    the number of people told in this round, `told` their names in order.
    """

    id: AlertId
    kind: str
    severity: Severity
    reason: str
    advice: str
    group: str
    state: AlertState
    count: int
    raised_at: datetime
    repeated_at: datetime
    round: int
    level: int
    next_at: datetime | None  # None: nobody is left to be told
    told: tuple[StaffName, ...] = ()
    to: StaffName | None = None  # whom it concerns: told first
    spare: StaffName | None = None  # never told: it is about what they did
    to_copy: str = ""  # told in a message of its own
    acknowledged_by: str | None = None
    acknowledged_at: datetime | None = None
    room: AlertRoom | None = None
    person: AlertPerson | None = None
    message: AlertMessage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """What became of a `RaiseAlert`."""

    id: AlertId
    count: int
    told: bool  # a round of telling begins now; False: it was only counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged:
    """Who has an alert in hand. `first` is False for everybody who came later."""

    id: AlertId
    by: str
    at: datetime
    first: bool
