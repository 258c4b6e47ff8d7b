"""What came of a step in a room, and of many: the figures of docs/results.md."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.core.feedback import Reacting, Reaction, Usual, Verdict, Watched
from bot.core.plans import StepState
from bot.core.results import Answered, Awaited, Posted
from sop.model import AfterStep, Feedback, Plan, Step
from sop.results.promptness import Promptness, Wait, promptness

WINDOW = timedelta(hours=24)  # W of 3.9, where a step expects nothing within a time of its own
LATE = timedelta(minutes=5)  # said later than this is told as late
_BROUGHT_ON = frozenset({StepState.QUEUED.value, StepState.DONE.value, StepState.HELD.value})
_ANY_TALK = frozenset({Reacting.REPLIES, Reacting.SPEAKERS})


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
        return _over(self.responders, self.members)

    @property
    def excess(self) -> float | None:
        """The response ratio without what is usual at that hour."""
        if self.responders is None or self.usual_responders is None or not self.members:
            return None
        return (self.responders - self.usual_responders) / self.members


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
    clicks: int
    responders: int
    member_posts: int  # members, summed over the posts
    response_ratio: float | None
    excess: float | None  # over the posts of which the usual level is known
    promptness: Promptness


def watched(posted: Posted, step: Step | None) -> Watched | None:
    """In which time the reactions to a step are counted; None where it was not said."""
    if posted.said_at is None:
        return None
    one = posted.occurrence
    return Watched(
        occurrence=one.id,
        run=one.run,
        room=one.room,
        since=posted.said_at,
        until=posted.said_at + _within(step),
        words=() if step is None or step.expect is None else step.expect.words,
    )


def awaited(posted: Posted, step: Step | None) -> Awaited | None:
    """Whose answers are looked for; None where nothing was said."""
    if posted.said_at is None:
        return None
    expect = None if step is None else step.expect
    return Awaited(
        posted=posted,
        until=posted.said_at + _within(step),
        words=() if expect is None else expect.words,
        any_talk=expect is not None and bool(expect.levels.keys() & _ANY_TALK),
    )


def _within(step: Step | None) -> timedelta:
    return WINDOW if step is None or step.expect is None else step.expect.within


def result_of(
    posted: Posted,
    plan: Plan | None,
    reaction: Reaction | None,
    answered: Answered | None,
    now: datetime,
) -> StepResult:
    """Everything that is known of one dated step."""
    one = posted.occurrence
    step = None if plan is None else plan.step(one.step)
    until = None if posted.said_at is None else posted.said_at + _within(step)
    judged = posted.judged
    return StepResult(
        id=one.id,
        run=one.run,
        plan=one.plan,
        step=one.step,
        title="" if step is None else step.title,
        room=one.room,
        room_name=posted.room_name,
        room_ref=posted.room_ref,
        seat="" if step is None else step.seat,
        by=posted.by,
        variant=one.variant,
        said=one.said,
        due=one.due,
        said_at=posted.said_at,
        state=one.state,
        outcome=one.outcome,
        until=until,
        final=until is None or until <= now,
        members=None if reaction is None else reaction.members,
        counts={} if reaction is None else reaction.counts,
        usual={} if reaction is None else reaction.usual,
        expected=_expected(step),
        verdict=None if judged is None else judged.verdict,
        reason="" if judged is None else judged.reason,
        plan_b=_plan_b(posted, plan),
        responders=None if answered is None else answered.responders,
        usual_responders=(
            None if answered is None or answered.usual is None else answered.usual.median
        ),
        first_minutes=_first(posted, answered),
        waited_minutes=_waited(posted, until, now),
    )


def _expected(step: Step | None) -> dict[Reacting, str]:
    if step is None or step.expect is None:
        return {}
    return {kind: str(level) for kind, level in step.expect.levels.items()}


def _plan_b(posted: Posted, plan: Plan | None) -> bool | None:
    """Whether a step that waits for this one's miss was brought on."""
    if plan is None:
        return None
    follows = {
        step.id
        for step in plan.all_steps
        if isinstance(step.when, AfterStep)
        and step.when.after == posted.occurrence.step
        and step.when.feedback is Feedback.MISSED
    }
    if not follows:
        return None
    return any(one.step in follows and one.state in _BROUGHT_ON for one in posted.followed)


def _first(posted: Posted, answered: Answered | None) -> float | None:
    if answered is None or answered.first is None or posted.said_at is None:
        return None
    return max(0.0, (answered.first - posted.said_at) / timedelta(minutes=1))


def _waited(posted: Posted, until: datetime | None, now: datetime) -> float | None:
    if posted.said_at is None or until is None:
        return None
    return max(0.0, (min(now, until) - posted.said_at) / timedelta(minutes=1))


def summary(results: Sequence[StepResult]) -> Summary:
    """Several steps together: ratios are of sums, not means of ratios."""
    said = [one for one in results if one.said_at is not None]
    based = [one for one in said if one.excess is not None]
    responders = sum(one.responders or 0 for one in said)
    members = sum(one.members or 0 for one in said)
    states = [one.state for one in results]
    beyond = sum((one.responders or 0) - (one.usual_responders or 0) for one in based)
    return Summary(
        steps=len(results),
        said=len(said),
        late=sum(one.late for one in said),
        skipped=states.count(StepState.SKIPPED),
        failed=states.count(StepState.FAILED),
        open=sum(state in {StepState.QUEUED, StepState.HELD} for state in states),
        met=sum(one.verdict is Verdict.MET for one in results),
        missed=sum(one.verdict is Verdict.MISSED for one in results),
        plan_b=sum(one.plan_b is True for one in results),
        clicks=sum(one.counts.get(Reacting.CLICKS, 0) for one in said),
        responders=responders,
        member_posts=members,
        response_ratio=_over(responders, members),
        excess=_over(beyond, sum(one.members or 0 for one in based)) if based else None,
        promptness=promptness(waits_of(said)),
    )


def waits_of(results: Iterable[StepResult]) -> list[Wait]:
    """How long each post waited for its first answer."""
    return [
        Wait(
            minutes=one.waited_minutes if one.first_minutes is None else one.first_minutes,
            answered=one.first_minutes is not None,
        )
        for one in results
        if one.waited_minutes is not None
    ]


def _over(part: float | None, whole: float | None) -> float | None:
    return None if part is None or not whole else part / whole
