"""What a post is expected to bring about, and what it did: values between plans and the store."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.core.ids import OccurrenceId, RoomId, RunId
from bot.core.plans import Occurrence


class Reacting(StrEnum):
    """What is counted after a post (docs/results.md). Staff and bots never count."""

    REPLIES = "replies"  # messages of members in the room
    SPEAKERS = "speakers"  # distinct members who wrote
    MATCHES = "matches"  # distinct members whose message has one of the words
    CLICKS = "clicks"  # unique clicks on the post's links, robots left out
    SIGN_UPS = "sign_ups"  # people who signed up for the run's campaign


class Verdict(StrEnum):
    """What came of an expectation."""

    WAITING = "waiting"
    MET = "met"
    MISSED = "missed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A post whose reaction is to be measured, from when until when."""

    occurrence: OccurrenceId
    run: RunId
    room: RoomId
    since: datetime
    until: datetime
    words: tuple[str, ...] = ()  # for MATCHES


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """How a room usually reacts at that hour of the week, in as long a time."""

    median: float
    spread: float  # median absolute deviation
    weeks: int  # how many past weeks it rests on; below 3 it says little


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """What was counted in a room after a post."""

    occurrence: OccurrenceId
    members: int  # of the room when it was posted, staff and bots left out
    counts: dict[Reacting, int] = field(default_factory=dict)
    usual: dict[Reacting, Usual] = field(default_factory=dict)  # only where there is history


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWatch:
    """A step was said, and from now on its reaction is watched for."""

    occurrence: OccurrenceId
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A watch as it stands. `needs`: how much is enough of what; None: not reckoned yet."""

    occurrence: Occurrence
    since: datetime
    until: datetime
    verdict: Verdict
    needs: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A verdict, with the numbers that decided it."""

    occurrence: OccurrenceId
    verdict: Verdict
    reason: str
    counts: Mapping[Reacting, int]
    look_at: datetime | None  # when what came late is counted
