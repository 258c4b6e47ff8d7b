"""What people change about plans at work, in values: overrides of one run, editions of a plan."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from bot.core.ids import RunId


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
