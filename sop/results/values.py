"""What came of a step in a room, and of many: the figures of docs/results.md, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.core.feedback import Reacting, Usual, Verdict
from bot.core.plans import StepState
from sop.results.promptness import Promptness

LATE = timedelta(minutes=5)  # said later than this is told as late


@dataclass(frozen=True, slots=True, kw_only=True)
class StepResult:
    """What came of one dated step in one room. None: not said, or not known."""

    id: int
    run: int
    plan: str
    step: str
    title: str
    room: int
    room_name: str
    room_ref: str
    seat: str
    by: str  # the account or the colleague who said it
    variant: str
    said: str  # its beginning
    due: datetime
    attempted: bool
    seen: bool  # the platform showed it in the room
    said_at: datetime | None
    state: StepState
    outcome: str
    until: datetime | None  # the end of the time in which was counted
    final: bool  # whether that time is over
    members: int | None
    counts: Mapping[Reacting, int] = field(default_factory=dict)
    usual: Mapping[Reacting, Usual] = field(default_factory=dict)
    expected: Mapping[Reacting, str] = field(default_factory=dict)  # as the plan writes it
    verdict: Verdict | None = None
    reason: str = ""
    plan_b: bool | None = None  # whether plan B was brought on; None: the step has none
    responders: int | None = None
    usual_responders: float | None = None
    first_minutes: float | None = None
    waited_minutes: float | None = None  # for a first answer, so far

    @property
    def late(self) -> bool:
        """Whether it was said clearly after its time."""
        return self.said_at is not None and self.said_at - self.due > LATE

    @property
    def response_ratio(self) -> float | None:
        """Responders over members (3.9)."""
        return over(self.responders, self.members)

    @property
    def excess(self) -> float | None:
        """The response ratio without what is usual at that hour."""
        if self.responders is None or self.usual_responders is None or not self.members:
            return None
        return (self.responders - self.usual_responders) / self.members


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """How far posts came (3.3), each a part of the one before, but for what people do."""

    planned: int
    attempted: int
    accepted: int  # by the platform, or done by the colleague
    seen: int  # shown by the platform: delivered
    clicked: int  # by anybody, robots left out
    answered: int
    signed_up: int  # followed by a sign-up


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What came of several steps."""

    steps: int
    said: int
    late: int
    skipped: int
    failed: int
    open: int  # on their way, or held
    met: int
    missed: int
    plan_b: int
    ladder: Ladder
    clicks: int
    responders: int
    member_posts: int  # members, summed over the posts
    response_ratio: float | None
    excess: float | None  # over the posts of which the usual level is known
    promptness: Promptness


def over(part: float | None, whole: float | None) -> float | None:
    """A ratio; None where its parts are unknown, or it would be of nothing."""
    return None if part is None or not whole else part / whole
