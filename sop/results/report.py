"""What came of a step in a room, from how it was said and what was counted after it."""

from datetime import datetime, timedelta

from bot.core.feedback import Reacting, Reaction, Watched
from bot.core.plans import StepState
from bot.core.results import Answered, Awaited, Posted
from sop.model import AfterStep, Feedback, Plan, Step
from sop.results.values import StepResult

WINDOW = timedelta(hours=24)  # W of 3.9, where a step expects nothing within a time of its own
_BROUGHT_ON = frozenset({StepState.QUEUED.value, StepState.DONE.value, StepState.HELD.value})
_ANY_TALK = frozenset({Reacting.REPLIES, Reacting.SPEAKERS})


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
        attempted=posted.attempted or posted.said_at is not None,
        seen=posted.seen,
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
