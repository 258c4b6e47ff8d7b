"""What people ask of plans at work, in values: where, on which step, who asks; and what is kept."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from fnmatch import fnmatchcase

from bot.core.errors import GroupkeeperError
from bot.core.ids import RoomId, RunId
from bot.core.rooms import RoomRules


class OverrideKind(StrEnum):
    """What differs in one run from what the plan says."""

    SKIP = "skip"
    MOVE = "move"


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A person's word on a step of one run, also on one that is not laid out yet."""

    run: RunId
    step: str
    kind: OverrideKind
    author: str
    at: datetime
    local_date: date | None = None  # the day by the plan; None: whenever the step comes
    to_date: date | None = None  # of a MOVE: the wall time in the run's zone
    to_time: time | None = None
    reason: str = ""


class How(StrEnum):
    """By which way a text of a plan came into force."""

    SAVED = "saved"  # the file was saved, and counts at once
    APPLIED = "applied"
    ROLLED_BACK = "rolled_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One time that a text of a plan came into force."""

    id: int
    plan: str
    version: str
    how: How
    author: str
    reason: str
    at: datetime
    rooms: int = 0  # in which its steps are laid out by this text now; only the newest has any


class Impossible(GroupkeeperError):
    """What is asked for cannot be done as things stand; its text says why, and what can."""


class NoSuchThing(Impossible):
    """What is asked about is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who asks for it, why, and when."""

    author: str
    reason: str
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """The rooms that are meant; of several conditions all hold. None given: every room."""

    names: tuple[str, ...] = ()  # names or platform ids, with * and ?
    ids: frozenset[RoomId] = frozenset()
    series: str = ""  # with * and ?

    def __str__(self) -> str:
        """In words, for people."""
        series = f"series {self.series}" if self.series else ""
        numbers = ", ".join(str(number) for number in sorted(self.ids)[:20])
        return " and ".join(part for part in (", ".join(self.names), numbers, series) if part)

    def fits(self, room: RoomId, ref: str, name: str, rules: RoomRules) -> bool:
        """Whether a room is meant."""
        named = not self.names or any(p == ref or fnmatchcase(name, p) for p in self.names)
        numbered = not self.ids or room in self.ids
        return named and numbered and (not self.series or fnmatchcase(rules.series, self.series))


@dataclass(frozen=True, slots=True, kw_only=True)
class Begin:
    """How a plan is to begin; None: today, and without an event."""

    on: date | None = None
    event_at: datetime | None = None  # without a zone: by the clocks of each room
    zone: str | None = None  # None: the plan's, else the room's


@dataclass(frozen=True, slots=True, kw_only=True)
class OnStep:
    """Which step is meant, on which day (by the plan), in which rooms."""

    plan: str
    step: str
    where: Where
    day: date | None = None
    undo: bool = False
