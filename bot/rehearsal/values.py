"""What is rehearsed, and what came of it: values between the play and whoever shows it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from bot.channels.simulator.views import Saying
from bot.config import Settings
from bot.core.content import Approval
from bot.core.ids import ChannelName, OccurrenceId, RoomRef, StaffName, UserRef
from bot.core.plans import StepState
from bot.core.rehearsing import Against
from bot.core.rooms import RoomRules
from bot.core.tasks import Absence
from sop.parse import LoadedPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """How lively a room is; where it comes from is told with the result."""

    messages_a_day: float = 0.5  # of one member
    answering: float = 0.10  # share of the members who answer a post within two hours
    joining_a_day: float = 0.5  # newcomers of the whole room
    days: int = 0  # of the archive that this rests on; 0: assumed


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """The room in which a plan is rehearsed."""

    channel: ChannelName
    ref: RoomRef
    name: str
    members: int  # colleagues and our account left out
    rates: Rates = Rates()
    known: bool = True  # False: made up, the database has no such room


@dataclass(frozen=True, slots=True, kw_only=True)
class AtWork:
    """A plan as it runs in the room: the one that is rehearsed, or another one beside it."""

    loaded: LoadedPlan
    starts_on: date
    event_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Talking:
    """Somebody in the room says something at a time."""

    at: datetime
    by: UserRef
    saying: Saying


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """Somebody comes into the room."""

    at: datetime
    by: UserRef
    name: str = ""  # "": known already


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """Somebody leaves the room, or is removed from it."""

    at: datetime
    by: UserRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What was said in the room, and who came and went, moved to the time of the rehearsal."""

    back: timedelta  # so long before it was really said
    covered: float  # the share of the time for which we heard the room
    people: Mapping[UserRef, str]
    talk: tuple[Talking, ...]
    moves: tuple[Coming | Leaving, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Folders:
    """Where the files lie that a plan posts, and what belongs to it."""

    plans: Path
    campaigns: Path | None = None
    contents: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be rehearsed."""

    settings: Settings
    room: Room
    run: AtWork
    beside: tuple[AtWork, ...] = ()
    against: Against = Against.SIMULATED
    days: int | None = None  # at most so many; None: to the plan's end
    seed: int = 1
    away: tuple[Absence, ...] = ()
    approved: tuple[Approval, ...] = ()  # pieces of the content library
    before: tuple[Talking, ...] = ()  # the talk by which one knows what is usual in the room
    past: Past | None = None  # with `against` PAST

    @property
    def rules(self) -> RoomRules:
        """The rules of the room."""
        room = self.room
        return self.settings.rooms.rules_for(room.channel, room.ref, room.name)

    @property
    def zone(self) -> str:
        """Where the wall clock of the plan hangs."""
        return self.run.loaded.plan.zone or self.rules.zone


class Spoke(StrEnum):
    """Whose words a line of the transcript is."""

    PLAN = "plan"  # the account, for a step
    PERSON = "person"  # a colleague, with a task of a step
    MEMBER = "member"
    JOINED = "joined"
    ACCOUNT = "account"  # the account, for itself: answers, other plans


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the transcript."""

    at: datetime
    kind: Spoke
    who: str
    text: str
    step: str = ""
    plan: str = ""
    occurrence: OccurrenceId | None = None
    media: str = ""  # the title or name of what hangs on it


@dataclass(frozen=True, slots=True, kw_only=True)
class Come:
    """A dated step, and what became of it."""

    occurrence: OccurrenceId
    plan: str
    step: str
    title: str
    seat: str
    person: str  # who has the task; "" for an account
    due: datetime
    state: StepState
    outcome: str
    at: datetime | None  # when it was settled
    said: int = 0  # characters
    parts: int = 1  # in which it went out, because it was too long for one
    before: int = 0  # messages of members in the ten minutes before it
    answers: int = 0  # messages of members in the two hours behind it, or until the next step
    speakers: int = 0
    verdict: str = ""  # of its expectation: met, missed, waiting; "" where it has none
    why: str = ""  # the numbers behind it


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A task that somebody had."""

    staff: StaffName
    title: str
    given: datetime
    due: datetime | None
    state: str
    done: datetime | None


class Weight(StrEnum):
    """How much a finding matters."""

    ERROR = "error"  # something would fail
    WARNING = "warning"  # something would go otherwise than one thinks
    NOTE = "note"


class Kind(StrEnum):
    """What a finding is about."""

    FAILED = "failed"
    HELD = "held"
    NEVER = "never"
    NO_OCCASION = "no_occasion"
    BRANCH = "branch"
    COLLISION = "collision"
    BUDGET = "budget"
    TASKS = "tasks"
    TOO_LONG = "too_long"
    CONTENT = "content"
    MEDIA = "media"
    QUIET = "quiet"
    ALERT = "alert"
    UNFINISHED = "unfinished"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that one wants to know before the plan runs."""

    kind: Kind
    weight: Weight
    text: str
    step: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What happened on the virtual clock."""

    since: datetime
    until: datetime
    zone: str
    lines: tuple[Line, ...]
    steps: tuple[Come, ...]
    beside: tuple[Come, ...]
    work: tuple[Work, ...]
    alerts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """A rehearsal with everything that was found in it."""

    asked: Asked = field(repr=False)
    played: Played
    findings: tuple[Finding, ...]

    def of(self, weight: Weight) -> tuple[Finding, ...]:
        """The findings of one weight."""
        return tuple(one for one in self.findings if one.weight is weight)
