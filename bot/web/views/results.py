"""Answers about what came of plans. Each figure is defined in docs/results.md."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from pydantic import Field

from bot.core.feedback import Reacting, Verdict
from bot.core.plans import StepState
from bot.web.views.base import View


def _defined(what: str, anchor: str) -> str:
    return f"{what}; defined in docs/results.md#{anchor}"


Ratio = Annotated[float | None, Field(description=_defined("0 to 1; null: unknown", "ratio"))]
Excess = Annotated[
    float | None,
    Field(description=_defined("above what is usual; null: no history", "excess")),
]


class Usual(View):
    """How a room usually reacts at that hour of the week: docs/results.md#usual."""

    median: float
    spread: float = Field(description="median absolute deviation over the weeks")
    weeks: int = Field(description="how many past weeks it rests on; below 3 it says little")


class StepResult(View):
    """What came of one dated step in one room: docs/results.md."""

    id: int
    run: int
    plan: str
    step: str
    title: str
    room: int
    room_name: str
    seat: str
    by: str
    variant: str
    said: str = Field(description="the beginning of what was said")
    due: datetime
    attempted: bool
    seen: bool = Field(description=_defined("the platform showed it in the room", "ladder"))
    said_at: datetime | None
    late: bool = Field(description=_defined("said more than 5 minutes after its time", "late"))
    state: StepState
    outcome: str
    until: datetime | None = Field(description=_defined("the end of the counting", "window"))
    final: bool
    members: int | None = Field(description=_defined("when it was posted", "members"))
    counts: Mapping[Reacting, int] = Field(description=_defined("reactions by kind", "counts"))
    usual: Mapping[Reacting, Usual]
    expected: Mapping[Reacting, str] = Field(description="as the plan writes it")
    verdict: Verdict | None
    reason: str
    plan_b: bool | None = Field(description="whether plan B came; null: the step has none")
    responders: int | None = Field(description=_defined("distinct members", "response-ratio"))
    response_ratio: Ratio
    excess: Excess
    first_minutes: float | None = Field(description=_defined("to the first answer", "promptness"))


class Promptness(View):
    """How soon posts are answered: docs/results.md#promptness."""

    posts: int
    answered: int
    median: float | None = Field(description="minutes, Kaplan-Meier; null: fewer than half")
    within: tuple[float | None, ...] = Field(description="shares within 5, 30, 120 minutes")


class Ladder(View):
    """How far posts came: docs/results.md#ladder."""

    planned: int
    attempted: int
    accepted: int
    seen: int
    clicked: int
    answered: int
    signed_up: int


class Summary(View):
    """Several steps together: docs/results.md#summary."""

    steps: int
    said: int
    late: int
    skipped: int
    failed: int
    open: int
    met: int
    missed: int
    plan_b: int
    ladder: Ladder
    clicks: int
    responders: int
    member_posts: int
    response_ratio: Ratio
    excess: Excess
    promptness: Promptness


class RoomResult(View):
    """What came of a plan in one room."""

    room: int
    room_name: str
    figures: Summary


class Interval(View):
    """From, to."""

    low: float
    high: float


class SingleLook(View):
    """A test that is valid at one look, at the planned end: docs/results.md#single-look."""

    delta: float
    p: float
    method: str
    interval: Interval | None
    lift: float | None


class Arm(View):
    """The rooms that heard one wording."""

    variant: str
    rooms: int
    mean: float | None
    spread: float | None


class Difference(View):
    """One wording against the control."""

    variant: str
    finding: str = Field(description=_defined("what may be said on any day", "peeking"))
    look: SingleLook | None
    p_corrected: float | None = Field(description="Holm, over the wordings of the step")
    always: Interval | None = Field(description=_defined("valid at any look", "peeking"))


class Experiment(View):
    """The wordings of a step held against each other, rooms as units: docs/results.md#ab."""

    step: str
    metric: str
    control: str
    arms: tuple[Arm, ...]
    differences: tuple[Difference, ...]
    split_p: float = Field(description=_defined("of the numbers of rooms", "srm"))
    split_broken: bool
    named_rooms: int
    switched_rooms: int
    rooms_needed: int
