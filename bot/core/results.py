"""What came of plans in values: steps as they were said, and who answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.feedback import Reacting, Usual, Verdict
from bot.core.ids import IdentityId, MessageRef, OccurrenceId, RoomId
from bot.core.plans import Occurrence


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a watch said in the end, or says so far."""

    verdict: Verdict
    reason: str = ""
    counts: Mapping[Reacting, int] | None = None
    late: Mapping[Reacting, int] | None = None  # counted once more, when it was too late


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanB:
    """A step that was brought on by a missed expectation."""

    step: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A dated step with what is known of its saying."""

    occurrence: Occurrence
    room_name: str
    room_ref: str
    attempted: bool = False  # the platform may have got it, or a colleague has the task
    seen: bool = False  # the platform showed it in the room
    said_at: datetime | None = None  # None: it was not said
    by: str = ""  # the account, or the colleague
    refs: tuple[MessageRef, ...] = ()  # the platform's ids of what was said
    poster: IdentityId | None = None  # the colleague's account, where the post was seen
    judged: Judged | None = None
    followed: tuple[PlanB, ...] = ()  # what was written down after it


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """A post whose answers are looked for: quotes of it, mentions of its poster, its words."""

    posted: Posted
    until: datetime
    words: tuple[str, ...] = ()
    any_talk: bool = False  # whether any message of a member is the answer that is hoped for


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """Who answered a post (docs/results.md, Response ratio)."""

    occurrence: OccurrenceId
    members: int  # of the room when it was posted, staff and bots left out
    responders: int
    first: datetime | None = None  # the first answer
    usual: Usual | None = None  # responders at that hour without the post


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultFilter:
    """Which steps; None is any."""

    plan: str
    rooms: tuple[RoomId, ...] | None = None
    step: str | None = None
    run: int | None = None
    since: datetime | None = None
    until: datetime | None = None


class Metric(StrEnum):
    """By what wordings are compared: how many of a room's members did it, post by post."""

    RESPONSE = "response"
    REPLIES = "replies"
    SPEAKERS = "speakers"
    MATCHES = "matches"
    CLICKS = "clicks"
    SIGN_UPS = "sign_ups"
